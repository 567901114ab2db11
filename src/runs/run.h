/* SPDX-License-Identifier: Apache-2.0 */
/* One training run: an initializer's model, trained and logged to LOGDIR/<initializer>. */
#ifndef TRAIN_RUN_H
#define TRAIN_RUN_H

#include "data/dataset_open.h"
#include "train/callbacks/early_stopping.h"
#include "train/callbacks/reduce_lr.h"
#include "train/callbacks/tensorboard.h"
#include "train/fit.h"
#include "train/history.h"

/* What a user says of a run: options.h has a row for each. Texts belong to the caller. */
typedef struct run_options {
    nn_model_config model;
    double learning_rate; /* instead of the optimizer's own, once all is said; 0: that */
    size_t epochs;
    size_t schedule_epochs;   /* how long a learning-rate schedule lasts by default; 0: 'epochs' */
    stopping_rule stopping;   /* end early (early_stopping.h); all zeros: never */
    reduction_rule reduction; /* of the learning rate (reduce_lr.h); all zeros: never */
    bool terminate_on_nan;    /* end when a batch's loss is not finite */
    dataset_options data;     /* what it learns from */
    const char *logdir;       /* each run gets a folder in it */
    bool graph_def;           /* the same as a GraphDef too (model_graph.h) */
    bool write_graph;         /* the model for the Graphs dashboard */
    bool save_models;         /* the best and the last one (kept_models.h) */
    size_t predictions;       /* validation images in each grid (predictions.h); 0: none */
    bool samples;             /* the first training images, as a picture (samples.h) */
    tensorboard_options tensorboard; /* its model_json is set by each run */
    bool dashboards;                 /* fill HParams, Custom Scalars and Text too (run_log.h) */
    bool diagnostics;                /* log why an initializer fails (diagnostics.h) */
    bool checkpoint;                 /* write one at the end of each epoch (checkpoint.h) */
    bool resume;                     /* continue after the last checkpoint */
    bool strict;                     /* a failure to log ends the run, not only its logs */
    bool overwrite;                  /* of the command: runs that exist are removed first, */
    bool quiet, json;                /* no progress, events on standard output (run_events.h) */
    const atomic_bool *stop;         /* as in fit_options */
    const char *command;             /* as typed, kept, for the Text dashboard; NULL: unknown */
} run_options;

/* The notebook's: 20 epochs, histogram_freq 4, write_images, write_graph, logdir "logs". */
run_options run_options_default(void);

/* Of a run's folder (lock.h). */
typedef struct run_lock run_lock;

typedef struct run {
    run_options options;
    char *initializer; /* its text */
    char *name;        /* of its folder in logdir */
    char *group; /* of the runs that differ from it in nothing but the seed; its name if it is alone
                  */
    history history;
    const char *csv;    /* a file for its rows (csv_log.h); NULL: none */
    run_lock *lock;     /* while this process has it; NULL: not */
    nn_profile profile; /* where its time went */
    fit_result result;
    size_t resumed; /* epochs that were there before; 0: it was not resumed */
    error err;      /* with FIT_FAILED */
    error warning;  /* what could not be written; "" when all was */
} run;

/*
 * A run with that name (copied), which may have slashes; NULL: the initializers' text. False when
 * there is no memory. Free by run_free in any case.
 */
bool run_init(run *self, const run_options *options, const nn_layer_initializers *initializers,
              const char *name);

/* The same with that seed, as the one named <group>/seed-<seed> of its group; NULL: the
 * initializer's. */
bool run_init_seed(run *self, const run_options *options, const nn_layer_initializers *initializers,
                   const char *group, uint64_t seed);

/* Lets go of its lock too. */
void run_free(run *self);

/* LOGDIR/<name>; free it. NULL when there is no memory. */
char *run_folder(const run *self);

/*
 * Train, in this thread, with the run's own callbacks and 'shown' (all zeros for none). Its folder
 * must have been locked (lock.h) and prepared (folder.h). The outcome is in result, err and
 * history.
 */
void run_train(run *self, const dataset *train, const dataset *test, train_callback shown);

#endif
