/* SPDX-License-Identifier: Apache-2.0 */
/* A group of runs, reduced to one run for each statistic. reduce.c calls this. */
#include "cli/tblog/reduce/group.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"

/* The state of group_reduce. */
typedef struct reduction {
    const group *group;
    tblog_run **loaded;          /* (runs) */
    const tblog_series **series; /* (runs) of the tag at hand */
    size_t *at;                  /* (runs) the point of each series at hand */
    double *values;              /* (runs) */
    tblog_writer **writers;      /* (statistics) NULL: that needs more runs */
    double wall_time_s;          /* of the point that is written */
} reduction;

static double clock_of(void *context) {
    return ((const reduction *)context)->wall_time_s;
}

/* ---- runs ---- */

static bool make_room(reduction *self) {
    size_t runs = self->group->count;
    self->loaded = calloc(runs, sizeof *self->loaded);
    self->series = calloc(runs, sizeof *self->series);
    self->at = calloc(runs, sizeof *self->at);
    self->values = calloc(runs, sizeof *self->values);
    self->writers = calloc(self->group->by_count, sizeof *self->writers);
    return (self->loaded && self->series && self->at && self->values && self->writers) ||
           say(self->group->command, "out of memory");
}

/* A damaged file is an error, so that no mean is silently one of less. */
static bool load(reduction *self) {
    tblog_error err;
    const group *g = self->group;
    for (size_t i = 0; i < g->count; i++)
        if (tblog_run_load(g->logdir, g->runs[i], TBLOG_RESTARTS_REPLACE, &self->loaded[i], &err))
            return say(g->command, "%s", err.message);
    return true;
}

/* The wall time of the earliest point, which names the files: the same runs give the same files. */
static double start_time(const reduction *self) {
    double start_s = INFINITY;
    for (size_t i = 0; i < self->group->count; i++)
        for (size_t k = 0; k < tblog_run_series_count(self->loaded[i]); k++)
            start_s = fmin(start_s, tblog_run_series(self->loaded[i], k)->points[0].wall_time_s);
    return start_s >= 1 && start_s < 1e15 ? floor(start_s) : 1;
}

static bool open_writers(reduction *self, const char *out) {
    const group *g = self->group;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_of;
    options.clock_context = self;
    options.start_time_s = start_time(self);
    options.host = "reduce";
    options.pid = 1;
    for (size_t i = 0; i < g->by_count; i++) {
        tblog_error err;
        char *folder;
        if (g->count < g->by[i]->least) {
            say(g->command, "%s: one run has no %s: left out", *g->name ? g->name : ".",
                g->by[i]->name);
            continue;
        }
        if (asprintf(&folder, "%s/%s%s%s", out, g->name, *g->name ? "/" : "", g->by[i]->name) < 0)
            return say(g->command, "out of memory");
        self->writers[i] = tblog_writer_open(folder, &options, &err);
        free(folder);
        if (!self->writers[i]) return say(g->command, "%s", err.message);
    }
    return true;
}

static bool close_writers(reduction *self) {
    bool good = true;
    for (size_t i = 0; self->writers && i < self->group->by_count; i++) {
        tblog_error err;
        if (self->writers[i] && tblog_writer_close(self->writers[i], &err))
            good = say(self->group->command, "%s", err.message);
    }
    return good;
}

/* ---- points ---- */

/* Find the tag in all runs; false if it is not a scalar in each. */
static bool find_series(reduction *self, const tblog_series *first) {
    for (size_t i = 0; i < self->group->count; i++) {
        size_t found;
        self->at[i] = 0;
        if (!tblog_run_find(self->loaded[i], first->tag, first->tag_size, &found)) return false;
        self->series[i] = tblog_run_series(self->loaded[i], found);
        if (strcmp(self->series[i]->kind, "scalars") != 0) return false;
    }
    return true;
}

/* Go to the point at this step in run i; false if it has none. */
static bool go_to(reduction *self, size_t i, int64_t step) {
    const tblog_series *s = self->series[i];
    size_t *at = &self->at[i];
    while (*at < s->count && s->points[*at].step < step) ++*at;
    return *at < s->count && s->points[*at].step == step && s->points[*at].fits;
}

/* Set the values and the mean wall time at a step; false unless each run has it. */
static bool gather(reduction *self, int64_t step) {
    size_t runs = self->group->count;
    double first_s = 0, later_s = 0; /* the sum of wall times would lose digits */
    for (size_t i = 0; i < runs; i++) {
        if (!go_to(self, i, step)) return false;
        const tblog_point *point = &self->series[i]->points[self->at[i]];
        if (i == 0) first_s = point->wall_time_s;
        later_s += point->wall_time_s - first_s;
        self->values[i] = point->number;
    }
    self->wall_time_s = first_s + later_s / (double)runs;
    return true;
}

static bool put_values(reduction *self, const char *tag, int64_t step) {
    const group *g = self->group;
    for (size_t i = 0; i < g->by_count; i++) {
        if (!self->writers[i]) continue;
        double value = g->by[i]->of(self->values, g->count);
        if (tblog_scalar(self->writers[i], tag, step, value))
            return false; /* the writer reports it when it is closed */
    }
    return true;
}

/* Reduce a tag of the first run. */
static bool reduce_tag(reduction *self, const tblog_series *first, size_t *tags) {
    const group *g = self->group;
    const char *name = *g->name ? g->name : ".";
    if (!find_series(self, first)) {
        say(g->command, "%s: '%s' is not in each run: left out", name, first->tag);
        return true;
    }
    size_t steps = 0;
    for (size_t i = 0; i < first->count; i++) {
        if (!gather(self, first->points[i].step)) continue;
        if (!put_values(self, first->tag, first->points[i].step)) return false;
        steps++;
    }
    *tags += steps > 0;
    if (!steps)
        say(g->command, "%s: '%s' has no step that each run has: left out", name, first->tag);
    return true;
}

static bool reduce_tags(reduction *self) {
    const group *g = self->group;
    size_t tags = 0;
    for (size_t i = 0; i < tblog_run_series_count(self->loaded[0]); i++) {
        const tblog_series *s = tblog_run_series(self->loaded[0], i);
        if (strcmp(s->kind, "scalars") == 0 && !reduce_tag(self, s, &tags)) return false;
    }
    say_written(g->command, "%s: %zu runs, %zu tags", *g->name ? g->name : ".", g->count, tags);
    return true;
}

bool group_reduce(const group *self, const char *out) {
    reduction r = {.group = self};
    bool good = make_room(&r) && load(&r) && open_writers(&r, out) && reduce_tags(&r);
    good = close_writers(&r) && good;
    for (size_t i = 0; r.loaded && i < self->count; i++) tblog_run_free(r.loaded[i]);
    free(r.loaded);
    free(r.series);
    free(r.at);
    free(r.values);
    free(r.writers);
    return good;
}
