/* SPDX-License-Identifier: Apache-2.0 */
/* The page's charts, each with its numbers for the script. */
#include "report/output/page.h"

#include <math.h>
#include <stdlib.h>

#include "report/chart/drawing_svg.h"
#include "report/chart/line_chart.h"
#include "report/chart/option_chart.h"
#include "report/output/markup.h"

/* In their own units; the page makes them as wide as their column. */
enum {
    CHART_WIDTH = 520,
    CHART_HEIGHT = 320,
    OPTION_HEIGHT = 280,
    PARALLEL_WIDTH = 1060,
    PARALLEL_HEIGHT = 360
};

const char page_svg_button[] =
    "<button type=\"button\" data-svg=\"\" title=\"download as SVG\">SVG</button>";

/* ---- numbers for the script ---- */

static void put_number(FILE *out, double x) {
    if (isfinite(x))
        fprintf(out, "%.6g", x);
    else
        fputs("null", out);
}

static void put_numbers(FILE *out, const char *name, const report_curve *curve, size_t offset) {
    fprintf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < curve->count; i++) {
        const curve_point *p = &curve->points[i];
        const double values[] = {p->x, p->y, p->low, p->high};
        if (i) putc(',', out);
        if (offset)
            put_number(out, values[offset]);
        else
            fprintf(out, "%.15g", p->x); /* steps are whole */
    }
    putc(']', out);
}

static bool same_places(const report_curve *a, const report_curve *b) {
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->points[i].x != b->points[i].x) return false;
    return true;
}

/* {"x":"epoch","frame":[left,top,right,bottom],"range":[first,last],"log":false,"runs":[...]}; the
 * x of a curve are left out if they are the first's. */
static void put_data(FILE *out, const report_chart *chart, chart_view view, bool with_runs) {
    chart_frame f = line_chart_frame((vertex){0, 0}, CHART_WIDTH, CHART_HEIGHT, chart, view);
    fprintf(out,
            "<script type=\"application/json\">{\"x\":\"%s\",\"frame\":[%g,%g,%g,%g],\"log\":%s,"
            "\"range\":[",
            chart->by_epoch ? "epoch" : "step", f.left, f.top, f.right, f.bottom,
            view.logarithmic ? "true" : "false");
    fprintf(out, "%.15g,%.15g],\"values\":[", f.x.low, f.x.high);
    put_number(out, f.y.low);
    putc(',', out);
    put_number(out, f.y.high);
    fputs("],\"runs\":[", out);
    for (size_t i = 0; i < chart->count && with_runs; i++) {
        const report_curve *curve = &chart->curves[i];
        fprintf(out, "%s{\"run\":%zu", i ? "," : "", curve->run);
        if (!i || !same_places(curve, &chart->curves[0])) put_numbers(out, "x", curve, 0);
        put_numbers(out, "y", curve, 1);
        if (chart->has_bands) {
            put_numbers(out, "low", curve, 2);
            put_numbers(out, "high", curve, 3);
        }
        putc('}', out);
    }
    fputs("]}</script>\n", out);
}

/* ---- curves ---- */

/* Whether a chart shows the run. */
static bool is_drawn(const log_report *report, size_t run) {
    const report_charts *charts = &report->charts;
    for (size_t i = 0; i < charts->main_count + charts->more_count; i++) {
        const report_chart *chart =
            i < charts->main_count ? &charts->main[i] : &charts->more[i - charts->main_count];
        for (size_t k = 0; k < chart->count; k++)
            if (chart->curves[k].run == run) return true;
    }
    return false;
}

static void put_legend(FILE *out, const log_report *report) {
    size_t put = 0, others = 0;
    fputs("<ul class=\"legend\">\n", out);
    for (size_t i = 0; i < report->table.count; i++) {
        size_t run = report->table.rows[i].run;
        if (!is_drawn(report, run)) continue;
        if (put == DRAWING_LOOKS) {
            others++;
            continue;
        }
        put++;
        fprintf(out, "<li><button type=\"button\" data-run=\"%zu\" aria-pressed=\"true\">", run);
        page_name_put(out, report, run);
        fputs("</button></li>\n", out);
    }
    if (others) fprintf(out, "<li>%zu others, grey</li>\n", others);
    fputs("</ul>\n<p class=\"tools js\">", out);
    if (put > 1)
        fputs("A click hides a run, a click with Shift shows it alone. <button type=\"button\" "
              "data-all=\"\">Show all</button> ",
              out);
    fputs("<label>smoothing <input type=\"range\" min=\"0\" max=\"0.99\" step=\"0.01\" "
          "value=\"0\"/> <output>0</output></label></p>\n",
          out);
}

static bool put_view(FILE *out, const log_report *report, const report_chart *chart,
                     chart_view view, const char *what, bool is_close_up) {
    drawing_svg svg;
    fprintf(out, "<figure class=\"chart card\" id=\"%s%s\"><figcaption><bdi>", chart->slug,
            is_close_up ? SLUG_CLOSE_UP : "");
    put_html(out, chart->title);
    fprintf(out, "</bdi>%s%s%s ", *what ? " <small>" : "", what, *what ? "</small>" : "");
    fprintf(out,
            "<span class=\"tools js\"><button type=\"button\" data-log=\"\" aria-pressed=\"%s\" "
            "title=\"logarithmic\">log</button> %s</span></figcaption>\n",
            view.logarithmic ? "true" : "false", page_svg_button);
    drawing_svg_begin(&svg, out, CHART_WIDTH, CHART_HEIGHT, chart->title);
    bool good = line_chart_draw(&svg.drawing, (vertex){0, 0}, CHART_WIDTH, CHART_HEIGHT, chart,
                                view, report->names, report->inks);
    drawing_svg_end(&svg);
    put_data(out, chart, view, !is_close_up);
    fputs("</figure>\n", out);
    return good;
}

