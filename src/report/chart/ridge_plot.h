/* SPDX-License-Identifier: Apache-2.0 */
/* Histograms over the steps as ridges, the first at the back. */
#ifndef REPORT_RIDGE_PLOT_H
#define REPORT_RIDGE_PLOT_H

#include "report/chart/drawing.h"
#include "report/weights.h"

/* The values that an axis for all runs' histograms of one tensor must have. */
typedef struct ridge_range {
    double low, high; /* low > high: there are none */
} ridge_range;

ridge_range ridge_plot_range(const histogram_group *group);

/* Draw them into a rectangle in that look, on an axis over that range. False, and nothing is drawn,
 * when no ridge has a bucket. Steps are shown plus 'offset'. */
bool ridge_plot_draw(drawing *on, vertex corner, double width, double height,
                     const report_ridges *ridges, ridge_range range, report_ink look, int offset);

#endif
