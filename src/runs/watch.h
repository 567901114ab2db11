/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who looks on while runs train: a live view, events for scripts. Watchers are told of many runs,
 * in the threads that train them, and change nothing of what a run does; callbacks (callback.h)
 * belong to one run and may end it.
 */
#ifndef TRAIN_RUN_WATCH_H
#define TRAIN_RUN_WATCH_H

#include "runs/run.h"

/* When watchers are told. A run that fails before it trains, or that another process trained, has
 * nothing but its RUN_END. */
typedef enum run_moment {
    RUN_WAIT,  /* for another process, which has its lock: run.err says which; there is no state */
    RUN_BEGIN, /* what it resumes is known: run.history, state.epoch */
    RUN_BATCH_END,
    RUN_EPOCH_END, /* the epoch is in run.history */
    RUN_END,       /* run.result is known; there is no state */
    RUN_MOMENTS,
} run_moment;

/* 'index' is the run's place in the list that is trained; 'state' is NULL where there is none. */
typedef void (*run_hook)(void *self, size_t index, const run *r, const train_state *state);

typedef struct run_watcher {
    void *self;
    run_hook hooks[RUN_MOMENTS]; /* NULL where nothing is to be done */
} run_watcher;

typedef struct run_watchers {
    const run_watcher *list; /* (count) */
    size_t count;
} run_watchers;

/* Tell all watchers, in their order. */
void run_watch_tell(const run_watchers *watchers, run_moment moment, size_t index, const run *r,
                    const train_state *state);

/* run_train, with watchers (NULL: none); RUN_END is for the caller to tell. */
void run_watch_train(run *r, size_t index, const dataset *train, const dataset *test,
                     const run_watchers *watchers);

#endif
