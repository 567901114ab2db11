/* SPDX-License-Identifier: Apache-2.0 */
/* Histograms over the steps as ridges, the first at the back. */
#ifndef REPORT_RIDGE_PLOT_H
#define REPORT_RIDGE_PLOT_H

#include "report/chart/drawing.h"
#include "report/weights.h"

/* Draw them into a rectangle in that look. False, and nothing is drawn, when no ridge has a bucket.
 * Steps are shown plus 'offset'. */
bool ridge_plot_draw(drawing *on, vertex corner, double width, double height,
                     const report_ridges *ridges, report_ink look, int offset);

#endif
