/* SPDX-License-Identifier: Apache-2.0 */
/* Means, intervals and the paired t-test; Student, "The probable error of a mean", 1908. */
#include "stats/sample.h"

#include <math.h>
#include <stdlib.h>

#include "stats/t_distribution.h"

/* Value i, or the difference of pair i. */
static double value(const double *a, const double *b, size_t i) {
    return b ? a[i] - b[i] : a[i];
}

static sample_summary summarise(const double *a, const double *b, size_t n) {
    sample_summary self = {.n = n, .mean = NAN, .sd = NAN, .low = NAN, .high = NAN};
    if (!n) return self;
    double sum = 0, first = value(a, b, 0), squares = 0, rest = 0;
    for (size_t i = 0; i < n; i++) sum += value(a, b, i) - first; /* exact when all are equal */
    self.mean = first + sum / (double)n;
    if (!isfinite(self.mean)) self.mean = NAN;
    if (n < 2) return self;
    for (size_t i = 0; i < n; i++) {
        double d = value(a, b, i) - self.mean;
        squares += d * d;
        rest += d; /* what rounding left of the mean */
    }
    self.sd = sqrt(fmax(squares - rest * rest / (double)n, 0) / (double)(n - 1));
    if (isnan(self.mean)) self.sd = NAN;
    double half = t_quantile(.975, (double)(n - 1)) * self.sd / sqrt((double)n);
    self.low = self.mean - half;
    self.high = self.mean + half;
    return self;
}

sample_summary sample_summarise(const double *values, size_t n) {
    return summarise(values, NULL, n);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double sample_median(double *values, size_t n) {
    if (!n) return NAN;
    for (size_t i = 0; i < n; i++)
        if (isnan(values[i])) return NAN;
    qsort(values, n, sizeof *values, ascending);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

void sample_bound(sample_summary *self, double low, double high) {
    if (self->low < low) self->low = low;
    if (self->high > high) self->high = high;
}

paired_test paired_t_test(const double *a, const double *b, size_t n, double grid) {
    paired_test self = {.difference = summarise(a, b, n)};
    const sample_summary *d = &self.difference;
    if (d->mean == 0 && d->sd == 0) {
        self.p = 1;
        return self;
    }
    double sd = sqrt(d->sd * d->sd + grid * grid / 6);
    self.t = d->mean / (sd / sqrt((double)n));
    self.p = n < 2 ? NAN : t_two_sided(self.t, (double)(n - 1));
    return self;
}
