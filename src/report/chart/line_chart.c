/* SPDX-License-Identifier: Apache-2.0 */
/* A chart of curves with axes. */
#include "report/chart/line_chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/axis.h"

/* ---- what is shown ---- */

bool chart_whole(const report_chart *chart, chart_view *view) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < chart->count; i++)
        for (size_t k = 0; k < chart->curves[i].count; k++) {
            const curve_point *p = &chart->curves[i].points[k];
            if (isnan(p->y)) continue;
            if (!(chart->is_norm && p->low <= 0)) /* logs need > 0 */
                low = fmin(low, chart->is_loss && p->low <= 0 ? p->y : p->low);
            high = fmax(high, p->high);
        }
    *view =
        (chart_view){low, high, low > 0 && (chart->is_norm || (chart->is_loss && high / low > 20))};
    return low <= high && isfinite(high - low);
}

static int ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

/* The lowest value from its n-th part on, and the highest, of a curve. */
static void late_range(const report_curve *curve, size_t nth, double *low, double *high) {
    for (size_t i = curve->count / nth; i < curve->count; i++) {
        if (isnan(curve->points[i].y)) continue;
        *low = fmin(*low, curve->points[i].low);
        *high = fmax(*high, curve->points[i].high);
    }
}

bool chart_close_up(const report_chart *chart, chart_view *view) {
    chart_view whole;
    enum { LEAST = 3, MOST = 4096 };
    if (!chart->is_accuracy || chart->count < LEAST || chart->count > MOST ||
        !chart_whole(chart, &whole))
        return false;
    double *ends = malloc(chart->count * sizeof *ends);
    size_t n = 0;
    for (size_t i = 0; ends && i < chart->count; i++)
        if (!isnan(chart->curves[i].last)) ends[n++] = chart->curves[i].last;
    if (ends) qsort(ends, n, sizeof *ends, ascending);
    double middle = n ? ends[n / 2] : NAN, span = (whole.high - whole.low) / 10;
    free(ends);
    double low = INFINITY, high = -INFINITY;
    size_t near = 0;
    for (size_t i = 0; i < chart->count; i++) {
        if (!(fabs(chart->curves[i].last - middle) < span / 2)) continue;
        near++;
        late_range(&chart->curves[i], 5, &low, &high);
    }
    *view = (chart_view){low, high, false};
    return 2 * near > chart->count && high > low && high - low < (whole.high - whole.low) / 3;
}

/* ---- drawing ---- */

static const report_ink muted = {.kind = INK_MUTED}, grid = {.kind = INK_GRID},
                        words = {.kind = INK_TEXT};

chart_frame line_chart_frame(vertex corner, double width, double height, const report_chart *chart,
                             chart_view view) {
    double first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < chart->count; i++) {
        first = fmin(first, chart->curves[i].points[0].x);
        last = fmax(last, chart->curves[i].points[chart->curves[i].count - 1].x);
    }
    chart_frame f = {
        .top = corner.y + 12, .bottom = corner.y + height - 42, .right = corner.x + width - 14};
    f.y = axis_make(view.low, view.high,
                    (axis_options){.logarithmic = view.logarithmic, .widen = true, .wanted = 5},
                    f.bottom, f.top);
    size_t letters = 3;
    for (size_t i = 0; i < f.y.count; i++)
        if (strlen(f.y.labels[i]) > letters) letters = strlen(f.y.labels[i]);
    f.left = corner.x + 14 + 9 * (double)letters; /* room for a phone's larger digits too */
    if (first == last) first -= 1, last += 1;
    f.x = axis_make(first, last, (axis_options){.least = 1, .wanted = 6}, f.left, f.right);
    return f;
}

