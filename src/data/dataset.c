/* SPDX-License-Identifier: Apache-2.0 */
/* Labelled images, and batches of them. */
#include "data/dataset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/known_set.h"

void dataset_free(dataset *set) {
    free(set->own_names);
    free(set->images);
    free(set->values);
    free(set->labels);
    free(set->mean);
    free(set->deviation);
    free(set->starts);
    free(set->columns);
    free(set->pixels);
    *set = (dataset){0};
}

/* A copy of 'size' bytes from 'from' + 'at' on; NULL of NULL. */
static void *copy(const void *from, size_t at, size_t size) {
    void *to = from ? malloc(size) : NULL;
    return to ? memcpy(to, (const char *)from + at, size) : NULL;
}

size_t dataset_kept(size_t n, double fraction) {
    return (size_t)floor((double)n * (1 - fraction));
}

bool dataset_split(dataset *set, double fraction, dataset *rest) {
    size_t D = set->rows * set->cols, n = dataset_kept(set->n, fraction);
    size_t left = set->n - n;
    if (!n || n >= set->n) return false;
    *rest = (dataset){.n = left,
                      .rows = set->rows,
                      .cols = set->cols,
                      .classes = set->classes,
                      .class_names = set->class_names,
                      .name = set->name,
                      .images = copy(set->images, n * D, left * D),
                      .offset = set->offset,
                      .least = set->least,
                      .largest = set->largest,
                      .values = copy(set->values, n * D * sizeof(float), left * D * sizeof(float)),
                      .labels = copy(set->labels, n, left)};
    if (rest->labels && (rest->images || rest->values)) {
        set->n = n;
        return true;
    }
    dataset_free(rest);
    return false;
}

const char *dataset_class_name(const dataset *set, size_t label) {
    return set->class_names && label < set->classes ? set->class_names[label] : class_number(label);
}

static void picture_of_floats(const float *values, size_t D, double offset, uint8_t *pixels) {
    float low = values[0], high = values[0];
    for (size_t k = 1; k < D; k++) {
        low = values[k] < low ? values[k] : low;
        high = values[k] > high ? values[k] : high;
    }
    if (low >= 0 && high <= 1 && offset == 0) low = 0, high = 1;
    double range = (double)high - (double)low;
    for (size_t k = 0; k < D; k++)
        pixels[k] =
            range > 0 ? (uint8_t)lround(((double)values[k] - (double)low) / range * 255) : 0;
}

void dataset_picture(const dataset *set, size_t i, uint8_t *pixels) {
    size_t D = set->rows * set->cols;
    if (set->values)
        picture_of_floats(set->values + i * D, D, set->offset, pixels);
    else
        memcpy(pixels, set->images + i * D, D);
}

static void scale(const uint8_t *restrict pixels, size_t n, float *restrict x) {
    for (size_t i = 0; i < n; i++) x[i] = (float)pixels[i] / 255.0f;
}

static void convert(const dataset *set, const uint8_t *restrict pixels, size_t n,
                    float *restrict x) {
    if (set->scaling != DATASET_RAW)
        scale(pixels, n, x);
    else
        for (size_t i = 0; i < n; i++) x[i] = (float)pixels[i];
}

/* With the deviation kept from being too small for an image of one grey, as TensorFlow does it. */
static void standardize_sample(float *x, size_t n) {
    double sum = 0, squares = 0, least = 1 / sqrt((double)n);
    for (size_t i = 0; i < n; i++) sum += (double)x[i];
    double mean = sum / (double)n;
    for (size_t i = 0; i < n; i++) squares += ((double)x[i] - mean) * ((double)x[i] - mean);
    double deviation = sqrt(squares / (double)n);
    if (deviation < least) deviation = least;
    for (size_t i = 0; i < n; i++) x[i] = (float)(((double)x[i] - mean) / deviation);
}

static void copy_values(const float *values, size_t n, double offset, float *restrict x) {
    memcpy(x, values, n * sizeof *x);
    for (size_t k = 0; offset != 0 && k < n; k++) x[k] = (float)((double)values[k] + offset);
}

/* Image i's inputs. */
static void inputs_of(const dataset *set, size_t i, float *restrict x) {
    size_t D = set->rows * set->cols;
    double offset = set->mean ? 0 : set->offset; /* it is part of the differences */
    if (set->values)
        copy_values(set->values + i * D, D, offset, x);
    else
        convert(set, set->images + i * D, D, x);
    for (size_t k = 0; set->mean && k < D; k++) /* the difference of two floats may be none */
        x[k] = (float)(((double)x[k] + (set->offset - set->mean[k])) / set->deviation[k]);
    if (set->scaling == DATASET_STANDARD_SAMPLE) standardize_sample(x, D);
}

