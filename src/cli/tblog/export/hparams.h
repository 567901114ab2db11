/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of the HParams dashboard as a table. */
#ifndef CLI_TBLOG_EXPORT_HPARAMS_H
#define CLI_TBLOG_EXPORT_HPARAMS_H

#include "cli/tblog/export/runs.h"
#include "cli/tblog/export/table.h"

/*
 * Print a row for each session of a chosen run: its run, its hyperparameters, and of each metric
 * METRIC.last, METRIC.min and METRIC.max. Columns are in the order of the experiment; other
 * hyperparameters follow by name. Metrics are those of the experiment, or, if it has none, all
 * wanted scalars of a session's run and of runs below. *sessions is how many there are. False when
 * there is no memory.
 */
bool hparams_put(export_table *table, const export_runs *runs, size_t *sessions);

#endif
