/* SPDX-License-Identifier: Apache-2.0 */
/* The report as one HTML page. */
#include "report/output/output.h"

#include <inttypes.h>
#include <string.h>

#include "report/chart/drawing_svg.h"
#include "report/chart/line_chart.h"
#include "report/chart/ridge_plot.h"
#include "report/output/cells.h"
#include "report/output/markup.h"
#include "stats/axis.h"

/* Sizes of pictures in their own units; the page makes them as wide as their column. */
enum { CHART_WIDTH = 520, CHART_HEIGHT = 320, RIDGES_WIDTH = 190, RIDGES_HEIGHT = 150 };
enum { MAX_PAIRED = 40 }; /* runs in the table of pairs */

/* ---- head ---- */

/* What was trained, how, on what, and by which command. */
static void put_context(FILE *out, const report_context *context) {
    const char *const known[] = {context->network, context->optimizer, context->data};
    size_t put = 0;
    for (size_t i = 0; i < 3; i++) {
        if (!known[i]) continue;
        fputs(put++ ? "; " : "<p class=\"about\">", out);
        put_html(out, known[i]);
    }
    if (put) fputs("</p>\n", out);
    if (!context->command) return;
    fputs("<p class=\"about\"><code>", out);
    put_html(out, context->command);
    fputs("</code></p>\n", out);
}

static void put_head(FILE *out, const log_report *report) {
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
          "<meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\"/>\n<title>",
          out);
    put_html_plain(out, report->verdict);
    fputs("</title>\n", out);
    page_style_put(out);
    fputs("</head>\n<body>\n<header>\n<h1>", out);
    put_html_sentence(out, report->verdict);
    fputs("</h1>\n<p class=\"about\">", out);
    put_html(out, report->about);
    fputs("</p>\n", out);
    put_context(out, &report->context);
    fputs("</header>\n<main>\n", out);
}

static void put_conclusions(FILE *out, const log_report *report) {
    if (!report->conclusions.count) return;
    fputs("<ul class=\"said card\">\n", out);
    for (size_t i = 0; i < report->conclusions.count; i++) {
        fputs("<li>", out);
        put_html_sentence(out, report->conclusions.sentences[i]);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

/* ---- table ---- */

/* A sample of the run's line, then its name. */
static void put_name(FILE *out, const log_report *report, size_t run) {
    fputs("<span class=\"name\"><svg class=\"key\" viewBox=\"0 0 26 10\" aria-hidden=\"true\">",
          out);
    drawing_svg svg;
    drawing_svg_init(&svg, out);
    line_sample_draw(&svg.drawing, (vertex){0, 0}, report->inks[run]);
    fputs("</svg><bdi>", out);
    put_html(out, report->names[run]);
    fputs("</bdi></span>", out);
}

static void put_cell(FILE *out, const char *class, const report_cell *cell) {
    fprintf(out, "<td%s%s%s>", *class ? " class=\"" : "", class, *class ? "\"" : "");
    put_html(out, cell->text);
    if (*cell->more) {
        fputs(" <small>", out);
        put_html(out, cell->more);
        fputs("</small>", out);
    }
    fputs("</td>", out);
}

static void put_table(FILE *out, const log_report *report) {
    const report_table *table = &report->table;
    if (!table->by.tag) return;
    fputs("<h2 id=\"table\">What each run reached</h2>\n<p class=\"about\">", out);
    put_html(out, report->about_table);
    fputs("</p>\n<div class=\"wide card\"><table>\n<thead><tr><th scope=\"col\">run</th>", out);
    report_cell cells[CELLS_MAX];
    size_t n = cells_head(&report->table, report->has_seeds, cells);
    for (size_t i = 0; i < n; i++) {
        fputs("<th scope=\"col\">", out);
        put_html(out, cells[i].text);
        fputs("</th>", out);
    }
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t row = 0; row < table->count; row++) {
        fputs("<tr><th scope=\"row\">", out);
        put_name(out, report, table->rows[row].run);
        fputs("</th>", out);
        n = cells_row(&report->table, report->has_seeds, row, cells);
        for (size_t i = 0; i < n; i++) put_cell(out, row == 0 && i == 0 ? "top" : "", &cells[i]);
        fputs("</tr>\n", out);
    }
    fputs("</tbody></table></div>\n", out);
}

/* ---- pairs ---- */

static void put_pair(FILE *out, const log_report *report, size_t row, size_t column) {
    report_cell text = cells_difference(&report->table, row, column);
    if (column <= row) {
        fputs("<td></td>", out);
        return;
    }
    fprintf(out, "<td%s title=\"",
            table_differs(&report->table, row, column) ? " class=\"yes\"" : "");
    put_html(out, text.more);
    fputs("\">", out);
    put_html(out, text.text);
    fputs("</td>", out);
}

static void put_pairs(FILE *out, const log_report *report) {
    const report_table *table = &report->table;
    if (!table->p || table->count > MAX_PAIRED) return;
    fputs("<h2 id=\"pairs\">Which differences are more than chance</h2>\n<p class=\"about\">", out);
    put_html(out, report->about_pairs);
    fputs("</p>\n<div class=\"wide card\"><table class=\"pairs\">\n<thead><tr><th "
          "scope=\"col\">run</th>",
          out);
    for (size_t i = 1; i < table->count; i++) fprintf(out, "<th scope=\"col\">%zu</th>", i + 1);
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t row = 0; row < table->count; row++) {
        fprintf(out, "<tr><th scope=\"row\">%zu&#160; <bdi>", row + 1);
        put_html(out, report->names[table->rows[row].run]);
        fputs("</bdi></th>", out);
        for (size_t i = 1; i < table->count; i++) put_pair(out, report, row, i);
        fputs("</tr>\n", out);
    }
    fputs("</tbody></table></div>\n", out);
}

