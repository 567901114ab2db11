/* SPDX-License-Identifier: Apache-2.0 */
/* What is known about runs while they train, as of the last moment reported. */
#ifndef CLI_PROGRESS_STATE_H
#define CLI_PROGRESS_STATE_H

#include "runs/watch.h"

typedef enum progress_stage {
    STAGE_WAITING,
    STAGE_ACTIVE,
    STAGE_DONE,
    STAGE_STOPPED, /* ended before its last epoch */
    STAGE_FAILED,
} progress_stage;

typedef struct progress_run {
    const char *name;
    size_t group; /* its place in progress_state.groups */
    progress_stage stage;
    size_t epoch, epochs, batch, batches; /* finished epochs; batches of the current epoch */
    size_t first_epoch;                   /* epochs before it were finished when the run began */
    train_logs train, validation;         /* the latest */
    double epoch_seconds;                 /* of the last epoch */
    double began_s;                       /* when it began to train */
    double seconds;                       /* of all its epochs, once it has ended */
    bool failed;                          /* once it has ended: it learned nothing (ending.h) */
    float *accuracies;     /* (epoch) validation accuracies while the run is active; or NULL */
    const char *warning;   /* the run's first warning; NULL: none */
    const char *waits_for; /* the process that holds the run's lock, while the run waits */
} progress_run;

/* Runs that differ only in their seed. */
typedef struct progress_group {
    const char *name;
    size_t runs, done, failed;
    double accuracy_sum; /* of the finished runs */
} progress_group;

typedef struct progress_state {
    progress_run *runs;     /* (count), in the order of the list */
    char **names;           /* (count) short_names.h */
    progress_group *groups; /* (group_count), in the order of their first runs */
    size_t count, group_count;
    double began_s;
} progress_state;

/* All times are seconds of the same clock. Names of groups belong to the runs or to this. False
 * when there is no memory; free in any case. */
bool progress_state_init(progress_state *self, const run *runs, size_t count, double now_s);
void progress_state_free(progress_state *self);

/* The moments of a watcher (runs/watch.h). */
void progress_state_begin(progress_state *self, size_t index, const run *r, const train_state *at,
                          double now_s);
void progress_state_batch(progress_state *self, size_t index, const train_state *at);
void progress_state_epoch(progress_state *self, size_t index, const train_state *at);
void progress_state_end(progress_state *self, size_t index, const run *r);

/* Seconds that a run, or all runs, will still take at the present speed; NaN while that is
 * unknown. */
double progress_run_left_s(const progress_run *r, double now_s);
double progress_left_s(const progress_state *self, double now_s);

/* The finished share of all epochs, 0 to 1. */
double progress_fraction(const progress_state *self);

/* The number of runs at a stage. */
size_t progress_count(const progress_state *self, progress_stage stage);

#endif
