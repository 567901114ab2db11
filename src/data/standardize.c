/* SPDX-License-Identifier: Apache-2.0 */
/* The statistics of a training set, for inputs of mean 0 and standard deviation 1. */
#include "data/standardize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {[DATASET_SCALE] = "scale",
                                    [DATASET_RAW] = "none",
                                    [DATASET_STANDARD_PIXEL] = "pixel",
                                    [DATASET_STANDARD_SET] = "set",
                                    [DATASET_STANDARD_SAMPLE] = "sample"};
enum { NAMES = sizeof names / sizeof names[0] };

const char *dataset_scaling_name(dataset_scaling scaling) {
    return names[scaling];
}

const char *dataset_inputs_text(const dataset *set) {
    switch (set->scaling) {
    case DATASET_SCALE: return set->values ? "as they are" : "scaled to 0–1";
    case DATASET_RAW: return set->values ? "as they are" : "0–255, not scaled";
    case DATASET_STANDARD_PIXEL: return "each pixel standardized";
    case DATASET_STANDARD_SET: return "all pixels standardized alike";
    case DATASET_STANDARD_SAMPLE: return "each image standardized";
    }
    return "";
}

bool dataset_scaling_find(const char *name, dataset_scaling *scaling) {
    for (int i = 0; i < NAMES; i++) {
        if (strcmp(names[i], name) != 0) continue;
        *scaling = (dataset_scaling)i;
        return true;
    }
    return false;
}

/*
 * Sums of numbers less the first of them: a constant's are exactly 0, and numbers far from 0 lose
 * no digits when the squares are subtracted.
 */
typedef struct sums {
    double first, sum, squares;
} sums;

static double value_at(const dataset *set, size_t at) {
    return set->values ? (double)set->values[at] + set->offset : (double)set->images[at];
}

/* Add up each pixel's values, or with one group those of all. */
static void add_up(const dataset *set, sums *groups, size_t group_count) {
    size_t D = set->rows * set->cols;
    for (size_t k = 0; k < group_count; k++) groups[k] = (sums){.first = value_at(set, k)};
    for (size_t i = 0; i < set->n; i++)
        for (size_t k = 0; k < D; k++) {
            sums *g = &groups[group_count == 1 ? 0 : k];
            double x = value_at(set, i * D + k) - g->first;
            g->sum += x;
            g->squares += x * x;
        }
}

static bool allocate(dataset *set) {
    size_t bytes = set->rows * set->cols * sizeof *set->mean;
    set->mean = malloc(bytes);
    set->deviation = malloc(bytes);
    return set->mean && set->deviation;
}

/* What does not vary is only shifted to 0, as scikit-learn's StandardScaler has it. */
static void fill_in(dataset *set, const sums *groups, size_t group_count) {
    size_t D = set->rows * set->cols;
    double n = (double)set->n * (group_count == 1 ? (double)D : 1), unit = set->values ? 1 : 255;
    for (size_t k = 0; k < D; k++) {
        const sums *g = &groups[group_count == 1 ? 0 : k];
        double shift = g->sum / n, variance = g->squares / n - shift * shift;
        set->mean[k] = (g->first + shift) / unit;
        set->deviation[k] = variance > 0 ? sqrt(variance) / unit : 1;
    }
}

static bool compute(dataset *train, dataset *test, size_t group_count) {
    size_t bytes = train->rows * train->cols * sizeof *train->mean;
    sums *groups = malloc(group_count * sizeof *groups);
    bool good = groups && allocate(train) && (!test->n || allocate(test));
    if (good) {
        add_up(train, groups, group_count);
        fill_in(train, groups, group_count);
    }
    if (good && test->n) {
        memcpy(test->mean, train->mean, bytes);
        memcpy(test->deviation, train->deviation, bytes);
    }
    free(groups);
    return good;
}

bool dataset_standardize(dataset *train, dataset *test, dataset_scaling scaling) {
    train->scaling = test->scaling = scaling;
    if (scaling == DATASET_STANDARD_PIXEL) return compute(train, test, train->rows * train->cols);
    return scaling != DATASET_STANDARD_SET || compute(train, test, 1);
}
