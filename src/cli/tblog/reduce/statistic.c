/* SPDX-License-Identifier: Apache-2.0 */
/* What is made of the numbers of several runs. reduce.c and group.c call this. */
#include "cli/tblog/reduce/statistic.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/sample.h"

static double mean(double *values, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += values[i];
    return sum / (double)n;
}

static double deviation(double *values, size_t n) {
    return sample_summarise(values, n).sd;
}

static bool has_nan(const double *values, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (isnan(values[i])) return true;
    return false;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sort them; the number at i, or NaN. */
static double ranked(double *values, size_t n, size_t i) {
    if (has_nan(values, n)) return NAN;
    qsort(values, n, sizeof *values, compare);
    return values[i];
}

static double smallest(double *values, size_t n) {
    return ranked(values, n, 0);
}

static double largest(double *values, size_t n) {
    return ranked(values, n, n - 1);
}

static double interval_low(double *values, size_t n) {
    return sample_summarise(values, n).low;
}

static double interval_high(double *values, size_t n) {
    return sample_summarise(values, n).high;
}

const statistic statistics[STATISTICS] = {
    {"mean", "mean", mean, 1},
    {"std", "std", deviation, 2},
    {"min", "min", smallest, 1},
    {"max", "max", largest, 1},
    {"median", "median", sample_median, 1},
    {"ci95", "ci95-low", interval_low, 2},
    {"ci95", "ci95-high", interval_high, 2},
};

const statistic *statistic_find(const char *asked, size_t size, const statistic *from) {
    for (size_t i = from ? (size_t)(from - statistics) + 1 : 0; i < STATISTICS; i++)
        if (strlen(statistics[i].asked) == size && memcmp(statistics[i].asked, asked, size) == 0)
            return &statistics[i];
    return NULL;
}
