/* SPDX-License-Identifier: Apache-2.0 */
/* The scalars of a log folder while it grows. watch.c refreshes them. */
#include "cli/tblog/watch/live.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "cli/tblog/following.h"

/* What is known of a run. */
typedef struct live_run {
    char *name;
    uint64_t mark; /* of its files' names, sizes and times */
    curve_list scalars;
    char *problem; /* why it could not be read as a whole; NULL: it could */
    bool moved;    /* the new list has it */
} live_run;

struct live {
    const char *path;
    const chart_arguments *wanted;
    live_run *runs; /* (count), by name */
    size_t count;
    const curve **list; /* (list_count) */
    size_t list_count;
    char problem[sizeof(tblog_error)];
};

static void run_free(live_run *self) {
    if (self->moved) return;
    curves_free(&self->scalars);
    free(self->name);
    free(self->problem);
}

live *live_new(const char *path, const chart_arguments *wanted) {
    live *self = calloc(1, sizeof *self);
    if (self) *self = (live){.path = path, .wanted = wanted};
    return self;
}

void live_free(live *self) {
    if (!self) return;
    for (size_t i = 0; i < self->count; i++) run_free(&self->runs[i]);
    free(self->runs);
    free(self->list);
    free(self);
}

static void note(live *self, const char *message) {
    if (!*self->problem) snprintf(self->problem, sizeof self->problem, "%s", message);
}

/* ---- one run ---- */

static bool run_load(live_run *self, const live *all, const tblog_logdir *logdir, size_t run) {
    tblog_run *loaded;
    tblog_error err;
    curves_free(&self->scalars);
    free(self->problem);
    self->problem = NULL;
    if (tblog_run_load(logdir, run, TBLOG_RESTARTS_REPLACE, &loaded, &err))
        self->problem = strdup(err.message);
    bool good = loaded && curves_add_run(&self->scalars, self->name, loaded, all->wanted->tag);
    tblog_run_free(loaded);
    return good;
}

/* ---- all runs ---- */

/* Where the run of that name is; both lists ascend, so the search begins at *from. */
static live_run *find(live *self, const char *name, size_t *from) {
    while (*from < self->count && strcmp(self->runs[*from].name, name) < 0) (*from)++;
    bool found = *from < self->count && strcmp(self->runs[*from].name, name) == 0;
    return found ? &self->runs[*from] : NULL;
}

/* The new list of runs: what did not change moves over from the old one. */
static bool take_runs(live *self, const tblog_logdir *logdir) {
    size_t most = tblog_logdir_run_count(logdir), count = 0, from = 0;
    live_run *runs = calloc(most + 1, sizeof *runs);
    bool good = runs;
    for (size_t i = 0; good && i < most; i++) {
        const char *name = tblog_logdir_run_name(logdir, i);
        if (!chart_arguments_want(self->wanted, name)) continue;
        live_run *old = find(self, name, &from), *run = &runs[count++];
        uint64_t mark = following_mark(logdir, i);
        *run = old ? *old : (live_run){.name = strdup(name)};
        if (old) old->moved = true;
        good = run->name && (run->mark == mark || run_load(run, self, logdir, i));
        run->mark = mark;
    }
    for (size_t i = 0; i < self->count; i++) run_free(&self->runs[i]);
    free(self->runs);
    self->runs = runs;
    self->count = count;
    return good;
}

static bool list_curves(live *self) {
    size_t count = 0;
    for (size_t i = 0; i < self->count; i++) count += self->runs[i].scalars.count;
    const curve **list = realloc(self->list, (count + 1) * sizeof *list);
    if (!list) return false;
    self->list = list;
    self->list_count = 0;
    for (size_t i = 0; i < self->count; i++)
        for (size_t k = 0; k < self->runs[i].scalars.count; k++)
            list[self->list_count++] = &self->runs[i].scalars.list[k];
    return true;
}

bool live_refresh(live *self) {
    tblog_error err;
    *self->problem = '\0';
    self->list_count = 0;
    tblog_logdir *logdir = tblog_logdir_open(self->path, &err);
    if (!logdir) {
        note(self, err.message);
        return false;
    }
    if (!take_runs(self, logdir) || !list_curves(self)) note(self, "no memory");
    for (size_t i = 0; i < self->count; i++)
        if (self->runs[i].problem) note(self, self->runs[i].problem);
    for (size_t i = 0; i < tblog_logdir_problem_count(logdir); i++)
        note(self, tblog_logdir_problem(logdir, i));
    tblog_logdir_close(logdir);
    return !*self->problem;
}

const char *live_problem(const live *self) {
    return self->problem;
}

size_t live_run_count(const live *self) {
    return self->count;
}

const curve *const *live_curves(const live *self, size_t *count) {
    *count = self->list_count;
    return self->list;
}
