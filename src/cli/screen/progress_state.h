/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of runs while they train, as of the last that was told of them. */
#ifndef CLI_PROGRESS_STATE_H
#define CLI_PROGRESS_STATE_H

#include "runs/watch.h"

typedef enum progress_stage {
    STAGE_WAITING,
    STAGE_ACTIVE,
    STAGE_DONE,
    STAGE_STOPPED, /* before its last epoch */
    STAGE_FAILED,
} progress_stage;

typedef struct progress_run {
    const char *name;
    size_t group; /* its place in progress_state.groups */
    progress_stage stage;
    size_t epoch, epochs, batch, batches; /* epochs that are over, batches of the one under way */
    size_t first_epoch;                   /* those before it were there when it began */
    train_logs train, validation;         /* the latest */
    double epoch_seconds;                 /* the last epoch's */
    double began_s, seconds;              /* when it began to train, how long it took */
    float *accuracies;                    /* (epoch) of validation, while it is active; or NULL */
    const char *warning;                  /* the run's first; NULL: none */
    const char *waits_for;                /* who has its lock, as long as it waits for that */
} progress_run;

/* Runs that differ in their seed alone. */
typedef struct progress_group {
    const char *name;
    size_t runs, done;
    double accuracy_sum; /* of those that are done */
} progress_group;

typedef struct progress_state {
    progress_run *runs;     /* (count), in the order of the list */
    progress_group *groups; /* (group_count), in the order in which they come first */
    size_t count, group_count;
    double began_s;
} progress_state;

/* All times are seconds of one clock. Names are the runs'. False when there is no memory; free in
 * any case. */
bool progress_state_init(progress_state *self, const run *runs, size_t count, double now_s);
void progress_state_free(progress_state *self);

/* What a watcher hears (run_watch.h). */
void progress_state_begin(progress_state *self, size_t index, const run *r, const train_state *at,
                          double now_s);
void progress_state_batch(progress_state *self, size_t index, const train_state *at);
void progress_state_epoch(progress_state *self, size_t index, const train_state *at);
void progress_state_end(progress_state *self, size_t index, const run *r, double now_s);

/* Seconds that a run, or all of them, will still take at the pace so far; NaN as long as nothing is
 * known of it. */
double progress_run_left_s(const progress_run *r, double now_s);
double progress_left_s(const progress_state *self, double now_s);

/* The share of all epochs that is over, 0 to 1. */
double progress_fraction(const progress_state *self);

/* How many runs are at a stage. */
size_t progress_count(const progress_state *self, progress_stage stage);

#endif
