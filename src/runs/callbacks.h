/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The callbacks of a run. callbacks.c has the list: a row for each callback, in the order in which
 * fit calls them. To add a callback, write its file and its row.
 */
#ifndef RUNS_CALLBACKS_H
#define RUNS_CALLBACKS_H

#include "runs/records/option_records.h"
#include "train/callbacks/checkpoint.h"
#include "train/callbacks/hparams_log.h"
#include "train/run_log.h"

/* A run while it trains: what its callbacks need to be opened. It outlives them. */
typedef struct run_training {
    run *run;
    const dataset *train, *test;
    train_callback shown; /* the caller's callback; all zeros: none */
    char *folder;         /* the run's folder */
    nn_model *model;
    early_stopping stopping; /* all zeros: the run never stops early */
    checkpoint checkpoint;
    option_records records;
    size_t first_epoch; /* the checkpoint holds the epochs before it */
    double ended_s; /* when the session of the run ended that is resumed now; 0: it did not end */

    /* Set by the callbacks that need them: */
    char *model_json;
    tblog_graph *graph;
    tensorboard *tensorboard; /* has the writers of train/ and validation/ */
    run_log *log;
    char *session_group;  /* in HParams */
    hparams_log *hparams; /* its session ends with the run's result */
} run_training;

/*
 * Open the callbacks that the run wants; *count of them, some of which may be all zeros. NULL, with
 * the reason in the run's 'err', when one cannot be opened. Free by run_callbacks_free.
 */
train_callback *run_callbacks_open(run_training *training, size_t *count);
void run_callbacks_free(train_callback *callbacks); /* NULL is fine */

#endif
