/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runs still to be trained, and who has taken which: workers of this process and, with MPI,
 * other ranks. The runs of a taker that is lost go to others. Any number of threads may call these
 * functions.
 */
#ifndef RUNS_QUEUE_H
#define RUNS_QUEUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct run_queue run_queue;

typedef enum run_queue_answer {
    RUN_QUEUE_TAKEN,
    RUN_QUEUE_WAIT, /* none now, but a taker may still give one back */
    RUN_QUEUE_OVER, /* all runs are done, or the queue was stopped */
} run_queue_answer;

/* A queue of the runs order[0], order[1], ... of a list, taken in that order until *stop is true.
 * 'order' is copied; NULL means 0, 1, .... NULL when there is no memory. */
run_queue *run_queue_new(const size_t *order, size_t count, const atomic_bool *stop);
void run_queue_free(run_queue *self);

/* Take the next run; *index receives its place in the list. */
run_queue_answer run_queue_take(run_queue *self, int taker, size_t *index);

/* The same, but wait until there is a run; false if there are no more. */
bool run_queue_take_wait(run_queue *self, int taker, size_t *index);

/* Mark a run that was taken as done. */
void run_queue_done(run_queue *self, size_t index);

/* Whether this taker has the run. */
bool run_queue_has(run_queue *self, int taker, size_t index);

/* Return the runs of this taker to the front of the queue, for others. Returns how many. */
size_t run_queue_give_back(run_queue *self, int taker);

/* Whether all runs are done or, after a stop, no run is taken any more. */
bool run_queue_over(run_queue *self);

#endif
