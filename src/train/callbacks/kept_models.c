/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The best and the last model of a run.
 *
 * Invariant: after each epoch both files are functions of the history. They are written
 * after the checkpoint, so what a killed run may lack is of the checkpoint's own epoch, whose
 * weights are there when the run is resumed.
 */
#include "train/callbacks/kept_models.h"

#include <stdio.h>
#include <stdlib.h>

char *kept_model_path(const char *folder, bool last) {
    char *path;
    return asprintf(&path, "%s/%s.safetensors", folder, last ? "last" : "best") < 0 ? NULL : path;
}

size_t kept_model_bytes(const nn_model *model) {
    size_t count, bytes = 0;
    const nn_param *params = nn_model_params(model, &count);
    for (size_t i = 0; i < count; i++) bytes += params[i].count * sizeof(float);
    return bytes;
}

/* From 1; 0 when no epoch ended, or none with a number for an accuracy. */
static size_t best_epoch(const history *h) {
    size_t best = 0;
    double most = -1;
    for (size_t i = 0; i < h->count; i++) {
        if (!(h->epochs[i].validation.accuracy > most)) continue;
        most = h->epochs[i].validation.accuracy;
        best = i + 1;
    }
    return best;
}

/* With the weights that the model has, which are of that epoch, from 1. */
static bool write_of(const kept_models *self, bool last, size_t epoch, error *err) {
    char *path = kept_model_path(self->folder, last);
    const history_epoch *e = &self->history->epochs[epoch - 1];
    const model_metrics metrics = {e->train.loss, e->train.accuracy, e->validation.loss,
                                   e->validation.accuracy};
    bool good = path ? model_file_write(path, &self->source, epoch, &metrics, err)
                     : error_set(err, "out of memory");
    free(path);
    return good;
}

static bool write_model(const kept_models *self, bool last, error *err) {
    return write_of(self, last, self->history->count, err);
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    kept_models *self = context;
    (void)state;
    bool best = best_epoch(self->history) == self->history->count;
    return (!best || write_model(self, false, err)) && write_model(self, true, err);
}

/* Whether the file is of that epoch. */
static bool is_of(const kept_models *self, bool last, size_t epoch) {
    char *path = kept_model_path(self->folder, last);
    size_t found = path ? model_file_epoch(path) : 0;
    free(path);
    return found == epoch;
}

bool kept_models_check(const kept_models *self, error *err) {
    size_t best = best_epoch(self->history), last = self->history->count;
    if (!best || best == last || is_of(self, false, best)) return true;
    return error_set(err,
                     "%s: the best model so far, of epoch %zu, is not in best.safetensors, and "
                     "only the weights of epoch %zu are there; resume without --save-models",
                     self->folder, best, last);
}

static bool on_train_begin(void *context, const train_state *state, error *err) {
    kept_models *self = context;
    (void)state;
    size_t best = best_epoch(self->history), last = self->history->count;
    if (!last) return true;
    if (!is_of(self, true, last) && !write_model(self, true, err)) return false;
    return kept_models_check(self, err) &&
           (!best || is_of(self, false, best) || write_model(self, false, err));
}

train_callback kept_models_callback(kept_models *self) {
    return (train_callback){
        .self = self, .hooks = {[ON_TRAIN_BEGIN] = on_train_begin, [ON_EPOCH_END] = on_epoch_end}};
}

static bool write_restored(void *context, const train_state *state, error *err) {
    const kept_models *self = context;
    (void)state;
    return !self->stopping->restored || write_of(self, true, self->stopping->best_epoch + 1, err);
}

train_callback kept_models_restored_callback(kept_models *self) {
    return (train_callback){
        .self = self,
        .hooks = {[ON_TRAIN_BEGIN] = write_restored, [ON_EPOCH_END] = write_restored}};
}
