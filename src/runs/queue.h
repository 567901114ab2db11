/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runs that are to be trained, and who has taken which: workers of this process and, with MPI,
 * other ranks. What a taker had goes to others when it is gone. Any number of threads.
 */
#ifndef TRAIN_RUN_QUEUE_H
#define TRAIN_RUN_QUEUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct run_queue run_queue;

typedef enum run_queue_answer {
    RUN_QUEUE_TAKEN,
    RUN_QUEUE_WAIT, /* none now, but a taker may still lose one */
    RUN_QUEUE_OVER, /* all are done, or the queue was closed */
} run_queue_answer;

/* Runs order[0], order[1], ... of a list (copied; NULL: 0, 1, ...), to be taken in that order,
 * until *stop is true. NULL when there is no memory. */
run_queue *run_queue_new(const size_t *order, size_t count, const atomic_bool *stop);
void run_queue_free(run_queue *self);

/* The next run's place in the list. */
run_queue_answer run_queue_take(run_queue *self, int taker, size_t *index);

/* The same, waiting for an answer that is not RUN_QUEUE_WAIT; false: it is over. */
bool run_queue_take_wait(run_queue *self, int taker, size_t *index);

/* A run that was taken is done. */
void run_queue_done(run_queue *self, size_t index);

/* Whether it is this taker that has the run. */
bool run_queue_has(run_queue *self, int taker, size_t index);

/* What the taker has is for others to take, before all that waits. Returns how many runs. */
size_t run_queue_give_back(run_queue *self, int taker);

/* Whether all runs are done; or, once it was stopped, none is in anyone's hands. */
bool run_queue_over(run_queue *self);

#endif
