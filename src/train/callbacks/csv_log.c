/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as CSV. */
#include "train/callbacks/csv_log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/escape.h"

struct csv_log {
    FILE *out;
    const char *run, *initializer;
    uint64_t seed;
    off_t whole; /* bytes that are written, to the end of a row */
    char path[]; /* for messages */
};

void csv_log_put_header(FILE *out) {
    fputs(CSV_LOG_HEADER "\n", out);
}

static void put_row(FILE *out, const char *run, const char *initializer, uint64_t seed,
                    size_t epoch, const history_epoch *e) {
    const double numbers[] = {e->train.loss, e->train.accuracy, e->validation.loss,
                              e->validation.accuracy};
    put_csv(out, initializer, strlen(initializer));
    fprintf(out, ",%" PRIu64 ",%zu,", seed, epoch + 1);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        put_number(out, numbers[i], true);
        fputc(',', out);
    }
    fprintf(out, "%.3f,", e->seconds);
    put_csv(out, run, strlen(run));
    fputc('\n', out);
}

void csv_log_put_rows(FILE *out, const char *run, const char *initializer, uint64_t seed,
                      const history *finished) {
    for (size_t i = 0; i < finished->count; i++)
        put_row(out, run, initializer, seed, i, &finished->epochs[i]);
}

csv_log *csv_log_open(const char *path, const char *run, const char *initializer, uint64_t seed,
                      error *err) {
    csv_log *self = malloc(sizeof *self + strlen(path) + 1);
    if (!self) {
        error_set(err, "out of memory");
        return NULL;
    }
    strcpy(self->path, path);
    self->out = fopen(path, "we");
    self->run = run;
    self->initializer = initializer;
    self->seed = seed;
    if (self->out) {
        csv_log_put_header(self->out);
        return self;
    }
    error_set(err, "%s: cannot create: %s", path, strerror(errno));
    free(self);
    return NULL;
}

/* What was put since the last call, or nothing of it: no row is cut. */
static bool write_rows(csv_log *self, error *err) {
    if (fflush(self->out) == 0) {
        self->whole = ftello(self->out);
        return true;
    }
    error_set(err, "%s: cannot write: %s", self->path, strerror(errno));
    __fpurge(self->out);
    if (self->whole >= 0) (void)!ftruncate(fileno(self->out), self->whole);
    return false;
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    csv_log *self = context;
    const history_epoch epoch = {state->train, state->validation, state->seconds};
    put_row(self->out, self->run, self->initializer, self->seed, state->epoch, &epoch);
    return write_rows(self, err);
}

train_callback csv_log_callback(csv_log *self) {
    return self ? (train_callback){.self = self, .hooks = {[ON_EPOCH_END] = on_epoch_end}}
                : (train_callback){0};
}

bool csv_log_history(csv_log *self, const history *finished, error *err) {
    csv_log_put_rows(self->out, self->run, self->initializer, self->seed, finished);
    return write_rows(self, err);
}

void csv_log_close(csv_log *self) {
    if (!self) return;
    fclose(self->out);
    free(self);
}
