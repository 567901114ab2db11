/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sweep trains the runs of a plan, all for the same number of epochs or by successive halving.
 * Runs that were finished before are not trained again, and unfinished ones are resumed from their
 * checkpoints: a sweep that is killed and started again ends with the same logs.
 */
#ifndef RUNS_SWEEP_H
#define RUNS_SWEEP_H

#include "runs/compare.h"
#include "runs/lock.h"
#include "runs/sweep/plan.h"

typedef struct sweep {
    const sweep_plan *plan;
    comparison runs; /* the runs of the plan, in its order; with options.resume */
    /* Trains some of the runs: compare(), or ranks_compare(). */
    fit_result (*train)(void *context, const comparison *c, const size_t *order, size_t count);
    void *context;
} sweep;

/* The keeper of a sweep's runs: reads a run's outcome (outcome.h) before it is trained and writes
 * it after. sweep_train sets it; other ranks that train the sweep's runs need it too. */
run_keeper sweep_keeper(const sweep *self);

/*
 * With 'overwrite', remove what the runs' folders hold, so that the runs start again. Waits for the
 * lock of each run and calls 'waits' while it does (lock.h). A comparison that does not lock its
 * runs itself (runs.lock) needs all locks from here on, and keeps them. False with "" in 'err' if
 * it was stopped.
 */
bool sweep_prepare(const sweep *self, bool overwrite, run_lock_waits waits, void *context,
                   error *err);

/*
 * Train. Afterwards options.epochs of each run is the number of epochs it was meant to train for:
 * with halving, fewer for the runs that were dropped. Each run holds its result; if FIT_FAILED is
 * returned and no run failed, the reason is in 'err'.
 */
fit_result sweep_train(sweep *self, error *err);

/*
 * The runs' places in the list, best first: first the runs that trained for longer, then by the
 * last validation accuracy, the last validation loss, and the order of the plan; runs without an
 * epoch come last. NULL when there is no memory.
 */
size_t *sweep_ranking(const sweep *self);

#endif
