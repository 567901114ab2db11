/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LOGDIR/comparison.csv: a row for each epoch of every run that a comparison trained there
 * (csv_log.h has the columns). A comparison replaces the rows of its own runs and keeps those of
 * others.
 */
#ifndef RUNS_COMPARISON_CSV_H
#define RUNS_COMPARISON_CSV_H

#include "runs/run.h"

/*
 * Check that the file, if there is one, can be added to: that all of it is rows of comparisons.
 * Before the training, so that it does not end in this error.
 */
bool comparison_csv_check(const char *logdir, error *err);

/*
 * Write the rows of these runs, after those of other runs that the file holds already. It appears
 * whole or not at all. A resumed run that has no epochs yet keeps the rows that it has.
 */
bool comparison_csv_write(const char *logdir, const run *runs, size_t count, error *err);

#endif
