/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, side by side on the cores. */
#ifndef TRAIN_COMPARE_H
#define TRAIN_COMPARE_H

#include "runs/queue.h"
#include "runs/watch.h"

/* What is done with a run's folder before and after the training, while the run is locked. */
typedef struct run_keeper {
    void *self;
    /* *done: another process has trained the run meanwhile; the run has its history. False, with
     * the reason in the run's 'err': the run fails. */
    bool (*begin)(void *self, size_t index, bool *done);
    void (*end)(void *self, size_t index); /* it was trained; its result is not told yet */
} run_keeper;

/* What several runs are trained with. */
typedef struct comparison {
    run *runs; /* (count) the whole list */
    size_t count;
    size_t jobs; /* runs side by side in this process */
    const dataset *train, *test;
    const run_watchers *watchers; /* NULL: none */
    atomic_bool *stop;            /* the first failure sets it too */
    bool lock;         /* wait for the lock of a run that this process does not have (lock.h) */
    run_keeper keeper; /* all zeros: none */
} comparison;

/*
 * Train runs order[0], order[1], ... of the list (NULL: all), 'jobs' at a time, in that order. Each
 * run's numbers depend on its own options alone, not on jobs or watchers. The first failure stops
 * the others: what was logged stays. With dashboards, what all have in common is logged first
 * (comparison_log.h).
 *
 * Returns the worst result; each run has its own.
 */
fit_result compare(const comparison *c, const size_t *order, size_t count);

/* What all runs of the list have in common, for the dashboards; a failure is the first run's. */
bool compare_log_common(const comparison *c);

/* Where workers get their runs from; any number of threads call it. */
typedef struct run_source {
    void *self;
    bool (*next)(void *self, size_t *index); /* waits for a run's place in the list; false: over */
    void (*done)(void *self, size_t index);  /* its result is known, and was told to the watchers */
} run_source;

/* The queue, for the workers of this process. */
run_source compare_from_queue(run_queue *queue);

/* Have 'jobs' threads train what comes from the source until it is over, this one among them. */
void compare_work(const comparison *c, const run_source *source);

/* The worst result of those runs. */
fit_result compare_worst(const comparison *c, const size_t *order, size_t count);

#endif
