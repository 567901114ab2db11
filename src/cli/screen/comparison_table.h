/* SPDX-License-Identifier: Apache-2.0 */
/* The table in which a comparison ends, and its columns, which a sweep's table has too. */
#ifndef CLI_COMPARISON_TABLE_H
#define CLI_COMPARISON_TABLE_H

#include "cli/screen/terminal.h"
#include "cli/screen/text_table.h"
#include "runs/list.h"

/* What a run reached: val_accuracy, val_loss, accuracy, loss, epochs, seconds. */
enum { RUN_COLUMNS = 6 };
extern const text_table_column run_columns[RUN_COLUMNS];

/* Their cells, of a run that finished an epoch. */
void run_columns_add(text_table *table, const run *r);

/*
 * A row for each run that finished an epoch, the best validation accuracy first. Both tables fit
 * into 'columns' as text_table.h says (0: no limit). False when there is no memory.
 */
bool comparison_table_put_runs(const run_list *list, const terminal *out, size_t columns);

/*
 * A row for each group, the best mean first: mean, spread and interval of the validation accuracy
 * over the seeds, and which groups differ significantly; below it what the signs mean.
 */
bool comparison_table_put_groups(const run_list *list, const terminal *out, size_t columns);

#endif
