/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Early stopping, as keras.callbacks.EarlyStopping of Keras 3.15 decides: training ends at an epoch
 * that is the patience-th in a row without an improvement of the monitored metric.
 *
 * What it knows is a function of the run's history, but for the best weights, which a checkpoint
 * keeps beside the last ones.
 */
#ifndef TRAIN_EARLY_STOPPING_H
#define TRAIN_EARLY_STOPPING_H

#include "train/history.h"
#include "train/monitor.h"

/* When to stop; all zeros: never. */
typedef monitor_rule stopping_rule;

/* "monitor=val_loss,patience=3,min_delta=0,restore_best=true": see monitor_rule_parse. */
bool stopping_rule_parse(const char *text, stopping_rule *rule, char message[NN_MESSAGE]);

typedef struct early_stopping {
    stopping_rule rule;
    nn_model *model;
    float *weights; /* all of the model's, as they were at the best epoch; NULL: not kept */
    size_t size;    /* floats in it */
    double best;    /* of the metric */
    bool has_best, begun;
    bool stopped;  /* at the last epoch that was observed */
    bool restored; /* the model has the best epoch's weights */
    size_t best_epoch, wait;
} early_stopping;

/* For the model, which is kept; false when there is no memory. Free by early_stopping_free. */
bool early_stopping_init(early_stopping *self, const stopping_rule *rule, nn_model *model);
void early_stopping_free(early_stopping *self);

/* Observe the epochs that the run finished before. */
void early_stopping_replay(early_stopping *self, const history *past);

/* "val_loss has not improved since epoch 4" if the rule ended a run with this history, else "". */
void early_stopping_reason(const stopping_rule *rule, const history *past, char *text, size_t size);

/* Observes each epoch and ends the training; before the checkpoint. */
train_callback early_stopping_callback(early_stopping *self);

/* Gives the model the best weights back when training is over, if the rule says so; after the
 * checkpoint, so that a run can continue for longer. */
train_callback early_stopping_restore_callback(early_stopping *self);

/* keras.callbacks.TerminateOnNaN: ends the training at the first batch after which the epoch's loss
 * so far is NaN or infinite; the epoch is validated and logged, as by Keras. */
train_callback terminate_on_nan_callback(void);

#endif