static void draw_axes(drawing *on, const chart_frame *f, const char *x_name) {
    on->part_begin(on, "values");
    for (size_t i = 0; i < f->y.count; i++) {
        double y = axis_place(&f->y, f->y.ticks[i]);
        on->line(on, (vertex[]){{f->left, y}, {f->right, y}}, 2, grid, 1);
        on->text(on, (vertex){f->left - 7, y + 4}, ANCHOR_END, TEXT_SMALL, muted, f->y.labels[i]);
    }
    on->part_end(on);
    for (size_t i = 0; i < f->x.count; i++) {
        double x = axis_place(&f->x, f->x.ticks[i]);
        on->line(on, (vertex[]){{x, f->bottom}, {x, f->bottom + 4}}, 2, grid, 1);
        on->text(on, (vertex){x, f->bottom + 18}, ANCHOR_MIDDLE, TEXT_SMALL, muted, f->x.labels[i]);
    }
    on->text(on, (vertex){(f->left + f->right) / 2, f->bottom + 36}, ANCHOR_MIDDLE, TEXT_SMALL,
             muted, x_name);
}

/* Stretches of points without a gap: begins at *i, returns its length. */
static size_t next_stretch(const report_curve *curve, size_t *i) {
    while (*i < curve->count && isnan(curve->points[*i].y)) ++*i;
    size_t n = 0;
    while (*i + n < curve->count && !isnan(curve->points[*i + n].y)) n++;
    return n;
}

static void draw_band(drawing *on, const chart_frame *f, const report_curve *curve, report_ink ink,
                      vertex *room) {
    ink.opacity = .16;
    for (size_t i = 0, n; (n = next_stretch(curve, &i)) > 0; i += n) {
        for (size_t k = 0; k < n; k++) {
            const curve_point *p = &curve->points[i + k];
            double x = axis_place(&f->x, p->x);
            room[k] = (vertex){x, axis_place(&f->y, p->high)};
            room[2 * n - 1 - k] = (vertex){x, axis_place(&f->y, p->low)};
        }
        if (n > 1) on->area(on, room, 2 * n, ink);
    }
}

static void draw_curve(drawing *on, const chart_frame *f, const report_curve *curve, report_ink ink,
                       vertex *room) {
    for (size_t i = 0, n; (n = next_stretch(curve, &i)) > 0; i += n) {
        for (size_t k = 0; k < n; k++)
            room[k] = (vertex){axis_place(&f->x, curve->points[i + k].x),
                               axis_place(&f->y, curve->points[i + k].y)};
        if (n > 1)
            on->line(on, room, n, ink, ink.kind == INK_MUTED ? 1 : 2);
        else
            on->dot(on, room[0], 3.5, ink);
    }
}

/* The place of a curve's end, or false when it is not in the picture. */
static bool end_of(const chart_frame *f, const report_curve *curve, vertex *at) {
    const curve_point *last = &curve->points[curve->count - 1];
    if (isnan(last->y)) return false;
    *at = (vertex){axis_place(&f->x, last->x), axis_place(&f->y, last->y)};
    return at->y >= f->top - 1 && at->y <= f->bottom + 1;
}

/* Whether a curve's last part lies above its end, where its name would cover it. */
static bool comes_from_above(const chart_frame *f, const report_curve *curve, vertex end) {
    const curve_point *before = &curve->points[(curve->count - 1) * 4 / 5];
    if (end.y - f->top < 26) return true; /* no room above */
    if (f->bottom - end.y < 26 || isnan(before->y)) return false;
    return axis_place(&f->y, before->y) < end.y - 1;
}

/* Names that stand at the curves' ends; those of further curves are in the legend only. */
enum { MANY = 64, NAME_HEIGHT = 18, NAME_BELOW = 17, NAME_ABOVE = -8 };

/* How far another curve ends from 'end', on each side. */
static void room_at(const chart_frame *f, const report_chart *chart, size_t i, vertex end,
                    double *above, double *below) {
    vertex other;
    *above = *below = INFINITY;
    for (size_t k = 0; k < chart->count; k++) {
        if (k == i || !end_of(f, &chart->curves[k], &other)) continue;
        if (other.y <= end.y) *above = fmin(*above, end.y - other.y);
        if (other.y >= end.y) *below = fmin(*below, other.y - end.y);
    }
}

