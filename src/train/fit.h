/* SPDX-License-Identifier: Apache-2.0 */
/* fit: train a model for some epochs as keras.Model.fit does. */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H

#include <stdatomic.h>

#include "data/dataset.h"
#include "train/callback.h"

typedef struct fit_options {
    size_t epochs, batch_size;
    uint64_t seed;           /* of the shuffling */
    const atomic_bool *stop; /* true: training stops before the next batch; NULL: never */
    error *warning;          /* gets the first failure of an optional callback; starts as "" */
    size_t first_epoch;      /* the model has been trained for the epochs before it */
    nn_profile *profile;     /* the model's, for what is not the model's; NULL: none */
} fit_options;

typedef enum fit_result {
    FIT_DONE,    /* all epochs, or as many as the callbacks allowed */
    FIT_STOPPED, /* by options.stop; the epoch under way is not logged */
    FIT_FAILED,  /* the reason is in 'err' */
} fit_result;

/*
 * Each epoch: shuffle, train on every sample (the last batch may be smaller), then validate on
 * 'test'. Train metrics are running means with dropout on, validation metrics have it off.
 *
 * Same seed and same model: same numbers, whatever other threads do.
 */
fit_result fit(nn_model *model, const dataset *train, const dataset *test,
               const fit_options *options, const train_callback *callbacks, size_t callback_count,
               error *err);

/* How many batches n samples make; the last one may be smaller. */
size_t fit_batches(size_t n, size_t batch_size);

#endif
