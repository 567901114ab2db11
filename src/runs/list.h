/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of a comparison, in the order in which they are to be trained. */
#ifndef TRAIN_RUN_LIST_H
#define TRAIN_RUN_LIST_H

#include "runs/run.h"

typedef struct run_list {
    run *runs; /* (count); room for (capacity) */
    size_t count, capacity;
} run_list; /* {0} is an empty one */

/*
 * Add a run: run_init's arguments. NULL when there is no memory. What it returns, and what earlier
 * calls returned, lives until the next one.
 */
run *run_list_add(run_list *self, const run_options *options,
                  const nn_layer_initializers *initializers, const char *name);

/*
 * Add each of the initializers with 'seeds' seeds, from the options' seed on, to be found in
 * LOGDIR/<initializer>/seed-<seed>; with 0 seeds once, with the options' seed, in
 * LOGDIR/<initializer>. Seed by seed, so that a part of the list compares the initializers as well,
 * over fewer seeds. False when there is no memory, or seeds go beyond UINT64_MAX.
 */
bool run_list_add_comparison(run_list *self, const run_options *options,
                             const nn_layer_initializers *initializers, size_t count, size_t seeds);

/* The last run first, so that folders that its lock made and that are empty can be removed. */
void run_list_free(run_list *self);

/* Take the locks of all runs (lock.h), or fail at once; those that were taken are let go by
 * run_list_free. */
bool run_list_lock(const run_list *self, error *err);

/*
 * Make sure that every run may log to its folder (run_folder_prepare), before the first one begins;
 * their locks are held.
 * Runs that are to be resumed are passed over: they look for themselves.
 */
bool run_list_prepare(const run_list *self, bool overwrite, error *err);

#endif
