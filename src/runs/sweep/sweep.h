/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sweep: the runs of a plan trained, all for the same epochs or by successive halving. Runs that
 * were finished before are not trained again, others taken up where their checkpoint was written:
 * a sweep that is killed and started again ends in the same logs.
 */
#ifndef TRAIN_SWEEP_H
#define TRAIN_SWEEP_H

#include "runs/compare.h"
#include "runs/lock.h"
#include "runs/sweep/plan.h"

typedef struct sweep {
    const sweep_plan *plan;
    comparison runs; /* those of the plan, in its order; with options.resume */
    /* How some of the runs are trained: compare, or over MPI's ranks. */
    fit_result (*train)(void *context, const comparison *c, const size_t *order, size_t count);
    void *context;
} sweep;

/* How a run of the sweep ended is in its folder (outcome.h): read before it is trained, and written
 * after. sweep_train sets it; ranks that help need it too. */
run_keeper sweep_keeper(const sweep *self);

/*
 * With 'overwrite' forget what the runs have in their folders, so that they begin anew. Waits for
 * the lock of each run, and calls 'waits' then (lock.h); a comparison that does not lock its runs
 * (runs.lock) needs all locks from here on, and keeps them. False with "" in 'err' when it was
 * stopped.
 */
bool sweep_prepare(const sweep *self, bool overwrite, run_lock_waits waits, void *context,
                   error *err);

/*
 * Train. Of each run options.epochs is then how many it was to train: with halving fewer where it
 * was left behind. The runs' results are in them; FIT_FAILED without a failed run has its reason in
 * 'err'.
 */
fit_result sweep_train(sweep *self, error *err);

/*
 * The runs' places in the list, best first: those that trained for longer before the others, then
 * by the last validation accuracy, its loss, and the order of the plan; those without an epoch
 * last. NULL when there is no memory.
 */
size_t *sweep_ranking(const sweep *self);

/* A row for each run, in that order, with all its options. */
bool sweep_write_csv(const sweep *self, const size_t *ranking, const char *path, error *err);

#endif
