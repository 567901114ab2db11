/* SPDX-License-Identifier: Apache-2.0 */
/* A chart of curves with axes. */
#ifndef REPORT_LINE_CHART_H
#define REPORT_LINE_CHART_H

#include "report/chart/drawing.h"
#include "report/curves.h"
#include "stats/axis.h"

/* What part of the values is shown. */
typedef struct chart_view {
    double low, high; /* of the values */
    bool logarithmic;
} chart_view;

/* Where the values are drawn. */
typedef struct chart_frame {
    axis x, y;
    double left, right, top, bottom;
} chart_frame;

/* All of the values, of losses that span decades on a logarithmic axis; false if there are no
 * values. */
bool chart_whole(const report_chart *chart, chart_view *view);

/*
 * Where most curves lie close together and few are far off (accuracies of .98, and one of .11): the
 * part in which the many end. False when there is nothing to be seen closer.
 */
bool chart_close_up(const report_chart *chart, chart_view *view);

/* The frame of a chart that is drawn into a rectangle. */
chart_frame line_chart_frame(vertex corner, double width, double height, const report_chart *chart,
                             chart_view view);

/* Draw it into a rectangle, with the names and inks of all runs. False when there is no memory. */
bool line_chart_draw(drawing *on, vertex corner, double width, double height,
                     const report_chart *chart, chart_view view, const char *const *names,
                     const report_ink *inks);

/* A legend's sample of a line, 26 x 10. */
void line_sample_draw(drawing *on, vertex corner, report_ink ink);

#endif
