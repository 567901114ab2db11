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

/* Room for so many epochs; false when there is no memory. Free by history_free. */
bool history_init(history *self, size_t epochs);

/* Room for at least so many, those that are there stay; false when there is no memory. */
bool history_reserve(history *self, size_t epochs);
void history_free(history *self);

/* Adds each epoch at its end; valid as long as 'self'. */
train_callback history_callback(history *self);

/* The last epoch, or NULL when none was finished. */
const history_epoch *history_last(const history *self);

/* Seconds of all epochs. */
double history_seconds(const history *self);

#endif
