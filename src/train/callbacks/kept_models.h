/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The best and the last model of a run, beside its logs: RUN/best.safetensors is of the first epoch
 * that reached the highest val_accuracy, as keras.callbacks.ModelCheckpoint(save_best_only=True,
 * monitor="val_accuracy") decides; RUN/last.safetensors of the last epoch that ended. What they
 * hold: model_file.h.
 */
#ifndef TRAIN_KEPT_MODELS_H
#define TRAIN_KEPT_MODELS_H

#include "model/model_file.h"
#include "train/callbacks/early_stopping.h"

typedef struct kept_models {
    const char *folder; /* the run's */
    model_source source;
    const history *history;
    const early_stopping *stopping; /* for kept_models_restored_callback */
} kept_models;

/* RUN/best.safetensors, or with 'last' RUN/last.safetensors; free it. NULL: there is no memory. */
char *kept_model_path(const char *folder, bool last);

/* About how large a file of the model is, in bytes. */
size_t kept_model_bytes(const nn_model *model);

/* Whether a run with this history, at its last epoch, can be resumed with them: a best model of an
 * earlier epoch that is not there cannot be made again. Changes nothing. */
bool kept_models_check(const kept_models *self, error *err);

/*
 * A callback that writes them at the end of each epoch; after history's and checkpoint's. When a
 * run is resumed it first writes those that a kill between checkpoint and model left out.
 */
train_callback kept_models_callback(kept_models *self);

/* The last model again, after early stopping restored the best epoch's weights: it is of
 * that epoch then. */
train_callback kept_models_restored_callback(kept_models *self);

#endif
