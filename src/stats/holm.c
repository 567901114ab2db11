/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
 * Statistics 6 (1979): the k-th smallest of m p-values times m - k + 1, at most 1, and never below
 * that of a smaller p.
 */
#include "stats/holm.h"

#include <math.h>
#include <stdlib.h>

typedef struct ranked {
    double p;
    size_t place; /* in the caller's array */
} ranked;

static int by_p(const void *a, const void *b) {
    double p = ((const ranked *)a)->p, q = ((const ranked *)b)->p;
    return (p > q) - (p < q);
}

bool holm_adjust(const double *p, size_t m, double *adjusted) {
    ranked *order = malloc((m ? m : 1) * sizeof *order);
    if (!order) return false;
    size_t count = 0;
    for (size_t i = 0; i < m; i++) {
        if (isnan(p[i]))
            adjusted[i] = NAN;
        else
            order[count++] = (ranked){p[i], i};
    }
    qsort(order, count, sizeof *order, by_p);
    double largest = 0;
    for (size_t k = 0; k < count; k++) {
        largest = fmax(largest, fmin(1, order[k].p * (double)(count - k)));
        adjusted[order[k].place] = largest;
    }
    free(order);
    return true;
}
