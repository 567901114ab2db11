/* SPDX-License-Identifier: Apache-2.0 */
/* Curves on one picture with axes and a legend, in the characters of a terminal. */
#ifndef TBLOG_PLOT_CHART_H
#define TBLOG_PLOT_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/screen/terminal.h"
#include "cli/tblog/plot/curves.h"

enum { CHART_LEAST_COLUMNS = 30, CHART_LEAST_ROWS = 8 };

typedef struct chart_options {
    curve_x x;
    bool logarithmic;     /* the y axis; values of 0 and less have no place on it */
    double smoothing;     /* weight, see curve_smooth */
    size_t columns, rows; /* of the whole chart; at least the two above */
} chart_options;

/*
 * Print exactly 'rows' lines of at most 'columns' columns: title, picture, axis, legend. The runs
 * are named in the legend, with their last values; those that it has no room for are counted. False
 * when there is no memory.
 */
bool chart_put(const curve *const *list, size_t count, const char *title,
               const chart_options *options, const terminal *out);

#endif