/* ---- curves ---- */

static void put_legend(FILE *out, const log_report *report) {
    if (report->logs.count < 2) return;
    fputs("<ul class=\"legend\">\n", out);
    for (size_t i = 0; i < report->table.count && i < DRAWING_LOOKS; i++) {
        fputs("<li>", out);
        put_name(out, report, report->table.rows[i].run);
        fputs("</li>\n", out);
    }
    if (report->table.count > DRAWING_LOOKS)
        fprintf(out, "<li>%zu others, grey</li>\n", report->table.count - DRAWING_LOOKS);
    fputs("</ul>\n", out);
}

static bool put_view(FILE *out, const log_report *report, const report_chart *chart,
                     chart_view view, const char *what) {
    drawing_svg svg;
    fputs("<figure class=\"chart card\"><figcaption>", out);
    put_html(out, chart->title);
    fprintf(out, "%s%s%s</figcaption>\n", *what ? "<small>" : "", what, *what ? "</small>" : "");
    drawing_svg_begin(&svg, out, CHART_WIDTH, CHART_HEIGHT, chart->title);
    bool good = line_chart_draw(&svg.drawing, (vertex){0, 0}, CHART_WIDTH, CHART_HEIGHT, chart,
                                view, report->names, report->inks);
    drawing_svg_end(&svg);
    fputs("</figure>\n", out);
    return good;
}

/* The whole chart, and beside it what can be seen closer. */
static bool put_chart(FILE *out, const log_report *report, const report_chart *chart) {
    chart_view view;
    if (!chart_whole(chart, &view)) return true;
    if (!put_view(out, report, chart, view, view.logarithmic ? "logarithmic" : "")) return false;
    return !chart_close_up(chart, &view) || put_view(out, report, chart, view, "close-up");
}

static bool put_curves(FILE *out, const log_report *report) {
    const report_charts *charts = &report->charts;
    if (!charts->main_count && !charts->more_count) return true;
    bool good = true, bands = false;
    for (size_t i = 0; i < charts->main_count; i++) bands |= charts->main[i].has_bands;
    fputs("<h2 id=\"curves\">Curves</h2>\n", out);
    if (bands)
        fputs(
            "<p class=\"about\">Lines are means of the seeds, bands one standard deviation to both "
            "sides.</p>\n",
            out);
    put_legend(out, report);
    fputs("<div class=\"charts\">\n", out);
    for (size_t i = 0; i < charts->main_count && good; i++)
        good = put_chart(out, report, &charts->main[i]);
    fputs("</div>\n", out);
    if (!charts->more_count) return good;
    fprintf(out, "<details%s><summary>%zu %schart%s</summary>\n<div class=\"charts\">\n",
            charts->main_count ? "" : " open=\"open\"", charts->more_count,
            charts->main_count ? "more " : "", charts->more_count == 1 ? "" : "s");
    for (size_t i = 0; i < charts->more_count && good; i++)
        good = put_chart(out, report, &charts->more[i]);
    fputs("</div>\n</details>\n", out);
    return good;
}

/* ---- weights ---- */

static void put_group(FILE *out, const log_report *report, const histogram_group *group) {
    fputs("<h3><bdi>", out);
    put_html(out, group->title);
    fputs("</bdi></h3>\n<div class=\"ridges\">\n", out);
    for (size_t i = 0; i < group->count; i++) {
        size_t run = group->runs[i].run;
        drawing_svg svg;
        fputs("<figure class=\"card\"><figcaption><bdi>", out);
        put_html(out, report->names[run]);
        fputs("</bdi></figcaption>\n", out);
        drawing_svg_begin(&svg, out, RIDGES_WIDTH, RIDGES_HEIGHT, group->title);
        if (!ridge_plot_draw(&svg.drawing, (vertex){0, 0}, RIDGES_WIDTH, RIDGES_HEIGHT,
                             &group->runs[i], report->inks[run], report->step_offset))
            svg.drawing.text(&svg.drawing, (vertex){RIDGES_WIDTH / 2., RIDGES_HEIGHT / 2.},
                             ANCHOR_MIDDLE, TEXT_SMALL, (report_ink){.kind = INK_MUTED},
                             "no finite values");
        drawing_svg_end(&svg);
        fputs("</figure>\n", out);
    }
    fputs("</div>\n", out);
}

