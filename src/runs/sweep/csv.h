/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The results of a sweep as CSV, in LOGDIR/sweep.csv: a row for each run, with all its options.
 * Another sweep over the same options may have written rows there: those of other runs are kept.
 */
#ifndef RUNS_SWEEP_CSV_H
#define RUNS_SWEEP_CSV_H

#include "runs/sweep/sweep.h"

/* Check, before the training, that rows can be added to the file, if it exists: its columns are the
 * options of this sweep. */
bool sweep_csv_check(const sweep *self, const char *path, error *err);

/* Write the rows in the order of the ranking, and after them those of other runs. The file is
 * replaced as a whole or not at all. */
bool sweep_csv_write(const sweep *self, const size_t *ranking, const char *path, error *err);

#endif