/* Whether a name on that base line is in the picture and covers none of the 'n' others. */
static bool is_free(const chart_frame *f, const double *lines, size_t n, double y) {
    if (y - NAME_HEIGHT * .7 < f->top - 4 || y > f->bottom - 4) return false;
    for (size_t i = 0; i < n; i++)
        if (fabs(lines[i] - y) < NAME_HEIGHT) return false;
    return true;
}

/* The base line of a curve's name, which is nearer to its end than to any other's; NaN: there is no
 * room. page.js does the same when it draws a chart anew. */
static double name_line(const chart_frame *f, const report_chart *chart, size_t i, vertex end,
                        const double *lines, size_t n) {
    enum { NEAR = 20, WIDE = 32 };
    double above, below;
    room_at(f, chart, i, end, &above, &below);
    bool first_below = comes_from_above(f, &chart->curves[i], end);
    for (int try = 0; try < 2 && above >= NEAR && below >= NEAR; try++) {
        bool is_below = first_below == (try == 0);
        double y = end.y + (is_below ? NAME_BELOW : NAME_ABOVE);
        if ((is_below ? below : above) >= WIDE && is_free(f, lines, n, y)) return y;
    }
    return NAN;
}

static void draw_end_names(drawing *on, const chart_frame *f, const report_chart *chart,
                           const char *const *names) {
    double lines[MANY];
    size_t n = 0;
    for (size_t i = 0; i < chart->count && chart->count > 1 && chart->count <= MANY; i++) {
        const char *name = names[chart->curves[i].run];
        vertex at;
        if (!end_of(f, &chart->curves[i], &at)) continue;
        bool early = at.x - f->left < 100; /* the name begins there and does not end there */
        if (7 * (double)strlen(name) > (early ? f->right - at.x : at.x - f->left)) continue;
        double y = name_line(f, chart, i, at, lines, n);
        if (isnan(y)) continue;
        lines[n++] = y;
        on->text(on, (vertex){early ? at.x + 4 : at.x - 4, y}, early ? ANCHOR_START : ANCHOR_END,
                 TEXT_SMALL, words, name);
    }
}

bool line_chart_draw(drawing *on, vertex corner, double width, double height,
                     const report_chart *chart, chart_view view, const char *const *names,
                     const report_ink *inks) {
    size_t most = 0;
    for (size_t i = 0; i < chart->count; i++)
        if (chart->curves[i].count > most) most = chart->curves[i].count;
    vertex *room = malloc((2 * most + 1) * sizeof *room);
    if (!room) return false;
    chart_frame f = line_chart_frame(corner, width, height, chart, view);
    draw_axes(on, &f, chart->by_epoch ? "epoch" : "step");
    on->clip_begin(on, (vertex){f.left - 4, f.top - 4}, f.right - f.left + 8, f.bottom - f.top + 8);
    for (size_t i = 0; i < chart->count && chart->has_bands; i++) {
        on->name_begin(on, names[chart->curves[i].run], chart->curves[i].run);
        draw_band(on, &f, &chart->curves[i], inks[chart->curves[i].run], room);
        on->name_end(on);
    }
    for (size_t k = 0; k < 2 * chart->count;
         k++) { /* muted ones below, then the last to the first */
        size_t i = chart->count - 1 - k % chart->count;
        if ((inks[chart->curves[i].run].kind == INK_MUTED) != (k < chart->count)) continue;
        on->name_begin(on, names[chart->curves[i].run], chart->curves[i].run);
        draw_curve(on, &f, &chart->curves[i], inks[chart->curves[i].run], room);
        on->name_end(on);
    }
    on->clip_end(on);
    on->part_begin(on, "ends");
    draw_end_names(on, &f, chart, names);
    on->part_end(on);
    free(room);
    return true;
}

void line_sample_draw(drawing *on, vertex corner, report_ink ink) {
    on->line(on, (vertex[]){{corner.x, corner.y + 5}, {corner.x + 26, corner.y + 5}}, 2, ink, 2);
}
