/* SPDX-License-Identifier: Apache-2.0 */
/* The figures that a report has as files: their names and sizes. */
#include "report/output/figures.h"

#include <math.h>
#include <stdio.h>

#include "report/output/output.h"

static size_t rows_of(size_t count, size_t columns) {
    return (count + columns - 1) / columns;
}

size_t figures_legend_runs(const log_report *report) {
    return report->logs.count < DRAWING_LOOKS ? report->logs.count : DRAWING_LOOKS;
}

static double legend_height(const log_report *report) {
    size_t runs = figures_legend_runs(report);
    return runs < 2
               ? 0
               : KEY_HEIGHT * (double)rows_of(runs, (FIGURE_WIDTH - 2 * FIGURE_MARGIN) / KEY_WIDTH);
}

static bool use_chart(const log_report *report, const report_chart *chart, figure_use use,
                      void *context) {
    report_figure f = {.title = chart->title, .kind = FIGURE_CHART, .of = chart};
    f.height = FIGURE_TITLE + FIGURE_CHART_HEIGHT + KEYS + legend_height(report) + FIGURE_MARGIN;
    if (!chart_whole(chart, &f.view)) return true;
    f.what = f.view.logarithmic ? "logarithmic" : "";
    snprintf(f.slug, sizeof f.slug, "%s", chart->slug);
    if (!use(context, report, &f)) return false;
    if (!chart_close_up(chart, &f.view)) return true;
    f.what = "close-up";
    snprintf(f.slug, sizeof f.slug, "%s" SLUG_CLOSE_UP, chart->slug);
    return use(context, report, &f);
}

static bool use_group(const log_report *report, size_t i, figure_use use, void *context) {
    const histogram_group *group = &report->weights.groups[i];
    report_figure f = {.title = group->title, .what = "", .kind = FIGURE_RIDGES, .of = group};
    size_t rows = rows_of(group->count, (FIGURE_WIDTH - 2 * FIGURE_MARGIN) / PANEL_WIDTH);
    f.height = FIGURE_TITLE + (double)rows * (PANEL_HEIGHT + PANEL_NAME + 6) + FIGURE_MARGIN;
    snprintf(f.slug, sizeof f.slug, "%s", group->slug);
    return use(context, report, &f);
}

double figures_image_height(const report_weights *weights) {
    double highest = 0;
    for (size_t i = 0; i < weights->image_count; i++) {
        const weight_image *image = &weights->images[i];
        if (image->width > 0) highest = fmax(highest, (double)image->height / image->width);
    }
    return fmin(highest, 2) * IMAGE_WIDTH;
}

/* Its name, the first image and the last. */
double figures_place_height(const report_weights *weights) {
    return PANEL_NAME + 2 * (figures_image_height(weights) + 4) + IMAGE_GAP;
}

static size_t runs_with_images(const report_weights *weights) {
    size_t n = 0;
    for (size_t i = 0; i < weights->image_count; i++)
        n += i == 0 || weights->images[i].run != weights->images[i - 1].run;
    return n;
}

static bool use_images(const log_report *report, figure_use use, void *context) {
    const report_weights *weights = &report->weights;
    if (!weights->image_count) return true;
    report_figure f = {
        .slug = "first-layer", .title = "First layer's weights", .kind = FIGURE_IMAGES};
    f.what = weights->images[0].unfolded ? "units unfolded, first and last; brightened"
                                         : "first and last; brightened";
    size_t rows =
        rows_of(runs_with_images(weights), (FIGURE_WIDTH - 2 * FIGURE_MARGIN) / IMAGE_WIDTH);
    f.height = FIGURE_TITLE + (double)rows * figures_place_height(weights) + FIGURE_MARGIN;
    return use(context, report, &f);
}

bool figures_use(const log_report *report, figure_use use, void *context) {
    bool good = true;
    for (size_t i = 0; i < report->charts.main_count && good; i++)
        good = use_chart(report, &report->charts.main[i], use, context);
    for (size_t i = 0; i < report->charts.more_count && good; i++)
        good = use_chart(report, &report->charts.more[i], use, context);
    for (size_t i = 0; i < report->weights.group_count && good; i++)
        good = use_group(report, i, use, context);
    return good && use_images(report, use, context);
}

typedef struct listing {
    figure_visitor visit;
    void *context;
} listing;

static bool list_one(void *context, const log_report *report, const report_figure *figure) {
    (void)report;
    const listing *to = context;
    char title[512];
    snprintf(title, sizeof title, "%s%s%s%s", figure->title, *figure->what ? " (" : "",
             figure->what, *figure->what ? ")" : "");
    to->visit(to->context, figure->slug, title);
    return true;
}

void figures_list(const log_report *report, figure_visitor visit, void *context) {
    listing to = {visit, context};
    figures_use(report, list_one, &to);
}
