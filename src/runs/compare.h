/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, in parallel. */
#ifndef RUNS_COMPARE_H
#define RUNS_COMPARE_H

#include "runs/queue.h"
#include "runs/watch.h"

/* Called before and after a run is trained, while this process holds its lock. */
typedef struct run_keeper {
    void *self;
    /* *done: another process has trained the run in the meantime; 'history' of the run then holds
     * its epochs. False, with the reason in the run's 'err', if the run fails. */
    bool (*begin)(void *self, size_t index, bool *done);
    /* After the training, before watchers get the result. */
    void (*end)(void *self, size_t index);
} run_keeper;

/* The runs of a comparison, and what they are trained with. */
typedef struct comparison {
    run *runs; /* (count) the whole list */
    size_t count;
    size_t jobs;  /* how many runs are trained at a time by this process */
    size_t cores; /* that it may use, for the jobs' threads; 0: one for each job */
    const dataset *train, *test;
    const run_watchers *watchers; /* NULL: none */
    atomic_bool *stop;            /* set to end all runs; the first failure also sets it */
    bool lock;         /* wait for the locks of runs that this process does not hold (lock.h) */
    run_keeper keeper; /* all zeros: none */
} comparison;

/*
 * Train runs order[0], order[1], ... of the list (NULL: all), 'jobs' at a time, in that order. The
 * numbers of a run depend only on its own options, not on jobs, threads or watchers. The first
 * failure stops the other runs; what they logged stays. With dashboards, what all runs have in
 * common is logged first (comparison_log.h).
 *
 * Returns the worst result; each run holds its own.
 */
fit_result compare(const comparison *c, const size_t *order, size_t count);

/* The threads of each of the comparison's runs, given the option's number (0: not set): those that
 * are set, but no more than the cores that the jobs leave. */
size_t compare_threads(const comparison *c, size_t set);

/* Whether cores are left for a thread beside those of such a model in each job. */
bool compare_spares_core(const comparison *c, const nn_model_config *model);

/* Log what all runs of the list have in common, for the dashboards. A failure is reported in the
 * first run's 'err'. */
bool compare_log_common(const comparison *c);

/* Where workers get their runs from; any number of threads call it. */
typedef struct run_source {
    void *self;
    /* Wait for a run's place in the list; false: no more. */
    bool (*next)(void *self, size_t *index);
    void (*done)(void *self, size_t index); /* its result is known, and the watchers have it */
} run_source;

/* Runs from the queue, for the workers of this process. */
run_source compare_from_queue(run_queue *queue);

/* Train the runs that the source returns until there are no more, in 'jobs' threads; the caller's
 * is one of them. */
void compare_work(const comparison *c, const run_source *source);

/* The worst result of those runs. */
fit_result compare_worst(const comparison *c, const size_t *order, size_t count);

#endif
