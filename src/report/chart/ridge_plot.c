/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Histograms over the steps as ridges:
 *
 *         _/\_          1    the first at the back
 *       _/\/\ \_        5
 *     _/ /  \/\ \___    9    each covers what is behind it
 *    -.2    0     .2         one axis for all
 *
 * A ridge's height is density, values per width, so that its area counts; the highest of all ridges
 * gives the scale. Buckets without width (all weights are equal) have no density: they stand as a
 * spike of full height.
 */
#include "report/chart/ridge_plot.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "stats/axis.h"

enum { MAX_VERTICES = 2 * 512 + 4 };

/* Density of a bucket; infinite for one of values but no width. */
static double density(const ridge_bucket *b) {
    if (!(b->count > 0)) return 0;
    return b->right > b->left ? b->count / (b->right - b->left) : INFINITY;
}

/* All of a ridge's values, the whole area; heights are shares of it. */
static double total(const report_ridge *r) {
    double sum = 0;
    for (size_t i = 0; i < r->count; i++) sum += r->buckets[i].count;
    return sum > 0 && isfinite(sum) ? sum : 1;
}

typedef struct range {
    double low, high; /* of the values */
    double densest;   /* highest finite density */
} range;

static range range_of(const report_ridges *ridges) {
    range all = {INFINITY, -INFINITY, 0};
    for (size_t i = 0; i < ridges->count; i++) {
        const report_ridge *r = &ridges->ridge[i];
        if (!r->count) continue;
        all.low = fmin(all.low, r->buckets[0].left);
        all.high = fmax(all.high, r->buckets[r->count - 1].right);
        for (size_t k = 0; k < r->count; k++) {
            double d = density(&r->buckets[k]) / total(r);
            if (isfinite(d)) all.densest = fmax(all.densest, d);
        }
    }
    return all;
}

/* A ridge's outline from its left end to its right end; the number of vertices. */
static size_t outline(const report_ridge *r, const axis *x, double base, double height,
                      double densest, vertex *out) {
    size_t n = 0;
    double sum = total(r), spike = (x->stop - x->start) / 60;
    out[n++] = (vertex){axis_place(x, r->buckets[0].left), base};
    for (size_t i = 0; i < r->count && n + 4 < MAX_VERTICES; i++) {
        const ridge_bucket *b = &r->buckets[i];
        double d = density(b) / sum, at = axis_place(x, b->left / 2 + b->right / 2);
        if (isinf(d)) {
            out[n++] = (vertex){at - spike, base};
            out[n++] = (vertex){at, base - height * fmin(1, b->count / sum)};
            out[n++] = (vertex){at + spike, base};
        } else if (b->right > b->left) {
            out[n++] = (vertex){at, base - height * (densest > 0 ? d / densest : 0)};
        }
    }
    out[n++] = (vertex){axis_place(x, r->buckets[r->count - 1].right), base};
    return n;
}

static void draw_axis(drawing *on, const axis *x, double top, double bottom) {
    const report_ink grid = {.kind = INK_GRID}, muted = {.kind = INK_MUTED};
    for (size_t i = 0; i < x->count; i++) {
        double at = axis_place(x, x->ticks[i]);
        on->line(on, (vertex[]){{at, top}, {at, bottom + 3}}, 2, grid, 1);
        on->text(on, (vertex){at, bottom + 15}, ANCHOR_MIDDLE, TEXT_SMALL, muted, x->labels[i]);
    }
}

ridge_range ridge_plot_range(const histogram_group *group) {
    ridge_range all = {INFINITY, -INFINITY};
    for (size_t i = 0; i < group->count; i++) {
        range of = range_of(&group->runs[i]);
        all.low = fmin(all.low, of.low);
        all.high = fmax(all.high, of.high);
    }
    return all;
}

bool ridge_plot_draw(drawing *on, vertex corner, double width, double height,
                     const report_ridges *ridges, ridge_range shared, report_ink look, int offset) {
    const report_ink muted = {.kind = INK_MUTED};
    range all = range_of(ridges);
    if (!(all.low <= all.high) || !isfinite(shared.high - shared.low)) return false;
    all.low = shared.low, all.high = shared.high;
    if (all.low == all.high) all.low -= .5, all.high += .5;
    double left = corner.x + 6, right = corner.x + width - 30, bottom = corner.y + height - 20;
    axis x = axis_make(all.low, all.high, (axis_options){.wanted = 3}, left + 4, right - 4);
    double top = corner.y + 4, tall = (bottom - top) * (ridges->count > 1 ? .42 : .9);
    double apart = ridges->count > 1 ? (bottom - top - tall) / (double)(ridges->count - 1) : 0;
    draw_axis(on, &x, top, bottom);
    double labelled = -INFINITY;
    look.dash = 0;
    for (size_t i = 0; i < ridges->count; i++) {
        const report_ridge *r = &ridges->ridge[i];
        double base = bottom - apart * (double)(ridges->count - 1 - i);
        vertex points[MAX_VERTICES];
        size_t n = r->count ? outline(r, &x, base, tall, all.densest, points) : 0;
        if (!n) continue;
        double share = .25 + .5 * (ridges->count > 1 ? (double)i / (double)(ridges->count - 1) : 1);
        on->hill(on, points, n, look, share);
        if (base - labelled < 12 && i + 1 < ridges->count) continue;
        char label[32];
        snprintf(label, sizeof label, "%" PRId64, r->step < INT64_MAX ? r->step + offset : r->step);
        on->text(on, (vertex){right + 4, base}, ANCHOR_START, TEXT_SMALL, muted, label);
        labelled = base;
    }
    return true;
}
