/* SPDX-License-Identifier: Apache-2.0 */
/* A group of runs, reduced to one run for each statistic. reduce.c calls this. */
#include "cli/tblog/reduce/group.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "cli/tblog/reduce/band.h"

/* The state of group_reduce. */
typedef struct reduction {
    const group *group;
    tblog_run **loaded;          /* (runs) */
    const tblog_series **series; /* (runs) of the tag at hand */
    size_t *at;                  /* (runs) the point of each series at hand */
    double *values;              /* (runs) */
    tblog_writer **writers;      /* (statistics) NULL: that needs more runs */
    band *band;                  /* NULL: no band is wanted */
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

/* The folder of one of the runs that are written. Free it; NULL when there is no memory. */
static char *folder_of(const group *g, const char *out, const char *name) {
    char *folder;
    int length = asprintf(&folder, "%s/%s%s%s", out, g->name, *g->name ? "/" : "", name);
    return length < 0 ? NULL : folder;
}

static bool open_writers(reduction *self, const char *out) {
    const group *g = self->group;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_of;
    options.clock_context = self;
    options.start_time_s = start_time(self);
    options.host = "reduce";
    options.pid = 1;
    tblog_error err;
    for (size_t i = 0; i < g->by_count; i++) {
        if (g->count < g->by[i]->least) {
            say(g->command, "%s: one run has no %s: left out", *g->name ? g->name : ".",
                g->by[i]->name);
            continue;
        }
        char *folder = folder_of(g, out, g->by[i]->name);
        if (!folder) return say(g->command, "out of memory");
        self->writers[i] = tblog_writer_open(folder, &options, &err);
        free(folder);
        if (!self->writers[i]) return say(g->command, "%s", err.message);
    }
    char *folder = folder_of(g, out, "band");
    tblog_status status = TBLOG_ERR_NO_MEMORY;
    if (folder)
        status = band_open(folder, &options, g->by, g->by_count, g->count, &self->band, &err);
    free(folder);
    return !status ||
           say(g->command, "%s", status == TBLOG_ERR_NO_MEMORY ? "out of memory" : err.message);
}

static bool close_writers(reduction *self) {
    bool good = true;
    tblog_error err;
    for (size_t i = 0; self->writers && i < self->group->by_count; i++)
        if (self->writers[i] && tblog_writer_close(self->writers[i], &err))
            good = say(self->group->command, "%s", err.message);
    if (band_close(self->band, &err)) good = say(self->group->command, "%s", err.message);
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

/* Go to the first points whose step is not below this one; false if a run has none. */
static bool go_to(reduction *self, int64_t step) {
    for (size_t i = 0; i < self->group->count; i++) {
        const tblog_series *s = self->series[i];
        size_t *at = &self->at[i];
        while (*at < s->count && s->points[*at].step < step) ++*at;
        if (*at == s->count) return false;
    }
    return true;
}

/* The lowest step of the points at hand. */
static int64_t lowest_step(const reduction *self) {
    int64_t lowest = INT64_MAX;
    for (size_t i = 0; i < self->group->count; i++) {
        int64_t step = self->series[i]->points[self->at[i]].step;
        if (step < lowest) lowest = step;
    }
    return lowest;
}

/* The point of run i at this step; false if it has none, and none is to be made. */
static bool point_at(const reduction *self, size_t i, int64_t step, tblog_point *point) {
    const tblog_point *next = &self->series[i]->points[self->at[i]], *last = next - 1;
    *point = *next;
    if (next->step == step) return next->fits;
    if (!self->group->interpolate || self->at[i] == 0 || !last->fits || !next->fits) return false;
    double part = (double)((uint64_t)step - (uint64_t)last->step) /
                  (double)((uint64_t)next->step - (uint64_t)last->step);
    point->number = last->number + part * (next->number - last->number);
    point->wall_time_s = last->wall_time_s + part * (next->wall_time_s - last->wall_time_s);
    return true;
}

/* Set the values and the mean wall time at a step; false unless each run has it. */
static bool gather(reduction *self, int64_t step) {
    size_t runs = self->group->count;
    double first_s = 0, later_s = 0; /* the sum of wall times would lose digits */
    for (size_t i = 0; i < runs; i++) {
        tblog_point point;
        if (!point_at(self, i, step, &point)) return false;
        if (i == 0) first_s = point.wall_time_s;
        later_s += point.wall_time_s - first_s;
        self->values[i] = point.number;
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
    return band_put(self->band, step, self->values, g->count);
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
    band_begin_tag(self->band, first->tag);
    for (int64_t step = INT64_MIN; go_to(self, step); step++) {
        step = lowest_step(self);
        if (gather(self, step)) {
            if (!put_values(self, first->tag, step)) return false;
            steps++;
        }
        if (step == INT64_MAX) break;
    }
    *tags += steps > 0;
    band_end_tag(self->band, steps > 0);
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
