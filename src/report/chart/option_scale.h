/* SPDX-License-Identifier: Apache-2.0 */
/* Where the values of an option stand on an axis: numbers by their size, words side by side. */
#ifndef REPORT_OPTION_SCALE_H
#define REPORT_OPTION_SCALE_H

#include "report/sweep.h"
#include "stats/axis.h"

enum { SCALE_LABELS = AXIS_TICKS };

typedef struct option_scale {
    const sweep_option *option;
    axis numbers;                     /* of numbers, for option_place */
    const char *values[SCALE_LABELS]; /* (count) the different values, if there are so few */
    size_t count;                     /* 0: there are more, and the labels are the axis' */
    double start, stop;               /* places of the first value and the last */
} option_scale;

option_scale option_scale_make(const sweep_option *option, size_t runs, double start, double stop);

/* The place of a run's value; NaN: it has none, or none that is known. */
double option_place(const option_scale *self, size_t run);

/* The i-th label and its place; false after the last. */
bool option_label(const option_scale *self, size_t i, const char **text, double *place);

#endif
