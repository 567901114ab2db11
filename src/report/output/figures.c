/* SPDX-License-Identifier: Apache-2.0 */
/* The report's pictures as files by cairo. */
#include "report/output/output.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "report/chart/drawing_cairo.h"
#include "report/chart/line_chart.h"
#include "report/chart/png.h"
#include "report/chart/ridge_plot.h"

/* In points; PNGs have PIXELS for each. */
enum { PIXELS = 2, WIDTH = 720, MARGIN = 20, TITLE = 44, CHART = 380 };
enum {
    KEY_WIDTH = 170,
    KEY_HEIGHT = 20,
    KEYS = 14,
    PANEL_WIDTH = 170,
    PANEL_HEIGHT = 150,
    NAME = 16
};
enum { IMAGE_WIDTH = 220, IMAGE_GAP = 10 };

static const report_ink words = {.kind = INK_TEXT}, muted = {.kind = INK_MUTED};

typedef enum figure_kind { FIGURE_CHART, FIGURE_RIDGES, FIGURE_IMAGES } figure_kind;

typedef struct report_figure {
    char slug[160];
    const char *title, *what; /* what: in a lighter weight after the title */
    figure_kind kind;
    const void *of; /* a chart or a histogram_group */
    chart_view view;
    double height;
} report_figure;

/* ---- what there is ---- */

static size_t rows_of(size_t count, size_t columns) {
    return (count + columns - 1) / columns;
}

static size_t legend_runs(const log_report *report) {
    return report->logs.count < DRAWING_LOOKS ? report->logs.count : DRAWING_LOOKS;
}

static double legend_height(const log_report *report) {
    size_t runs = legend_runs(report);
    return runs < 2 ? 0 : KEY_HEIGHT * (double)rows_of(runs, (WIDTH - 2 * MARGIN) / KEY_WIDTH);
}

/* Called with each figure; false ends it. */
typedef bool (*figure_use)(void *context, const log_report *report, const report_figure *figure);

static bool use_chart(const log_report *report, const report_chart *chart, figure_use use,
                      void *context) {
    report_figure f = {.title = chart->title, .kind = FIGURE_CHART, .of = chart};
    f.height = TITLE + CHART + KEYS + legend_height(report) + MARGIN;
    if (!chart_whole(chart, &f.view)) return true;
    f.what = f.view.logarithmic ? "logarithmic" : "";
    snprintf(f.slug, sizeof f.slug, "%s", chart->slug);
    if (!use(context, report, &f)) return false;
    if (!chart_close_up(chart, &f.view)) return true;
    f.what = "close-up";
    snprintf(f.slug, sizeof f.slug, "%s-close-up", chart->slug);
    return use(context, report, &f);
}

static bool use_group(const log_report *report, size_t i, figure_use use, void *context) {
    const histogram_group *group = &report->weights.groups[i];
    report_figure f = {.title = group->title, .what = "", .kind = FIGURE_RIDGES, .of = group};
    size_t rows = rows_of(group->count, (WIDTH - 2 * MARGIN) / PANEL_WIDTH);
    f.height = TITLE + (double)rows * (PANEL_HEIGHT + NAME + 6) + MARGIN;
    snprintf(f.slug, sizeof f.slug, "histogram-%zu", i + 1);
    return use(context, report, &f);
}

/* The heights of the highest image, and of the highest unfolded one. */
static double image_height(const report_weights *weights, bool unfolded) {
    double highest = 0;
    for (size_t i = 0; i < weights->image_count; i++) {
        const weight_image *image = &weights->images[i];
        double width = unfolded ? image->unfolded_width : image->width;
        double height = unfolded ? image->unfolded_height : image->height;
        if (width > 0) highest = fmax(highest, height / width);
    }
    return fmin(highest, 2) * IMAGE_WIDTH;
}

/* Of a run's place: its name, the first image and the last, and the last unfolded. */
static double place_height(const report_weights *weights) {
    return NAME + 2 * (image_height(weights, false) + 4) + image_height(weights, true) +
           2 * IMAGE_GAP;
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
    f.what = "first, last, and units of the last unfolded; brightened";
    size_t rows = rows_of(runs_with_images(weights), (WIDTH - 2 * MARGIN) / IMAGE_WIDTH);
    f.height = TITLE + (double)rows * place_height(weights) + MARGIN;
    return use(context, report, &f);
}

static bool use_all(const log_report *report, figure_use use, void *context) {
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
    use_all(report, list_one, &to);
}

/* ---- painting ---- */

static void paint_legend(drawing *on, const log_report *report, double top) {
    size_t columns = (WIDTH - 2 * MARGIN) / KEY_WIDTH, runs = legend_runs(report);
    for (size_t i = 0; i < runs && runs > 1; i++) {
        size_t run = report->table.rows[i].run;
        double x = MARGIN + (double)(i % columns) * KEY_WIDTH;
        double y = top + (double)(i / columns) * KEY_HEIGHT;
        line_sample_draw(on, (vertex){x, y}, report->inks[run]);
        on->text(on, (vertex){x + 34, y + 9}, ANCHOR_START, TEXT_NORMAL, words, report->names[run]);
    }
}

static bool paint_chart(drawing *on, const log_report *report, const report_figure *figure) {
    paint_legend(on, report, TITLE + CHART + KEYS);
    return line_chart_draw(on, (vertex){MARGIN, TITLE}, WIDTH - 2 * MARGIN, CHART, figure->of,
                           figure->view, report->names, report->inks);
}

