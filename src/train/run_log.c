/* SPDX-License-Identifier: Apache-2.0 */
/* A run's own event file. */
#include "train/run_log.h"

#include <stdlib.h>
#include <string.h>

struct run_log {
    char *folder;
    tblog_writer_options options;
    tblog_writer *writer; /* NULL: not begun */
    tblog_summary *summary;
    tblog_run *before;  /* what the folder held; NULL: nothing */
    tblog_error reason; /* of the last call that failed */
};

/* What the folder itself holds, not those below it; nothing where there is no such folder. */
static tblog_run *load_before(const char *folder) {
    tblog_run *loaded = NULL;
    tblog_logdir *files = tblog_logdir_open(folder, NULL);
    if (files && tblog_logdir_run_count(files) > 0 &&
        strcmp(tblog_logdir_run_name(files, 0), ".") == 0)
        tblog_run_load(files, 0, TBLOG_RESTARTS_REPLACE, &loaded, NULL);
    tblog_logdir_close(files);
    return loaded;
}

run_log *run_log_new(const char *folder, const tblog_writer_options *options) {
    run_log *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->options = *options;
    self->options.index = 2; /* sorts after those of train and validation */
    self->folder = strdup(folder);
    self->summary = tblog_summary_new();
    self->before = load_before(folder);
    if (self->folder && self->summary) return self;
    run_log_close(self, NULL);
    return NULL;
}

bool run_log_begin(run_log *self, error *err) {
    if (!self->writer)
        self->writer = tblog_writer_open(self->folder, &self->options, &self->reason);
    return self->writer || error_set(err, "%s", self->reason.message);
}

bool run_log_held(const run_log *self, const char *tag) {
    size_t i;
    return self->before && tblog_run_find(self->before, tag, strlen(tag), &i);
}

double run_log_last(const char *folder, const char *tag) {
    size_t i;
    double time_s = 0;
    tblog_run *run = load_before(folder);
    if (run && tblog_run_find(run, tag, strlen(tag), &i)) {
        const tblog_series *series = tblog_run_series(run, i);
        time_s = series->points[series->count - 1].wall_time_s;
    }
    tblog_run_free(run);
    return time_s;
}

double run_log_now(const run_log *self) {
    return tblog_writer_now(self->writer);
}

tblog_summary *run_log_summary(run_log *self) {
    return self->summary;
}

tblog_error *run_log_reason(run_log *self) {
    return &self->reason;
}

bool run_log_add(run_log *self, int64_t step, tblog_status made, error *err) {
    return run_log_add_at(self, step, TBLOG_NOW, made, err);
}

bool run_log_add_at(run_log *self, int64_t step, double wall_time_s, tblog_status made,
                    error *err) {
    if (!made)
        made = tblog_writer_add_each(self->writer, step, wall_time_s, self->summary, &self->reason);
    tblog_summary_clear(self->summary);
    return !made || error_set(err, "%s", self->reason.message);
}

bool run_log_flush(run_log *self, error *err) {
    return tblog_writer_flush(self->writer, &self->reason) == TBLOG_OK ||
           error_set(err, "%s", self->reason.message);
}

bool run_log_close(run_log *self, error *err) {
    if (!self) return true;
    bool good = tblog_writer_close(self->writer, &self->reason) == TBLOG_OK;
    if (!good && err) error_set(err, "%s", self->reason.message);
    tblog_run_free(self->before);
    tblog_summary_free(self->summary);
    free(self->folder);
    free(self);
    return good;
}
