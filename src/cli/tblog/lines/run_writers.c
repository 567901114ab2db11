/* SPDX-License-Identifier: Apache-2.0 */
/* A writer for each run of a log folder. log.c calls this. */
#include "cli/tblog/lines/run_writers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_of(const run_writer *w, const char *run) {
    return run && w->run ? strcmp(run, w->run) == 0 : run == w->run;
}

/* The run, which mostly is the last one's; NULL when there is no memory. */
static run_writer *find(run_writers *self, const char *run) {
    if (self->count && is_of(&self->list[self->last], run)) return &self->list[self->last];
    for (self->last = 0; self->last < self->count; self->last++)
        if (is_of(&self->list[self->last], run)) return &self->list[self->last];
    run_writer *grown = realloc(self->list, (self->count + 1) * sizeof *grown);
    if (!grown) return NULL;
    self->list = grown;
    grown[self->count] = (run_writer){.run = run ? strdup(run) : NULL};
    return run && !grown[self->count].run ? NULL : &grown[self->count++];
}

/* Close the one that was not used for the longest time, if too many are open. */
static bool make_room(run_writers *self, tblog_error *err) {
    size_t open = 0;
    run_writer *oldest = NULL;
    for (run_writer *w = self->list; w < self->list + self->count; w++) {
        if (!w->writer) continue;
        open++;
        if (!oldest || w->used < oldest->used) oldest = w;
    }
    if (open < RUN_WRITERS_OPEN) return true;
    tblog_writer *writer = oldest->writer;
    oldest->writer = NULL;
    return tblog_writer_close(writer, err) == TBLOG_OK;
}

static tblog_writer *open_writer(const run_writers *self, const char *run, tblog_error *err) {
    char *folder;
    if (self->new_folder) {
        tblog_writer *writer = tblog_writer_open_new(self->folder, NULL, &self->options, err);
        if (writer) printf("%s\n", tblog_writer_folder(writer));
        if (writer) fflush(stdout);
        return writer;
    }
    if (!run) return tblog_writer_open(self->folder, &self->options, err);
    if (asprintf(&folder, "%s/%s", self->folder, run) < 0) {
        snprintf(err->message, sizeof err->message, "out of memory");
        return NULL;
    }
    tblog_writer *writer = tblog_writer_open(folder, &self->options, err);
    free(folder);
    return writer;
}

run_writer *run_writers_get(run_writers *self, const char *run, tblog_error *err) {
    if (run && strcmp(run, ".") == 0) run = NULL;
    run_writer *w = find(self, run);
    if (!w) {
        snprintf(err->message, sizeof err->message, "out of memory");
        return NULL;
    }
    if (!w->writer && !make_room(self, err)) return NULL;
    if (!w->writer) w->writer = open_writer(self, run, err);
    w->used = ++self->used;
    return w->writer ? w : NULL;
}

bool run_writers_flush(run_writers *self, tblog_error *err) {
    bool good = true;
    for (size_t i = 0; good && i < self->count; i++)
        good = !self->list[i].writer || tblog_writer_flush(self->list[i].writer, err) == TBLOG_OK;
    return good;
}

bool run_writers_close(run_writers *self, tblog_error *err) {
    tblog_error closing;
    bool good = true;
    for (run_writer *w = self->list; w < self->list + self->count; w++) {
        if (tblog_writer_close(w->writer, &closing) && good) {
            *err = closing;
            good = false;
        }
        tag_steps_free(&w->steps);
        free(w->run);
    }
    free(self->list);
    self->list = NULL;
    self->count = 0;
    return good;
}
