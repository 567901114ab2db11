/* SPDX-License-Identifier: Apache-2.0 */
/* The scalars of all runs as curves. */
#include "report/curves.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/table.h"

enum { MAX_POINTS = 400, MAX_MORE = 40 };

/* ---- a curve ---- */

static int by_x(const void *a, const void *b) {
    double p = ((const curve_point *)a)->x, q = ((const curve_point *)b)->x;
    return (p > q) - (p < q);
}

/* All points of all repeats, by x; *n of them. */
static curve_point *gather(pool *memory, const log_run *run, const report_chart *chart,
                           const char *tag, const char *part, size_t *n) {
    size_t room = 0;
    for (size_t i = 0; i < run->count; i++) {
        const tblog_series *s = log_scalars(log_part_named(&run->repeats[i], part), tag);
        if (s) room += s->count;
    }
    *n = 0;
    curve_point *all = pool_take(memory, room, sizeof *all);
    for (size_t i = 0; i < run->count && all; i++) {
        const tblog_series *s = log_scalars(log_part_named(&run->repeats[i], part), tag);
        for (size_t k = 0; s && k < s->count; k++)
            all[(*n)++] = (curve_point){.x = (double)s->points[k].step + (chart->by_epoch ? 1 : 0),
                                        .y = s->points[k].number};
    }
    if (all) qsort(all, *n, sizeof *all, by_x);
    return all;
}

/* Points of the same x become their mean and spread. In place; returns how many are left. */
static size_t average(curve_point *points, size_t n, size_t *lost) {
    size_t out = 0;
    for (size_t i = 0, end; i < n; i = end) {
        double sum = 0, squares = 0, count = 0;
        for (end = i; end < n && points[end].x == points[i].x; end++)
            if (isfinite(points[end].y))
                sum += points[end].y, count++;
            else
                ++*lost;
        double mean = count > 0 ? sum / count : NAN;
        for (size_t k = i; k < end; k++)
            if (isfinite(points[k].y)) squares += (points[k].y - mean) * (points[k].y - mean);
        double sd = count > 1 ? sqrt(squares / (count - 1)) : 0;
        points[out++] = (curve_point){points[i].x, mean, mean - sd, mean + sd};
    }
    return out;
}

/* Of each of many equal shares of the points only the lowest and the highest stay, in their order;
 * the curve looks the same. In place; returns how many are left. */
static size_t thin(curve_point *points, size_t n) {
    if (n <= MAX_POINTS) return n;
    size_t out = 0;
    for (size_t share = 0; share < MAX_POINTS / 2; share++) {
        size_t from = share * n / (MAX_POINTS / 2), to = (share + 1) * n / (MAX_POINTS / 2);
        size_t low = from, high = from;
        for (size_t i = from; i < to; i++) {
            bool gap = isnan(points[low].y); /* it stays */
            if (!gap && !(points[i].y >= points[low].y)) low = i;
            if (isnan(points[high].y) || points[i].y > points[high].y) high = i;
        }
        curve_point first = points[low < high ? low : high],
                    second = points[low < high ? high : low];
        points[out++] = first;
        if (low != high) points[out++] = second;
    }
    return out;
}

static bool make_curve(report_curve *self, report_logs *logs, size_t run, report_chart *chart,
                       const char *tag, const char *part) {
    size_t n;
    curve_point *points = gather(&logs->memory, &logs->runs[run], chart, tag, part, &n);
    if (!points) return false;
    n = average(points, n, &chart->lost);
    double last = NAN;
    for (size_t i = n; i > 0 && isnan(last); i--) last = points[i - 1].y;
    n = thin(points, n);
    *self = (report_curve){run, points, n, last};
    for (size_t i = 0; i < n; i++)
        if (points[i].high > points[i].low) chart->has_bands = true;
    return true;
}

/* ---- charts ---- */

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* What --diagnostics logs. */
static bool is_why(const char *tag) {
    return strncmp(tag, "why/", 4) == 0;
}

/* "Gradient norm, dense_1" of gradient_norm/dense_1. */
static const char *title_of_why(pool *memory, const char *tag) {
    const char *slash = strchr(tag, '/');
    char *title = slash ? pool_print(memory, "%.*s, %s", (int)(slash - tag), tag, slash + 1)
                        : pool_print(memory, "%s", tag);
    if (!title) return NULL;
    title[0] = (char)toupper((unsigned char)title[0]);
    for (char *at = title; *at && *at != ','; at++)
        if (*at == '_') *at = ' ';
    return title;
}

