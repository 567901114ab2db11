/* SPDX-License-Identifier: Apache-2.0 */
/* What runs reached against the options of a sweep. */
#include "report/chart/option_chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/chart/option_scale.h"
#include "stats/sample.h"

static const report_ink muted = {.kind = INK_MUTED}, grid = {.kind = INK_GRID},
                        words = {.kind = INK_TEXT};

/* An axis over what the runs reached; false if none did. */
static bool reached_axis(const report_table *table, double start, double stop, axis *made) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < table->count; i++) {
        double value = table->rows[i].compared.mean;
        if (!isfinite(value)) continue;
        low = fmin(low, value);
        high = fmax(high, value);
    }
    if (!(low <= high)) return false;
    bool decades = !table->by.is_accuracy && low > 0 && high / low > 20;
    *made = axis_make(low, high, (axis_options){.logarithmic = decades, .widen = true, .wanted = 5},
                      start, stop);
    return true;
}

/* A label cut to that many letters of UTF-8. */
static void put_label(drawing *on, vertex at, text_anchor anchor, const char *text, size_t most) {
    char cut[128];
    size_t bytes = 0, letters = 0;
    for (; text[bytes] && letters < most && bytes < sizeof cut - 8; letters++) {
        bytes++;
        while (((unsigned char)text[bytes] & 0xc0) == 0x80) bytes++;
    }
    snprintf(cut, sizeof cut, "%.*s%s", (int)bytes, text, text[bytes] ? "\xe2\x80\xa6" : "");
    on->text(on, at, anchor, TEXT_SMALL, muted, cut);
}

/* ---- one option ---- */

typedef struct option_frame {
    option_scale x;
    axis y;
    double left, right, top, bottom;
} option_frame;

static void draw_frame(drawing *on, const option_frame *f) {
    const char *text;
    double x;
    for (size_t i = 0; i < f->y.count; i++) {
        double y = axis_place(&f->y, f->y.ticks[i]);
        on->line(on, (vertex[]){{f->left, y}, {f->right, y}}, 2, grid, 1);
        on->text(on, (vertex){f->left - 7, y + 4}, ANCHOR_END, TEXT_SMALL, muted, f->y.labels[i]);
    }
    on->text(on, (vertex){(f->left + f->right) / 2, f->bottom + 40}, ANCHOR_MIDDLE, TEXT_SMALL,
             muted, f->x.option->name);
    size_t labels = f->x.count ? f->x.count : f->x.numbers.count;
    double last = -INFINITY, room = (f->right - f->left) / (double)(labels ? labels : 1);
    for (size_t i = 0; option_label(&f->x, i, &text, &x); i++) {
        double half = 3.5 * (double)strlen(text);
        if (f->x.option->is_number && x - half < last + 4) continue; /* it would cover another */
        put_label(on, (vertex){x, f->bottom + 20}, ANCHOR_MIDDLE, text, (size_t)(room / 7));
        last = x + half;
    }
}

/* The median of the runs that have a value. */
static void draw_median(drawing *on, const option_frame *f, const option_runs *runs,
                        const char *value, double x) {
    double *reached = malloc(runs->table->count * sizeof *reached);
    size_t n = 0;
    for (size_t i = 0; reached && i < runs->table->count; i++) {
        const table_row *row = &runs->table->rows[i];
        const char *has = f->x.option->values[row->run];
        if (has && strcmp(has, value) == 0 && isfinite(row->compared.mean))
            reached[n++] = row->compared.mean;
    }
    if (n > 1) {
        double y = axis_place(&f->y, sample_median(reached, n));
        on->line(on, (vertex[]){{x - 14, y}, {x + 14, y}}, 2, words, 2);
    }
    free(reached);
}

