/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checkpoints: all that a run is at the end of an epoch, in one file that appears whole or not at
 * all, so that a killed run can continue without a difference. RUN/checkpoint.safetensors holds
 *
 *     history                                         (epochs, 5) F64: loss, accuracy, val_loss,
 *                                                     val_accuracy, seconds
 *     dense/kernel, dense/bias, dense_1/kernel, ...   the weights, F32, as Keras names them
 *     adam/m/dense/kernel, adam/v/..., ...            what the optimizer remembers of each
 *
 *     best/dense/kernel, ...                          with early stopping that restores the best
 *                                                     weights: these
 *
 * and as texts the run's options, and the event files with their sizes at that moment. Random
 * numbers are functions of seed, epoch and step (rng.h): nothing of them needs to be kept.
 */
#ifndef TRAIN_CHECKPOINT_H
#define TRAIN_CHECKPOINT_H

#include "data/files/safetensors.h"
#include "train/callback.h"
#include "train/history.h"

/* Something that must be the same for a run to be resumed. */
typedef struct checkpoint_option {
    const char *key;    /* in the file */
    const char *option; /* that sets it, without its dashes; NULL: a fact of the data */
    char *text;         /* its value */
    char *usual;        /* what a file without the key means; NULL: such a file is refused */
    char *(*shown)(const char *text); /* a value as a user writes it; NULL: as it is. Free it */
    bool left_out;                    /* the file does not get it, as it is the usual value */
} checkpoint_option;

typedef struct checkpoint {
    const char *folder;               /* the run's, kept here */
    const checkpoint_option *options; /* (option_count) in the file's order; kept */
    size_t option_count;
    history *history;
    nn_model *model;
    float *best_weights; /* kept too: laid out as all of the model's (early_stopping.h); or NULL */
} checkpoint;

/* The file's path in a run's folder; free it. NULL when there is no memory. */
char *checkpoint_path(const char *folder);

/* About how large the file is after that many epochs, in bytes. */
size_t checkpoint_bytes(const checkpoint *self, size_t epochs);

/* A callback that writes the file at the end of each epoch; after those that log and count it. */
train_callback checkpoint_callback(checkpoint *self);

/*
 * Read the run's last checkpoint and look at all that it concerns: whether it is of a run with
 * these options and this network, and whether the event files hold what they held then. No file is
 * changed; the history is the checkpoint's afterwards. *found is NULL when there is no checkpoint.
 * False, with the reason in 'err', when the run cannot be resumed. Free *found by safetensors_free.
 */
bool checkpoint_read(checkpoint *self, safetensors **found, error *err);

/* Go back to it: weights, slots; event files are cut to what they were then, and those begun since
 * removed. */
bool checkpoint_restore(checkpoint *self, const safetensors *found, error *err);

#endif
