/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as CSV. */
#include "train/csv_log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct csv_log {
    FILE *out;
    const char *initializer;
    uint64_t seed;
    char path[]; /* for messages */
};

static void put_header(FILE *out) {
    fputs("initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds\n", out);
}

static void put_row(FILE *out, const char *initializer, uint64_t seed, size_t epoch,
                    const history_epoch *e) {
    fprintf(out, "%s,%" PRIu64 ",%zu,%.9g,%.9g,%.9g,%.9g,%.3f\n", initializer, seed, epoch + 1,
            e->train.loss, e->train.accuracy, e->validation.loss, e->validation.accuracy,
            e->seconds);
}

/* ---- row by row ---- */

csv_log *csv_log_open(const char *path, const char *initializer, uint64_t seed, train_error *err) {
    csv_log *self = malloc(sizeof *self + strlen(path) + 1);
    if (!self) {
        train_fail(err, "out of memory");
        return NULL;
    }
    strcpy(self->path, path);
    self->out = fopen(path, "w");
    self->initializer = initializer;
    self->seed = seed;
    if (self->out) {
        put_header(self->out);
        return self;
    }
    train_fail(err, "%s: cannot create: %s", path, strerror(errno));
    free(self);
    return NULL;
}

static bool on_epoch_end(void *context, const train_state *state, train_error *err) {
    csv_log *self = context;
    const history_epoch epoch = {state->train, state->validation, state->seconds};
    put_row(self->out, self->initializer, self->seed, state->epoch, &epoch);
    return fflush(self->out) == 0 ||
           train_fail(err, "%s: cannot write: %s", self->path, strerror(errno));
}

train_callback csv_log_callback(csv_log *self) {
    return self ? (train_callback){self, {[ON_EPOCH_END] = on_epoch_end}} : (train_callback){0};
}

void csv_log_close(csv_log *self) {
    if (!self) return;
    fclose(self->out);
    free(self);
}

/* ---- whole ---- */

static bool write_file(const char *path, const run *runs, size_t count) {
    FILE *out = fopen(path, "w");
    if (!out) return false;
    put_header(out);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < runs[i].history.count; k++)
            put_row(out, runs[i].initializer->run_name, runs[i].options.model.seed, k,
                    &runs[i].history.epochs[k]);
    bool good = fflush(out) == 0 && fsync(fileno(out)) == 0;
    int error = errno;
    good = fclose(out) == 0 && good;
    errno = good ? 0 : error;
    return good;
}

bool csv_log_write(const char *path, const run *runs, size_t count, train_error *err) {
    char *temporary;
    if (asprintf(&temporary, "%s.tmp", path) < 0) return train_fail(err, "out of memory");
    bool good = write_file(temporary, runs, count) && rename(temporary, path) == 0;
    if (!good) {
        train_fail(err, "%s: cannot write: %s", path, strerror(errno));
        unlink(temporary);
    }
    free(temporary);
    return good;
}
