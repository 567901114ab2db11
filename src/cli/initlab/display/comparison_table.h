/* SPDX-License-Identifier: Apache-2.0 */
/* The table that compare prints at its end, and its columns, which a sweep's table has too. */
#ifndef CLI_COMPARISON_TABLE_H
#define CLI_COMPARISON_TABLE_H

#include "cli/initlab/display/next_steps.h"
#include "cli/screen/terminal.h"
#include "cli/screen/text_table.h"
#include "runs/list.h"

/* The results of a run: val_accuracy, val_loss, accuracy, loss, epochs, seconds. */
enum { RUN_COLUMNS = 6 };
extern const text_table_column run_columns[RUN_COLUMNS];

/* Add the cells of these columns, for a run that finished at least one epoch. 'best' is the best of
 * the table. */
void run_columns_add(text_table *table, const run *r, const run *best);

/* Red for a run that failed (ending.h), bold for one that is as good as the best. */
text_style run_style(const run *r, const run *best);

/*
 * Print a row for each run that finished at least one epoch, the best validation accuracy first.
 * Both tables are made to fit into 'columns' as text_table.h describes (0: no limit). *best
 * receives the first, unless it failed. False when there is no memory.
 */
bool comparison_table_put_runs(const run_list *list, const terminal *out, size_t columns,
                               best_result *best);

/*
 * Print a row for each group, the best mean first: mean, standard deviation and confidence interval
 * of the validation accuracy over the seeds, and which groups differ significantly. An explanation
 * of the signs follows.
 */
bool comparison_table_put_groups(const run_list *list, const terminal *out, size_t columns,
                                 best_result *best);

#endif
