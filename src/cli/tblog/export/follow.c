/* SPDX-License-Identifier: Apache-2.0 */
/* What was exported of runs that grow. export.c calls this. */
#include "cli/tblog/export/follow.h"

#include <stdlib.h>
#include <string.h>

followed_run *followed_runs_find(followed_runs *self, const char *name) {
    for (size_t i = 0; i < self->count; i++) { /* they come in the same order each time */
        size_t at = (self->last + 1 + i) % self->count;
        if (strcmp(self->list[at].name, name) != 0) continue;
        self->last = at;
        return &self->list[at];
    }
    followed_run *grown = realloc(self->list, (self->count + 1) * sizeof *grown);
    if (!grown) return NULL;
    self->list = grown;
    grown[self->count] = (followed_run){.name = strdup(name)};
    if (!grown[self->count].name) return NULL;
    self->last = self->count++;
    return &grown[self->last];
}

static void free_series(followed_run *self) {
    for (size_t i = 0; i < self->count; i++) free(self->series[i].tag);
    free(self->series);
}

void followed_runs_free(followed_runs *self) {
    for (size_t i = 0; i < self->count; i++) {
        free(self->list[i].name);
        free_series(&self->list[i]);
        free(self->list[i].problem);
    }
    free(self->list);
    *self = (followed_runs){0};
}

/* What is known of a series, which most likely still has the same number; NULL: nothing. */
static const followed_series *find(const followed_run *self, const tblog_series *s, size_t i) {
    for (size_t k = 0; k < self->count; k++) {
        const followed_series *f = &self->series[(i + k) % self->count];
        if (f->tag_size == s->tag_size && memcmp(f->tag, s->tag, s->tag_size) == 0) return f;
    }
    return NULL;
}

/* The first value that is new. */
static uint32_t next_of(const followed_series *known, const tblog_series *s) {
    for (size_t i = s->count; known->has_last && i > 0; i--) {
        const tblog_point *point = &s->points[i - 1];
        if (point->step == known->last.step && point->wall_time_s == known->last.wall_time_s)
            return point->value + (known->next - known->last.value);
    }
    return s->logged < known->next ? 0 : known->next;
}

bool followed_run_begin(followed_run *self, const tblog_run *loaded) {
    size_t count = tblog_run_series_count(loaded);
    followed_run anew = {.series = calloc(count + 1, sizeof *anew.series)};
    bool good = anew.series;
    for (; good && anew.count < count; anew.count++) {
        const tblog_series *s = tblog_run_series(loaded, anew.count);
        const followed_series *known = find(self, s, anew.count);
        followed_series *f = &anew.series[anew.count];
        if (known) *f = *known;
        if (known) f->next = next_of(known, s);
        f->tag_size = s->tag_size;
        f->tag = malloc(s->tag_size + 1);
        good = f->tag;
        if (good) memcpy(f->tag, s->tag, s->tag_size + 1);
    }
    free_series(self);
    self->series = anew.series;
    self->count = anew.count;
    return good;
}

void followed_run_end(followed_run *self, const tblog_run *loaded) {
    for (size_t i = 0; i < self->count; i++) {
        const tblog_series *s = tblog_run_series(loaded, i);
        self->series[i].next = s->logged;
        self->series[i].has_last = s->count > 0;
        if (s->count) self->series[i].last = s->points[s->count - 1];
    }
}

bool followed_run_is_news(followed_run *self, const char *problem) {
    bool same = problem && self->problem && strcmp(problem, self->problem) == 0;
    free(self->problem);
    self->problem = problem ? strdup(problem) : NULL;
    return problem && !same;
}
