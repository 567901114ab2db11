/* SPDX-License-Identifier: Apache-2.0 */
/* What a run reached, as columns of a table. */
#include "cli/screen/run_columns.h"

const text_table_column run_columns[RUN_COLUMNS] = {
    {"val_accuracy", 12, false, 0, CUT_END, 0}, {"val_loss", 8, false, 0, CUT_END, 1},
    {"accuracy", 8, false, 0, CUT_END, 4},      {"loss", 8, false, 0, CUT_END, 5},
    {"epochs", 6, false, 0, CUT_END, 2},        {"seconds", 8, false, 0, CUT_END, 3},
};

void run_columns_add(text_table *table, const run *r) {
    const history_epoch *e = history_last(&r->history);
    text_table_cell(table, "%.4f", e->validation.accuracy);
    text_table_cell(table, "%.4f", e->validation.loss);
    text_table_cell(table, "%.4f", e->train.accuracy);
    text_table_cell(table, "%.4f", e->train.loss);
    text_table_cell(table, "%zu", r->history.count);
    text_table_cell(table, "%.2f", history_seconds(&r->history));
}
