/* SPDX-License-Identifier: Apache-2.0 */
/* Scalars of a log folder as curves. The commands plot and watch collect them here. */
#include "cli/tblog/plot/curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

static bool matches(const tblog_series *s, regex *tag) {
    return !tag || regex_matches(tag, s->tag, s->tag_size);
}

/* Its points that are scalars. */
static bool take_points(curve *self, const tblog_series *s) {
    self->points = malloc(s->count * sizeof *self->points);
    for (size_t i = 0; self->points && i < s->count; i++)
        if (s->points[i].fits) self->points[self->count++] = s->points[i];
    return self->points;
}

static curve *add(curve_list *self) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? 2 * self->capacity : 16;
        curve *grown = realloc(self->list, capacity * sizeof *grown);
        if (!grown) return NULL;
        self->list = grown;
        self->capacity = capacity;
    }
    self->list[self->count] = (curve){0};
    return &self->list[self->count++];
}

bool curves_add_run(curve_list *self, const char *run, const tblog_run *loaded, regex *tag) {
    for (size_t i = 0; i < tblog_run_series_count(loaded); i++) {
        const tblog_series *s = tblog_run_series(loaded, i);
        if (strcmp(s->kind, "scalars") != 0 || !matches(s, tag)) continue;
        curve *c = add(self);
        if (!c) return false;
        c->run = escaped(run, strlen(run));
        c->tag = escaped(s->tag, s->tag_size);
        if (!c->run || !c->tag || !take_points(c, s)) return false;
    }
    return true;
}

void curves_free(curve_list *self) {
    for (size_t i = 0; i < self->count; i++) {
        free(self->list[i].run);
        free(self->list[i].tag);
        free(self->list[i].points);
    }
    free(self->list);
    *self = (curve_list){0};
}

static bool same_tag(const curve *a, const curve *b) {
    return strcmp(a->tag, b->tag) == 0;
}

bool curve_is_first(const curve *const *curves, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (same_tag(curves[k], curves[i])) return false;
    return true;
}

size_t curves_of_tag(const curve *const *curves, size_t count, size_t i, const curve **list) {
    size_t found = 0;
    for (size_t k = 0; k < count; k++)
        if (same_tag(curves[k], curves[i])) list[found++] = curves[k];
    return found;
}

double curve_x_of(const curve *self, size_t point, curve_x x) {
    const tblog_point *p = &self->points[point];
    switch (x) {
    case X_WALL: return p->wall_time_s;
    case X_RELATIVE: return p->wall_time_s - self->points[0].wall_time_s;
    default: return (double)p->step;
    }
}

/* vz_line_chart2 of TensorBoard: resmoothDataset. */
void curve_smooth(const curve *self, double weight, double *values) {
    double last = 0, left = 1; /* 'left' of the weights is still on the start, 0 */
    bool constant = true;
    for (size_t i = 0; i < self->count; i++)
        constant &= self->points[i].number == self->points[0].number;
    for (size_t i = 0; i < self->count; i++) {
        values[i] = self->points[i].number;
        if (constant || !isfinite(values[i])) continue;
        last = last * weight + (1 - weight) * values[i];
        left *= weight;
        values[i] = last / (1 - left);
    }
}
