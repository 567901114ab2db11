/* SPDX-License-Identifier: Apache-2.0 */
/* What a data set looks like in numbers. */
#include "data/dataset_facts.h"

#include <math.h>
#include <stdlib.h>

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