static const char *title_of(pool *memory, const report_chart *chart) {
    const char *part = strcmp(chart->part, "train") == 0 ? "Training" : chart->part;
    const char *what = chart->tag;
    if (strcmp(what, "epoch_accuracy") == 0) what = "accuracy";
    if (strcmp(what, "epoch_loss") == 0) what = "loss";
    if (chart->is_why) return title_of_why(memory, what + strlen("why/"));
    char *title = *part ? pool_print(memory, "%s %s", part, what) : pool_print(memory, "%s", what);
    if (title && (*part || what != chart->tag)) title[0] = (char)toupper((unsigned char)title[0]);
    return title;
}

/* Where a series is logged. */
typedef struct source {
    const char *part, *tag;
} source;

static int by_part_and_tag(const void *a, const void *b) {
    const source *p = a, *q = b;
    int order = strcmp(p->part, q->part);
    return order ? order : strcmp(p->tag, q->tag);
}

/* The scalars of a repeat, appended to a list that may be NULL, to count them. */
static size_t append_sources(const log_repeat *repeat, source *list, size_t n) {
    for (size_t p = 0; p < repeat->count; p++) {
        const log_part *part = &repeat->parts[p];
        for (size_t i = 0; i < tblog_run_series_count(part->loaded); i++) {
            const char *tag = tblog_run_series(part->loaded, i)->tag;
            if (!log_scalars(part, tag)) continue;
            if (list) list[n] = (source){part->name, tag};
            n++;
        }
    }
    return n;
}

static size_t all_sources(const report_logs *logs, source *list) {
    size_t n = 0;
    for (size_t i = 0; i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++)
            n = append_sources(&logs->runs[i].repeats[k], list, n);
    return n;
}

/* All parts and tags of scalars, each once, *n of them. */
static source *list_sources(report_logs *logs, size_t *n) {
    size_t all = all_sources(logs, NULL);
    source *list = pool_take(&logs->memory, all, sizeof *list);
    if (!list) return NULL;
    all_sources(logs, list);
    qsort(list, all, sizeof *list, by_part_and_tag);
    *n = 0;
    for (size_t i = 0; i < all; i++)
        if (*n == 0 || by_part_and_tag(&list[*n - 1], &list[i]) != 0) list[(*n)++] = list[i];
    return list;
}

static bool make_chart(report_chart *self, report_logs *logs, source from, slug_list *slugs) {
    pool *memory = &logs->memory;
    *self = (report_chart){.tag = pool_clean_text(memory, from.tag, strlen(from.tag)),
                           .part = from.part,
                           .by_epoch = is_epoch_tag(from.tag) || is_why(from.tag),
                           .is_accuracy =
                               ends_with(from.tag, "accuracy") || ends_with(from.tag, "_acc"),
                           .is_loss = ends_with(from.tag, "loss"),
                           .is_norm = strstr(from.tag, "gradient_norm") != NULL,
                           .is_why = is_why(from.tag)};
    report_curve *curves = pool_take(memory, logs->count, sizeof *curves);
    if (!self->tag || !curves) return false;
    self->title = title_of(memory, self);
    self->slug = self->title ? slug_take(slugs, memory, self->part, self->tag) : NULL;
    for (size_t i = 0; i < logs->count; i++) {
        bool there = false;
        for (size_t k = 0; k < logs->runs[i].count; k++)
            there |=
                log_scalars(log_part_named(&logs->runs[i].repeats[k], from.part), from.tag) != NULL;
        if (there && !make_curve(&curves[self->count++], logs, i, self, from.tag, from.part))
            return false;
    }
    self->curves = curves;
    return self->title && self->slug;
}

/* The place of those that come first; the others have none. */
static int main_place(source from) {
    static const source places[] = {{"validation", "epoch_accuracy"},
                                    {"validation", "epoch_loss"},
                                    {"train", "epoch_accuracy"},
                                    {"train", "epoch_loss"}};
    for (int i = 0; i < 4; i++)
        if (by_part_and_tag(&places[i], &from) == 0) return i;
    return -1;
}

bool charts_make(report_charts *self, report_logs *logs) {
    *self = (report_charts){0};
    size_t n = 0;
    source *sources = list_sources(logs, &n);
    report_chart *first = pool_take(&logs->memory, 4, sizeof *first);
    report_chart *more = pool_take(&logs->memory, MAX_MORE, sizeof *more);
    if (!sources || !first || !more) return false;
    for (int place = 0; place < 4; place++)
        for (size_t i = 0; i < n; i++)
            if (main_place(sources[i]) == place &&
                !make_chart(&first[self->main_count++], logs, sources[i], &self->slugs))
                return false;
    for (size_t i = 0; i < n; i++) {
        if (main_place(sources[i]) >= 0) continue;
        if (self->more_count == MAX_MORE)
            self->left_out++;
        else if (!make_chart(&more[self->more_count++], logs, sources[i], &self->slugs))
            return false;
    }
    self->main = first;
    self->more = more;
    return true;
}