static void put_groups(FILE *out, const log_report *report, bool kernels) {
    for (size_t i = 0; i < report->weights.group_count; i++)
        if (report->weights.groups[i].is_kernel == kernels)
            put_group(out, report, &report->weights.groups[i]);
}

static void put_histograms(FILE *out, const log_report *report) {
    const report_weights *weights = &report->weights;
    size_t kernels = 0, others = 0;
    for (size_t i = 0; i < weights->group_count; i++)
        weights->groups[i].is_kernel ? kernels++ : others++;
    if (!weights->group_count) return;
    fprintf(out,
            "<h2 id=\"histograms\">Weights over the %ss</h2>\n<p class=\"about\">Each ridge is the "
            "histogram of a tensor's values, the first at the back; the numbers at the right are "
            "%ss.%s</p>\n",
            report->step_name, report->step_name,
            weights->has_more_repeats ? " Of the seeds, the first is shown." : "");
    put_groups(out, report, true);
    if (!others) return;
    fprintf(out, "<details%s><summary>%zu %stensor%s</summary>\n", kernels ? "" : " open=\"open\"",
            others, kernels ? "other " : "", others == 1 ? "" : "s");
    put_groups(out, report, false);
    fputs("</details>\n", out);
}

static void put_png(FILE *out, const uint8_t *png, size_t size, uint32_t width, uint32_t height,
                    double brighten, const char *what) {
    fprintf(out, "<img alt=\"%s\" width=\"%u\" height=\"%u\"", what, width, height);
    if (width < 240) fputs(" class=\"pixels\"", out);
    if (brighten > 1) fprintf(out, " style=\"filter:brightness(%.3g)\"", brighten);
    fputs(" src=\"data:image/png;base64,", out);
    put_base64(out, png, size);
    fputs("\"/>\n", out);
}

static void put_image(FILE *out, const log_report *report, const weight_image *image) {
    int64_t step = image->step;
    if (step < INT64_MAX) step += report->step_offset;
    fprintf(out, "<div>%s %" PRId64, report->step_name, step);
    if (image->brighten > 1) fprintf(out, ", brightened %.3g times", image->brighten);
    put_png(out, image->png, image->size, image->width, image->height, image->brighten,
            "all weights");
    if (image->unfolded_size) {
        fprintf(out, "</div>\n<div>%zu units of it, unfolded", image->unfolded_units);
        put_png(out, image->unfolded, image->unfolded_size, image->unfolded_width,
                image->unfolded_height, 1, "weights of single units");
    }
    fputs("</div>\n", out);
}

static void put_images(FILE *out, const log_report *report) {
    const report_weights *weights = &report->weights;
    if (!weights->image_count) return;
    fputs("<h2 id=\"images\">First layer's weights</h2>\n<p class=\"about\">", out);
    put_html(out, weights->image_title);
    fprintf(out,
            " as it was logged, at the first and the last %s that has it: 0 and less is black, 1 "
            "white.</p>\n<div "
            "class=\"images\">\n",
            report->step_name);
    for (size_t i = 0; i < weights->image_count;) {
        size_t run = weights->images[i].run;
        fputs("<figure class=\"card\"><figcaption><bdi>", out);
        put_html(out, report->names[run]);
        fputs("</bdi></figcaption>\n", out);
        for (; i < weights->image_count && weights->images[i].run == run; i++)
            put_image(out, report, &weights->images[i]);
        fputs("</figure>\n", out);
    }
    fputs("</div>\n", out);
}

/* ---- notes ---- */

static void put_notes(FILE *out, const log_report *report) {
    if (!report->note_count) return;
    fputs("<h2 id=\"notes\">Notes</h2>\n<ul class=\"notes\">\n", out);
    for (size_t i = 0; i < report->note_count; i++) {
        fputs("<li>", out);
        put_html(out, report->notes[i]);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

bool page_put(FILE *out, const log_report *report, const report_options *options) {
    (void)options;
    put_head(out, report);
    put_conclusions(out, report);
    put_table(out, report);
    put_pairs(out, report);
    bool good = put_curves(out, report);
    put_histograms(out, report);
    put_images(out, report);
    put_notes(out, report);
    fputs("</main>\n</body>\n</html>\n", out);
    return good;
}
