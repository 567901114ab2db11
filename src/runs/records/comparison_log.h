/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the runs of a log folder have in common, in an event file of the folder itself: the columns
 * of the HParams dashboard (hparams_log.h), and the layout of the Custom Scalars dashboard, with
 * charts of the validation accuracies and losses of all runs and, if any run logs diagnostics
 * (diagnostics.h), a category "why" with these.
 */
#ifndef RUNS_RECORDS_COMPARISON_LOG_H
#define RUNS_RECORDS_COMPARISON_LOG_H

#include "runs/run.h"

/*
 * Write it to the log folder of these runs (at least one), unless the folder already holds it. The
 * columns are those whose values differ among the runs, beginning with the initializer; for one run
 * alone, all.
 */
bool comparison_log_write(const run *runs, size_t count, error *err);

#endif
