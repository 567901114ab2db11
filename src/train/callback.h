/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Callbacks: what watches a training run. fit.h calls them at the moments at which Keras calls its
 * own; the order among them is the order in which they were given.
 */
#ifndef TRAIN_CALLBACK_H
#define TRAIN_CALLBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "nn/model.h"

/* Means over the samples seen. */
typedef struct train_logs {
    double loss, accuracy;
} train_logs;

/* Where a run stands. What a moment does not concern holds its last value. */
typedef struct train_state {
    const nn_model *model;
    size_t epochs, batches; /* how many there will be; batches of one epoch */
    size_t epoch, batch;    /* the current ones, from 0 */
    uint64_t iterations;    /* optimizer steps so far, over all epochs */
    uint64_t test_batches;  /* validation batches so far, over all epochs */
    double learning_rate;   /* the next step's; from on_epoch_end on */
    train_logs train;       /* running means over the epoch, with dropout */
    train_logs validation;  /* from on_test_end on */
    double seconds;         /* the epoch's, validation included; from on_epoch_end on */
    double batch_steps_per_second, epoch_steps_per_second;
    bool *stop_training;  /* set by a callback: the current epoch is the last one */
    const error *warning; /* the first failure of an optional callback; NULL: none */
} train_state;

/* When callbacks are called. */
typedef enum train_moment {
    ON_TRAIN_BEGIN,
    ON_TRAIN_BATCH_END,
    ON_TEST_BEGIN, /* no weight changes until ON_EPOCH_END */
    ON_TEST_END,
    ON_EPOCH_END,
    /* Once training began, always called, also after a failure or an interruption: it closes what
     * ON_TRAIN_BEGIN opened. */
    ON_TRAIN_END,
    TRAIN_MOMENTS,
} train_moment;

/* False, with the reason in 'err', ends the training. */
typedef bool (*train_hook)(void *self, const train_state *state, error *err);

typedef struct train_callback {
    void *self;
    train_hook hooks[TRAIN_MOMENTS]; /* NULL: do nothing */
    /* If it fails after ON_TRAIN_BEGIN, training continues; train_state.warning has the reason. */
    bool optional;
} train_callback;

#endif
