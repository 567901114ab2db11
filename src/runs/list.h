/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of a comparison, in the order in which they will be trained. */
#ifndef RUNS_LIST_H
#define RUNS_LIST_H

#include "runs/run.h"

typedef struct run_list {
    run *runs; /* (count); room for (capacity) */
    size_t count, capacity;
} run_list; /* {0} is an empty one */

/*
 * Add a run; the arguments are run_init's. NULL when there is no memory. A returned pointer is
 * valid until the next call.
 */
run *run_list_add(run_list *self, const run_options *options,
                  const nn_layer_initializers *initializers, const char *name);

/*
 * Add a run for each initializer and each of 'seeds' seeds, starting at the options' seed; its
 * folder is LOGDIR/<initializer>/seed-<seed>. With 0 seeds, add one run for each initializer, with
 * the options' seed, in LOGDIR/<initializer>. All runs of a seed come before those of the next, so
 * that an interrupted comparison still compares the initializers, over fewer seeds. False when
 * there is no memory, or seeds go beyond UINT64_MAX.
 */
bool run_list_add_comparison(run_list *self, const run_options *options,
                             const nn_layer_initializers *initializers, size_t count, size_t seeds);

/* Frees the last run first, so that empty folders that its lock created can be removed. */
void run_list_free(run_list *self);

/* Take the locks of all runs (lock.h), or fail at once. run_list_free releases those that were
 * taken. */
bool run_list_lock(const run_list *self, error *err);

/*
 * Make sure that every run may log to its folder (run_folder_prepare), before the first one starts.
 * The caller holds their locks. Runs with --resume are skipped: they check their folders
 * themselves.
 */
bool run_list_prepare(const run_list *self, bool overwrite, error *err);

#endif
