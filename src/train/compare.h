/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, side by side on the cores. */
#ifndef TRAIN_COMPARE_H
#define TRAIN_COMPARE_H

#include "train/run_watch.h"

/*
 * Train all the runs, 'jobs' at a time, in their order. Each run's numbers depend on its own
 * options alone, not on jobs or watchers (NULL: none). The first failure stops the others ('stop'
 * is set): what was logged stays. With dashboards, what all have in common is logged first
 * (comparison_log.h).
 *
 * Returns the worst result; each run has its own.
 */
fit_result compare(run *runs, size_t count, size_t jobs, const dataset *train, const dataset *test,
                   const run_watchers *watchers, atomic_bool *stop);

#endif
