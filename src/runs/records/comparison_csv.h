/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LOGDIR/comparison.csv: a row for each epoch of every run in LOGDIR that a comparison trained
 * (csv_log.h has the columns). A comparison replaces the rows of its own runs and keeps those of
 * others.
 */
#ifndef RUNS_COMPARISON_CSV_H
#define RUNS_COMPARISON_CSV_H

#include "runs/run.h"

/*
 * Check that the file, if it exists, holds only rows of comparisons, so that rows can be added.
 * Called before the training, so that a long training does not end in this error.
 */
bool comparison_csv_check(const char *logdir, error *err);

/*
 * Write the rows of these runs, after the rows of other runs that the file already holds. The file
 * is replaced as a whole or not at all. A resumed run that has no epochs yet keeps its old rows.
 */
bool comparison_csv_write(const char *logdir, const run *runs, size_t count, error *err);

#endif