void dataset_gather(const dataset *set, const uint32_t *order, size_t B, float *x,
                    uint8_t *labels) {
    size_t D = set->rows * set->cols;
    for (size_t b = 0; b < B; b++, x += D) {
        inputs_of(set, order[b], x);
        labels[b] = set->labels[order[b]];
    }
}

static size_t count_lit(const uint8_t *pixels, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += pixels[i] != 0;
    return count;
}

double dataset_density(const dataset *set) {
    size_t size = set->n * set->rows * set->cols;
    if (set->values || set->scaling >= DATASET_STANDARD_PIXEL) return 1;
    return size ? (double)count_lit(set->images, size) / (double)size : 0;
}

bool dataset_compress(dataset *set) {
    size_t D = set->rows * set->cols, count = count_lit(set->images, set->n * D), at = 0;
    size_t *starts = malloc((set->n + 1) * sizeof *starts);
    uint16_t *columns = malloc((count + 1) * sizeof *columns);
    uint8_t *pixels = malloc(count + 1);
    if (!starts || !columns || !pixels || D > UINT16_MAX) {
        free(starts);
        free(columns);
        free(pixels);
        return false;
    }
    for (size_t i = 0; i < set->n; i++) {
        starts[i] = at;
        for (size_t k = 0; k < D; k++) {
            columns[at] = (uint16_t)k;
            pixels[at] = set->images[i * D + k];
            at += pixels[at] != 0;
        }
    }
    starts[set->n] = at;
    set->starts = starts;
    set->columns = columns;
    set->pixels = pixels;
    return true;
}

/* Images lie scattered over more memory than the caches hold: ask for one before its turn. */
static void prefetch(const dataset *set, size_t image) {
    enum { LINE = 64 };
    size_t start = set->starts[image], end = set->starts[image + 1];
    for (size_t i = start; i < end; i += LINE) __builtin_prefetch(set->pixels + i);
    for (size_t i = start; i < end; i += LINE / sizeof *set->columns)
        __builtin_prefetch(set->columns + i);
}

void dataset_sparse_starts(const dataset *set, const uint32_t *order, size_t B,
                           uint32_t *row_starts) {
    row_starts[0] = 0;
    for (size_t b = 0; b < B; b++) {
        const size_t *starts = set->starts + order[b];
        row_starts[b + 1] = row_starts[b] + (uint32_t)(starts[1] - starts[0]);
    }
}

void dataset_gather_sparse(const dataset *set, const uint32_t *order, size_t first, size_t limit,
                           const uint32_t *row_starts, uint16_t *columns, float *x,
                           uint8_t *labels) {
    enum { AHEAD = 6 };
    for (size_t b = first; b < limit && b < first + AHEAD; b++) prefetch(set, order[b]);
    for (size_t b = first; b < limit; b++) {
        if (b + AHEAD < limit) prefetch(set, order[b + AHEAD]);
        size_t start = set->starts[order[b]], n = row_starts[b + 1] - row_starts[b];
        memcpy(columns + row_starts[b], set->columns + start, n * sizeof *columns);
        convert(set, set->pixels + start, n, x + row_starts[b]);
        labels[b] = set->labels[order[b]];
    }
}

/* ---- facts ---- */

/* The sums, and the squares of distances from the running mean (Welford 1962): inputs may lie far
 * from 0. */
static void look_at(dataset_facts *facts, const float *x, size_t D, double *seen, double *squares) {
    for (size_t k = 0; k < D; k++) {
        double value = (double)x[k], distance = value - facts->mean;
        facts->least = fmin(facts->least, value);
        facts->largest = fmax(facts->largest, value);
        facts->zeros += value == 0;
        facts->mean += distance / ++*seen;
        *squares += distance * (value - facts->mean);
    }
}

bool dataset_facts_of(const dataset *set, dataset_facts *facts) {
    size_t D = set->rows * set->cols;
    double seen = 0, squares = 0;
    float *x = malloc(D * sizeof *x);
    if (!x) return false;
    *facts = (dataset_facts){.least = INFINITY, .largest = -INFINITY};
    for (uint32_t i = 0; i < set->n; i++) {
        uint8_t label;
        dataset_gather(set, &i, 1, x, &label);
        look_at(facts, x, D, &seen, &squares);
        facts->counts[label]++;
    }
    facts->deviation = sqrt(squares / seen);
    facts->zeros /= seen;
    free(x);
    return true;
}
