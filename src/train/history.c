/* SPDX-License-Identifier: Apache-2.0 */
/* What a run reached, epoch by epoch. */
#include "train/history.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

bool history_init(history *self, size_t epochs) {
    *self = (history){calloc(epochs ? epochs : 1, sizeof *self->epochs), 0, epochs};
    return self->epochs != NULL;
}

bool history_reserve(history *self, size_t epochs) {
    if (epochs <= self->capacity) return true;
    if (epochs > SIZE_MAX / sizeof *self->epochs) return false;
    history_epoch *grown = realloc(self->epochs, epochs * sizeof *grown);
    if (!grown) return false;
    self->epochs = grown;
    self->capacity = epochs;
    return true;
}

void history_free(history *self) {
    free(self->epochs);
    *self = (history){0};
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    history *self = context;
    if (self->count == self->capacity) return error_set(err, "more epochs than were planned");
    self->epochs[self->count++] = (history_epoch){state->train, state->validation, state->seconds};
    return true;
}

train_callback history_callback(history *self) {
    return (train_callback){.self = self, .hooks = {[ON_EPOCH_END] = on_epoch_end}};
}

const history_epoch *history_last(const history *self) {
    return self->count ? &self->epochs[self->count - 1] : NULL;
}

bool history_epoch_diverged(const history_epoch *epoch) {
    return !isfinite(epoch->train.loss) || !isfinite(epoch->validation.loss);
}

size_t history_diverged(const history *self) {
    for (size_t i = 0; i < self->count; i++)
        if (history_epoch_diverged(&self->epochs[i])) return i + 1;
    return 0;
}

double history_seconds(const history *self) {
    double sum = 0;
    for (size_t i = 0; i < self->count; i++) sum += self->epochs[i].seconds;
    return sum;
}
