/* SPDX-License-Identifier: Apache-2.0 */
/* Scalars as a wide table: a row for each step, a column for each tag. */
#ifndef CLI_TBLOG_EXPORT_WIDE_H
#define CLI_TBLOG_EXPORT_WIDE_H

#include "cli/tblog/export/runs.h"
#include "cli/tblog/export/table.h"

/*
 * Print the wanted scalars. Columns are called by their tag, or, of several runs, run/tag; with
 * 'wall_time' the second column is the time of the row's first value. *rows is how many there are.
 * False when there is no memory.
 */
bool wide_put(export_table *table, const export_runs *runs, bool wall_time, size_t *rows);

#endif
