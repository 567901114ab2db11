/* SPDX-License-Identifier: Apache-2.0 */
/* One training run: a network is trained, and logged to LOGDIR/<name>. */
#ifndef RUNS_RUN_H
#define RUNS_RUN_H

#include "data/dataset_open.h"
#include "train/callbacks/early_stopping.h"
#include "train/callbacks/reduce_lr.h"
#include "train/callbacks/tensorboard.h"
#include "train/fit.h"
#include "train/history.h"

/* The options of a run: options.h has a row for each. Texts belong to the caller. */
typedef struct run_options {
    nn_model_config model;
    double learning_rate; /* replaces the optimizer's own in run_options_finish; 0: keep that */
    size_t epochs;
    size_t schedule_epochs;   /* how long a learning-rate schedule lasts by default; 0: 'epochs' */
    stopping_rule stopping;   /* end early (early_stopping.h); all zeros: never */
    reduction_rule reduction; /* of the learning rate (reduce_lr.h); all zeros: never */
    bool terminate_on_nan;    /* end when a batch's loss is not finite */
    dataset_options data;     /* what it trains on */
    const char *logdir;       /* each run gets a folder in it */
    bool graph_def;           /* also as a GraphDef (model_graph.h) */
    bool write_graph;         /* log the model for the Graphs dashboard */
    bool save_models;         /* save the best and the last model (kept_models.h) */
    size_t predictions;       /* validation images in each grid (predictions.h); 0: none */
    bool samples;             /* log the first training images as a picture (samples.h) */
    tensorboard_options tensorboard; /* each run sets its model_json */
    bool dashboards;                 /* fill HParams, Custom Scalars and Text too (run_log.h) */
    bool diagnostics;                /* log why an initializer fails (diagnostics.h) */
    bool checkpoint;                 /* write a checkpoint after each epoch (checkpoint.h) */
    bool resume;                     /* continue after the last checkpoint */
    bool strict;                     /* a failure to log ends the run, not only its logs */
    bool overwrite;                  /* remove existing runs first (the command does it) */
    bool quiet, json;                /* no progress; events on standard output (run_events.h) */
    const atomic_bool *stop;         /* as in fit_options */
    const char *command; /* the command line as typed, for Text; not copied; NULL: unknown */
} run_options;

/* The notebook's options: 20 epochs, histogram_freq 4, write_images, write_graph, logdir "logs". */
run_options run_options_default(void);

/* The lock of a run's folder (lock.h). */
typedef struct run_lock run_lock;

typedef struct run {
    run_options options;
    char *initializer; /* the initializers, as text */
    char *name;        /* name of its folder in logdir */
    char *group;       /* shared by runs that differ only in the seed; its name if it is alone
                        */
    history history;
    const char *csv;    /* file for a row after each epoch (csv_log.h); NULL: none */
    run_lock *lock;     /* NULL unless this process holds it */
    nn_profile profile; /* where its time went */
    fit_result result;
    size_t resumed; /* epochs in the checkpoint; 0: not resumed */
    error err;      /* with FIT_FAILED */
    error warning;  /* what could not be written; "" if everything was */
} run;

/*
 * Make a run with that name (copied), which may contain slashes; NULL: the initializers' text.
 * False when there is no memory. Free by run_free in any case.
 */
bool run_init(run *self, const run_options *options, const nn_layer_initializers *initializers,
              const char *name);

/* The same with that seed and the name <group>/seed-<seed>; group NULL: the initializers' text. */
bool run_init_seed(run *self, const run_options *options, const nn_layer_initializers *initializers,
                   const char *group, uint64_t seed);

/* Releases its lock too. */
void run_free(run *self);

/* LOGDIR/<name>; free it. NULL when there is no memory. */
char *run_folder(const run *self);

/* Set the network's inputs and classes to those of the data. run_train does it too. */
void run_fit_data(run *self, const dataset *train);

/*
 * Train in this thread, with the run's own callbacks and 'shown' (all zeros: none). Its folder must
 * be locked (lock.h) and prepared (folder.h). The outcome is in result, err and history.
 */
void run_train(run *self, const dataset *train, const dataset *test, train_callback shown);

#endif
