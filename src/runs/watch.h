/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watchers of runs: a live view, events for scripts. Their hooks are called for many runs, in the
 * threads that train them, and do not influence a run; callbacks (callback.h) belong to one run and
 * may end it.
 */
#ifndef RUNS_WATCH_H
#define RUNS_WATCH_H

#include "runs/run.h"

/* When hooks are called. For a run that fails before it trains, or that another process trained,
 * only RUN_END is. */
typedef enum run_moment {
    RUN_WAIT,  /* waiting for another process, which holds its lock: run.err names it; no state */
    RUN_BEGIN, /* run.history and state.epoch say what is resumed */
    RUN_BATCH_END,
    RUN_EPOCH_END, /* run.history has the epoch */
    RUN_END,       /* run.result is set; no state */
    RUN_MOMENTS,
} run_moment;

/* 'index' is the run's place in the list; 'state' is NULL if the moment has none. */
typedef void (*run_hook)(void *self, size_t index, const run *r, const train_state *state);

typedef struct run_watcher {
    void *self;
    run_hook hooks[RUN_MOMENTS]; /* NULL: do nothing */
} run_watcher;

typedef struct run_watchers {
    const run_watcher *list; /* (count) */
    size_t count;
} run_watchers;

/* Call the hooks of all watchers, in their order. */
void run_watch_notify(const run_watchers *watchers, run_moment moment, size_t index, const run *r,
                      const train_state *state);

/* run_train with watchers (NULL: none). The caller notifies them of RUN_END. */
void run_watch_train(run *r, size_t index, const dataset *train, const dataset *test,
                     const run_watchers *watchers);

#endif
