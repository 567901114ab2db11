/* SPDX-License-Identifier: Apache-2.0 */
/* What a run reached, as columns of a table. */
#ifndef CLI_RUN_COLUMNS_H
#define CLI_RUN_COLUMNS_H

#include "cli/screen/text_table.h"
#include "runs/run.h"

/* val_accuracy, val_loss, accuracy, loss, epochs, seconds. */
enum { RUN_COLUMNS = 6 };
extern const text_table_column run_columns[RUN_COLUMNS];

/* Their cells, of a run that finished an epoch. */
void run_columns_add(text_table *table, const run *r);

#endif
