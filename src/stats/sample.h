/* SPDX-License-Identifier: Apache-2.0 */
/* What a few measurements show: their mean, its interval, and whether two samples differ. */
#ifndef STATS_SAMPLE_H
#define STATS_SAMPLE_H

#include <stddef.h>

/* Where n is too small for it, or a value is NaN or infinite, a field is NaN. */
typedef struct sample_summary {
    size_t n;
    double mean;      /* n >= 1 */
    double sd;        /* of the population, estimated (divided by n - 1); n >= 2 */
    double low, high; /* 95 % interval of the mean, by Student's t; n >= 2 */
} sample_summary;

sample_summary sample_summarise(const double *values, size_t n);

/* Pairs compared: value i of both was measured under the same conditions, e.g. the same seed. */
typedef struct paired_test {
    sample_summary difference; /* of a - b */
    double t;                  /* mean / (sd / sqrt(n)), n - 1 degrees of freedom */
    double p;                  /* two-sided: how likely a |t| this large is when none differs */
} paired_test;

/* The middle value, or the mean of the middle two; NaN if n is 0 or a value is NaN. Sorts them. */
double sample_median(double *values, size_t n);

/* Of values that cannot be outside of 'low' to 'high': neither is the interval. */
void sample_bound(sample_summary *self, double low, double high);

/*
 * Student's paired t-test of 'n' pairs. Below two pairs, or with a value that is not finite, t and
 * p are NaN. When all differences are the same there is no spread to judge them by: pairs that are
 * all equal give t = 0 and p = 1, others, without a grid, t = +-inf and p = 0.
 *
 * Values that were rounded to multiples of 'grid' hide grid^2 / 12 of their variance, each: it is
 * added to the differences'. 0: they were not.
 */
paired_test paired_t_test(const double *a, const double *b, size_t n, double grid);

#endif
