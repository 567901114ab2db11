/* SPDX-License-Identifier: Apache-2.0 */
/* The figures that a report has as files, and their layout. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "report/chart/line_chart.h"
#include "report/report.h"

/* In points. */
enum { FIGURE_WIDTH = 720, FIGURE_MARGIN = 20, FIGURE_TITLE = 44, FIGURE_CHART_HEIGHT = 380 };
enum {
    KEY_WIDTH = 170,
    KEY_HEIGHT = 20,
    KEYS = 14,
    PANEL_WIDTH = 170,
    PANEL_HEIGHT = 150,
    PANEL_NAME = 16
};
enum { IMAGE_WIDTH = 220, IMAGE_GAP = 10 };

typedef enum figure_kind { FIGURE_CHART, FIGURE_RIDGES, FIGURE_IMAGES } figure_kind;

typedef struct report_figure {
    char slug[160];
    const char *title, *what; /* what: in a lighter weight after the title */
    figure_kind kind;
    const void *of; /* a chart or a histogram_group */
    chart_view view;
    double height;
} report_figure;

/* Called with each figure; false ends it. */
typedef bool (*figure_use)(void *context, const log_report *report, const report_figure *figure);

/* All figures in their order; false if a call returned it. */
bool figures_use(const log_report *report, figure_use use, void *context);

/* How many runs the legend of a chart has. */
size_t figures_legend_runs(const log_report *report);

/* The height of the highest image, and of all that a run shows. */
double figures_image_height(const report_weights *weights);
double figures_place_height(const report_weights *weights);

#endif