static bool paint_ridges(drawing *on, const log_report *report, const report_figure *figure) {
    const histogram_group *group = figure->of;
    size_t columns = (WIDTH - 2 * MARGIN) / PANEL_WIDTH;
    for (size_t i = 0; i < group->count; i++) {
        size_t run = group->runs[i].run;
        double x = MARGIN + (double)(i % columns) * PANEL_WIDTH;
        double y = TITLE + (double)(i / columns) * (PANEL_HEIGHT + NAME + 6);
        on->text(on, (vertex){x + 6, y + 10}, ANCHOR_START, TEXT_NORMAL, words, report->names[run]);
        ridge_plot_draw(on, (vertex){x, y + NAME}, PANEL_WIDTH, PANEL_HEIGHT, &group->runs[i],
                        report->inks[run], report->step_offset);
    }
    return true;
}

/* One that cannot be decoded leaves its place empty. */
static void paint_png(cairo_t *cr, const uint8_t *png, size_t size, double brighten, vertex at) {
    cairo_surface_t *surface = size ? png_decode(png, size) : NULL;
    if (surface) {
        double width = cairo_image_surface_get_width(surface);
        double height = cairo_image_surface_get_height(surface);
        double scale = fmin(IMAGE_WIDTH / width, 2 * IMAGE_WIDTH / height);
        png_brighten(surface, brighten);
        cairo_save(cr);
        cairo_translate(cr, at.x, at.y);
        cairo_scale(cr, scale, scale);
        cairo_set_source_surface(cr, surface, 0, 0);
        if (scale > 1) cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
        cairo_paint(cr);
        cairo_restore(cr);
    }
    cairo_surface_destroy(surface);
}

static bool paint_images(drawing *on, cairo_t *cr, const log_report *report) {
    const report_weights *weights = &report->weights;
    size_t columns = (WIDTH - 2 * MARGIN) / IMAGE_WIDTH, place = 0, above = 0;
    double tall = image_height(weights, false) + 4;
    for (size_t i = 0; i < weights->image_count; i++, above++) {
        const weight_image *image = &weights->images[i];
        bool first = i == 0 || weights->images[i - 1].run != image->run;
        if (first) place += i > 0, above = 0;
        double x = MARGIN + (double)(place % columns) * (IMAGE_WIDTH + IMAGE_GAP);
        double y = TITLE + (double)(place / columns) * place_height(weights);
        if (first)
            on->text(on, (vertex){x, y + 10}, ANCHOR_START, TEXT_NORMAL, words,
                     report->names[image->run]);
        y += NAME + (double)above * tall;
        paint_png(cr, image->png, image->size, image->brighten, (vertex){x, y});
        paint_png(cr, image->unfolded, image->unfolded_size, 1, (vertex){x, y + tall});
    }
    return true;
}

static bool paint(cairo_t *cr, const log_report *report, const report_figure *figure) {
    drawing_cairo on;
    drawing_cairo_init(&on, cr);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    on.drawing.text(&on.drawing, (vertex){MARGIN, 28}, ANCHOR_START, TEXT_LARGE, words,
                    figure->title);
    on.drawing.text(&on.drawing, (vertex){WIDTH - MARGIN, 28}, ANCHOR_END, TEXT_NORMAL, muted,
                    figure->what);
    switch (figure->kind) {
    case FIGURE_CHART: return paint_chart(&on.drawing, report, figure);
    case FIGURE_RIDGES: return paint_ridges(&on.drawing, report, figure);
    default: return paint_images(&on.drawing, cr, report);
    }
}

/* ---- files ---- */

static cairo_status_t write_out(void *closure, const unsigned char *bytes, unsigned int n) {
    return fwrite(bytes, 1, n, closure) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *surface_for(FILE *out, double height, bool pdf) {
    if (!pdf)
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH * PIXELS,
                                          (int)ceil(height * PIXELS));
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_out, out, WIDTH, height);
    /* The same logs, the same bytes: not the time of now. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "1980-01-01T00:00:00Z");
    return surface;
}

static bool write_figure(const log_report *report, const report_figure *figure, FILE *out,
                         bool pdf) {
    cairo_surface_t *surface = surface_for(out, figure->height, pdf);
    cairo_t *cr = cairo_create(surface);
    if (!pdf) cairo_scale(cr, PIXELS, PIXELS);
    bool good = paint(cr, report, figure) && cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    if (good && !pdf)
        good = cairo_surface_write_to_png_stream(surface, write_out, out) == CAIRO_STATUS_SUCCESS;
    cairo_surface_finish(surface);
    good = good && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return good;
}

typedef struct target {
    const char *folder;
    error *err;
} target;

static bool write_one(const log_report *report, const report_figure *figure, const target *to,
                      bool pdf) {
    char path[4096];
    new_file file;
    int size =
        snprintf(path, sizeof path, "%s/%s.%s", to->folder, figure->slug, pdf ? "pdf" : "png");
    if (size < 0 || (size_t)size >= sizeof path)
        return error_set(to->err, "%s: the path is too long", to->folder);
    if (!new_file_open(&file, path)) return error_set(to->err, "%s: %s", path, strerror(errno));
    bool drawn = write_figure(report, figure, file.out, pdf);
    if (new_file_close(&file, drawn)) return true;
    return error_set(to->err, "%s: %s", path, drawn ? strerror(errno) : "could not be drawn");
}

static bool write_both(void *context, const log_report *report, const report_figure *figure) {
    return write_one(report, figure, context, false) && write_one(report, figure, context, true);
}

bool figures_write(const log_report *report, const char *folder, error *err) {
    if (!folders_make_for(folder) || (mkdir(folder, 0777) != 0 && errno != EEXIST))
        return error_set(err, "%s: %s", folder, strerror(errno));
    target to = {folder, err};
    return use_all(report, write_both, &to);
}
