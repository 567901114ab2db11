/* SPDX-License-Identifier: Apache-2.0 */
/* What a run reached, epoch by epoch. */
#ifndef TRAIN_HISTORY_H
#define TRAIN_HISTORY_H

#include "train/callback.h"

typedef struct history_epoch {
    train_logs train, validation;
    double seconds;
} history_epoch;

typedef struct history {
    history_epoch *epochs; /* (count); room for (capacity) */
    size_t count, capacity;
} history;

/* Make room for that many epochs; false if memory is out. Free by history_free. */
bool history_init(history *self, size_t epochs);

/* Make room for at least that many; existing ones stay. False if memory is out. */
bool history_reserve(history *self, size_t epochs);
void history_free(history *self);

/* Adds each epoch at its end; valid as long as 'self'. */
train_callback history_callback(history *self);

/* The last epoch, or NULL when none was finished. */
const history_epoch *history_last(const history *self);

/* Whether one of its losses is not finite. */
bool history_epoch_diverged(const history_epoch *epoch);

/* The first epoch, from 1, with a loss that is not finite; 0: none. */
size_t history_diverged(const history *self);

/* Seconds of all epochs. */
double history_seconds(const history *self);

#endif
