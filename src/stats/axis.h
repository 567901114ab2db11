/* SPDX-License-Identifier: Apache-2.0 */
/* An axis: from values to places, and the values that get a label. */
#ifndef STATS_AXIS_H
#define STATS_AXIS_H

#include <stdbool.h>
#include <stddef.h>

enum { AXIS_TICKS = 12, AXIS_LABEL = 24 };

typedef struct axis {
    double low, high;   /* values at both ends; low < high, and low > 0 when logarithmic */
    double start, stop; /* their places */
    bool logarithmic;
    double ticks[AXIS_TICKS]; /* (count), ascending, within the ends */
    char labels[AXIS_TICKS][AXIS_LABEL];
    size_t count;
} axis;

typedef struct axis_options {
    bool logarithmic; /* if low > 0 */
    bool widen;       /* both ends, to round numbers */
    double least;     /* distance of ticks: 1 for what is counted */
    size_t wanted;    /* the number of ticks; there may be some more or fewer */
} axis_options;

/* An axis over those values, with ticks at round numbers. Values that are equal get some room. */
axis axis_make(double low, double high, axis_options options, double start, double stop);

/* The place of a value. */
double axis_place(const axis *self, double value);

#endif
