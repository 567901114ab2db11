/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lower learning rate when a metric no longer improves, as keras.callbacks.ReduceLROnPlateau of
 * Keras 3.15 decides. What it knows, and the rate, are a function of the run's history.
 */
#ifndef TRAIN_REDUCE_LR_H
#define TRAIN_REDUCE_LR_H

#include "train/history.h"
#include "train/monitor.h"

/* When to reduce, and by how much; all zeros: never. */
typedef monitor_rule reduction_rule;

/* "monitor=val_loss,factor=.5,patience=3": see monitor_rule_parse. */
bool reduction_rule_parse(const char *text, reduction_rule *rule, char message[NN_MESSAGE]);

typedef struct reduce_lr {
    reduction_rule rule;
    nn_model *model;
    double best; /* of the metric */
    bool has_best;
    size_t wait, cooldown; /* epochs without improvement; left of the pause after a reduction */
} reduce_lr;

/* For the model, which is kept, and whose rate is reduced as it was in the epochs of 'past'. */
reduce_lr reduce_lr_new(const reduction_rule *rule, nn_model *model, const history *past);

/* Looks at each epoch; the rate is that of the next one. */
train_callback reduce_lr_callback(reduce_lr *self);

#endif