bool option_chart_draw(drawing *on, vertex corner, double width, double height,
                       const option_runs *runs, const sweep_option *option) {
    option_frame f = {.left = corner.x + 56,
                      .right = corner.x + width - 14,
                      .top = corner.y + 12,
                      .bottom = corner.y + height - 46};
    if (!reached_axis(runs->table, f.bottom, f.top, &f.y)) return false;
    f.x = option_scale_make(option, runs->table->count, f.left + 24, f.right - 24);
    draw_frame(on, &f);
    const char *text;
    double x;
    for (size_t i = 0; f.x.count && option_label(&f.x, i, &text, &x); i++)
        draw_median(on, &f, runs, text, x);
    for (size_t i = runs->table->count; i > 0; i--) { /* the best above the others */
        const table_row *row = &runs->table->rows[i - 1];
        vertex at = {option_place(&f.x, row->run), axis_place(&f.y, row->compared.mean)};
        if (isnan(at.x) || !isfinite(row->compared.mean)) continue;
        on->name_begin(on, runs->names[row->run], row->run);
        on->dot(on, at, 4.5, runs->inks[row->run]);
        on->name_end(on);
    }
    return true;
}

/* ---- all options ---- */

static void draw_option_axis(drawing *on, const option_scale *scale, double x, double top,
                             double bottom) {
    const char *text;
    double y, last = INFINITY;
    on->line(on, (vertex[]){{x, top}, {x, bottom}}, 2, grid, 2);
    on->text(on, (vertex){x, top - 24}, ANCHOR_MIDDLE, TEXT_NORMAL, words, scale->option->name);
    for (size_t i = 0; option_label(scale, i, &text, &y); i++) {
        if (last - y < 14) continue;
        put_label(on, (vertex){x + 7, y - 5}, ANCHOR_START, text, 16);
        last = y;
    }
}

static void draw_reached_axis(drawing *on, const axis *reached, const char *name, double x,
                              double top, double bottom) {
    on->line(on, (vertex[]){{x, top}, {x, bottom}}, 2, grid, 2);
    on->text(on, (vertex){x, top - 24}, ANCHOR_MIDDLE, TEXT_NORMAL, words, name);
    for (size_t i = 0; i < reached->count; i++)
        on->text(on, (vertex){x + 7, axis_place(reached, reached->ticks[i]) + 4}, ANCHOR_START,
                 TEXT_SMALL, muted, reached->labels[i]);
}

bool parallel_draw(drawing *on, vertex corner, double width, double height,
                   const option_runs *runs) {
    const report_sweep *sweep = runs->sweep;
    option_scale scales[SWEEP_OPTIONS];
    axis reached;
    double top = corner.y + 48, bottom = corner.y + height - 16, left = corner.x + 40;
    double apart = (width - 110) / (double)sweep->count;
    if (!reached_axis(runs->table, bottom, top, &reached)) return false;
    for (size_t k = 0; k < sweep->count; k++)
        scales[k] = option_scale_make(&sweep->options[k], runs->table->count, bottom, top);
    for (size_t i = runs->table->count; i > 0; i--) {
        const table_row *row = &runs->table->rows[i - 1];
        vertex points[SWEEP_OPTIONS + 1];
        size_t n = 0;
        for (size_t k = 0; k < sweep->count; k++) {
            double y = option_place(&scales[k], row->run);
            if (!isnan(y)) points[n++] = (vertex){left + apart * (double)k, y};
        }
        if (!n || !isfinite(row->compared.mean)) continue;
        points[n++] =
            (vertex){left + apart * (double)sweep->count, axis_place(&reached, row->compared.mean)};
        report_ink ink = runs->inks[row->run];
        on->name_begin(on, runs->names[row->run], row->run);
        on->line(on, points, n, ink, i <= 3 ? 2 : 1);
        on->name_end(on);
    }
    for (size_t k = 0; k < sweep->count; k++)
        draw_option_axis(on, &scales[k], left + apart * (double)k, top, bottom);
    draw_reached_axis(on, &reached, runs->table->by.is_accuracy ? "accuracy" : "loss",
                      left + apart * (double)sweep->count, top, bottom);
    return true;
}