/* The whole chart, and beside it what can be seen closer. */
static bool put_chart(FILE *out, const log_report *report, const report_chart *chart) {
    chart_view view;
    if (!chart_whole(chart, &view)) return true;
    if (!put_view(out, report, chart, view, "", false)) return false;
    return !chart_close_up(chart, &view) || put_view(out, report, chart, view, "close-up", true);
}

/* Those of the further charts that are diagnostics, or that are not. */
static bool put_charts(FILE *out, const log_report *report, bool why) {
    bool good = true;
    fputs("<div class=\"charts\">\n", out);
    for (int norm = 1; norm >= 0; norm--) /* norms of gradients come first */
        for (size_t i = 0; i < report->charts.more_count && good; i++) {
            const report_chart *chart = &report->charts.more[i];
            if (chart->is_why == why && chart->is_norm == (norm == 1))
                good = put_chart(out, report, chart);
        }
    fputs("</div>\n", out);
    return good;
}

static size_t count_why(const report_charts *charts) {
    size_t n = 0;
    for (size_t i = 0; i < charts->more_count; i++) n += charts->more[i].is_why;
    return n;
}

bool page_curves_put(FILE *out, const log_report *report) {
    const report_charts *charts = &report->charts;
    if (!charts->main_count && !charts->more_count) return true;
    bool good = true, bands = false;
    size_t more = charts->more_count - count_why(charts);
    for (size_t i = 0; i < charts->main_count; i++) bands |= charts->main[i].has_bands;
    fputs("<section>\n", out);
    page_heading_put(out, "curves", "Curves");
    if (bands)
        fputs("<p class=\"about\">Lines are means of the seeds, bands one standard deviation to "
              "both sides.</p>\n",
              out);
    put_legend(out, report);
    fputs("<div class=\"charts\">\n", out);
    for (size_t i = 0; i < charts->main_count && good; i++)
        good = put_chart(out, report, &charts->main[i]);
    fputs("</div>\n", out);
    if (more) {
        fprintf(out, "<details%s><summary>%zu %schart%s</summary>\n",
                charts->main_count ? "" : " open=\"open\"", more, charts->main_count ? "more " : "",
                more == 1 ? "" : "s");
        good = good && put_charts(out, report, false);
        fputs("</details>\n", out);
    }
    fputs("</section>\n", out);
    return good;
}

bool page_has_why(const log_report *report) {
    return count_why(&report->charts) > 0;
}

bool page_why_put(FILE *out, const log_report *report) {
    if (!page_has_why(report)) return true;
    fputs("<section>\n", out);
    page_heading_put(out, "why", "Why");
    fputs(
        "<p class=\"about\">What <code>--diagnostics</code> logged of each layer: the norm of its "
        "gradient, the share of its units that are dead (no input activates them) and that are "
        "distinct from all others, and how large an update is beside the weights.</p>\n",
        out);
    bool good = put_charts(out, report, true);
    fputs("</section>\n", out);
    return good;
}

/* ---- sweeps ---- */

static void put_option(FILE *out, const log_report *report, const option_runs *runs, size_t i) {
    const sweep_option *option = &report->sweep.options[i];
    drawing_svg svg;
    fprintf(out, "<figure class=\"chart card\" id=\"option-%zu\"><figcaption>%s by <bdi>", i + 1,
            report->table.by.is_accuracy ? "Accuracy" : "Loss");
    put_html(out, option->name);
    fprintf(out, "</bdi> <span class=\"tools js\">%s</span></figcaption>\n", page_svg_button);
    drawing_svg_begin(&svg, out, CHART_WIDTH, OPTION_HEIGHT, option->name);
    option_chart_draw(&svg.drawing, (vertex){0, 0}, CHART_WIDTH, OPTION_HEIGHT, runs, option);
    drawing_svg_end(&svg);
    fputs("</figure>\n", out);
}

void page_sweep_put(FILE *out, const log_report *report) {
    const option_runs runs = {&report->table, &report->sweep, report->names, report->inks};
    drawing_svg svg;
    if (!report->sweep.count || !report->table.by.tag) return;
    fputs("<section>\n", out);
    page_heading_put(out, "options", "What the options do");
    fputs("<p class=\"about\">A dot is a run, a bar the median of the runs that share a value. "
          "Below, "
          "a line is a run: the values of its options, and what it reached.</p>\n<div "
          "class=\"charts\">\n",
          out);
    for (size_t i = 0; i < report->sweep.count; i++) put_option(out, report, &runs, i);
    fprintf(out,
            "</div>\n<figure class=\"chart card parallel\" id=\"parallel-coordinates\"><figcaption>"
            "Parallel coordinates <span class=\"tools js\">%s</span></figcaption>\n<div "
            "class=\"wide\" role=\"region\" aria-label=\"Parallel coordinates\" tabindex=\"0\">",
            page_svg_button);
    drawing_svg_begin(&svg, out, PARALLEL_WIDTH, PARALLEL_HEIGHT, "parallel coordinates");
    parallel_draw(&svg.drawing, (vertex){0, 0}, PARALLEL_WIDTH, PARALLEL_HEIGHT, &runs);
    drawing_svg_end(&svg);
    fputs("</div></figure>\n</section>\n", out);
}
