/* SPDX-License-Identifier: Apache-2.0 */
/* The report's figures as files by cairo. */
#include "report/output/figures.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "report/chart/drawing_cairo.h"
#include "report/chart/png.h"
#include "report/chart/ridge_plot.h"
#include "report/output/output.h"

enum { PIXELS = 2 }; /* of a PNG, for each point */

static const report_ink words = {.kind = INK_TEXT}, muted = {.kind = INK_MUTED};

static void paint_legend(drawing *on, const log_report *report, double top) {
    size_t columns = (FIGURE_WIDTH - 2 * FIGURE_MARGIN) / KEY_WIDTH,
           runs = figures_legend_runs(report);
    for (size_t i = 0; i < runs && runs > 1; i++) {
        size_t run = report->table.rows[i].run;
        double x = FIGURE_MARGIN + (double)(i % columns) * KEY_WIDTH;
        double y = top + (double)(i / columns) * KEY_HEIGHT;
        line_sample_draw(on, (vertex){x, y}, report->inks[run]);
        on->text(on, (vertex){x + 34, y + 9}, ANCHOR_START, TEXT_NORMAL, words, report->names[run]);
    }
}

static bool paint_chart(drawing *on, const log_report *report, const report_figure *figure) {
    paint_legend(on, report, FIGURE_TITLE + FIGURE_CHART_HEIGHT + KEYS);
    return line_chart_draw(on, (vertex){FIGURE_MARGIN, FIGURE_TITLE},
                           FIGURE_WIDTH - 2 * FIGURE_MARGIN, FIGURE_CHART_HEIGHT, figure->of,
                           figure->view, report->names, report->inks);
}

static bool paint_ridges(drawing *on, const log_report *report, const report_figure *figure) {
    const histogram_group *group = figure->of;
    size_t columns = (FIGURE_WIDTH - 2 * FIGURE_MARGIN) / PANEL_WIDTH;
    ridge_range range = ridge_plot_range(group);
    for (size_t i = 0; i < group->count; i++) {
        size_t run = group->runs[i].run;
        double x = FIGURE_MARGIN + (double)(i % columns) * PANEL_WIDTH;
        double y = FIGURE_TITLE + (double)(i / columns) * (PANEL_HEIGHT + PANEL_NAME + 6);
        on->text(on, (vertex){x + 6, y + 10}, ANCHOR_START, TEXT_NORMAL, words, report->names[run]);
        ridge_plot_draw(on, (vertex){x, y + PANEL_NAME}, PANEL_WIDTH, PANEL_HEIGHT, &group->runs[i],
                        range, report->inks[run], report->step_offset);
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
    size_t columns = (FIGURE_WIDTH - 2 * FIGURE_MARGIN) / IMAGE_WIDTH, place = 0, above = 0;
    double tall = figures_image_height(weights) + 4;
    for (size_t i = 0; i < weights->image_count; i++, above++) {
        const weight_image *image = &weights->images[i];
        bool first = i == 0 || weights->images[i - 1].run != image->run;
        if (first) place += i > 0, above = 0;
        double x = FIGURE_MARGIN + (double)(place % columns) * (IMAGE_WIDTH + IMAGE_GAP);
        double y = FIGURE_TITLE + (double)(place / columns) * figures_place_height(weights);
        if (first)
            on->text(on, (vertex){x, y + 10}, ANCHOR_START, TEXT_NORMAL, words,
                     report->names[image->run]);
        y += PANEL_NAME + (double)above * tall;
        paint_png(cr, image->png, image->size, image->unfolded ? 1 : image->brighten,
                  (vertex){x, y});
    }
    return true;
}

static bool paint(cairo_t *cr, const log_report *report, const report_figure *figure) {
    drawing_cairo on;
    drawing_cairo_init(&on, cr);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    on.drawing.text(&on.drawing, (vertex){FIGURE_MARGIN, 28}, ANCHOR_START, TEXT_LARGE, words,
                    figure->title);
    on.drawing.text(&on.drawing, (vertex){FIGURE_WIDTH - FIGURE_MARGIN, 28}, ANCHOR_END,
                    TEXT_NORMAL, muted, figure->what);
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
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, FIGURE_WIDTH * PIXELS,
                                          (int)ceil(height * PIXELS));
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(write_out, out, FIGURE_WIDTH, height);
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
    return figures_use(report, write_both, &to);
}

bool figures_can_be_written(void) {
    return true;
}
