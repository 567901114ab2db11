/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, side by side on the cores. */
#ifndef TRAIN_COMPARE_H
#define TRAIN_COMPARE_H

#include "train/run_queue.h"
#include "train/run_watch.h"

/* What several runs are trained with. */
typedef struct comparison {
    run *runs; /* (count) the whole list */
    size_t count;
    size_t jobs; /* runs side by side in this process */
    const dataset *train, *test;
    const run_watchers *watchers; /* NULL: none */
    atomic_bool *stop;            /* the first failure sets it too */
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

/* Have 'jobs' threads train what they take from the queue until it is over, this one among them. */
void compare_queue(const comparison *c, run_queue *queue);

/* The worst result of those runs. */
fit_result compare_worst(const comparison *c, const size_t *order, size_t count);

#endif
