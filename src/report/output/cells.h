/* SPDX-License-Identifier: Apache-2.0 */
/* The tables' cells as texts, for the page and for Markdown. */
#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H

#include "report/table.h"

typedef struct report_cell {
    char text[64];
    char more[96]; /* in a lighter weight after it; "" for nothing */
} report_cell;

enum { CELLS_MAX = 12 };

/* The heads of the columns after the run's name; returns how many. */
size_t cells_head(const report_table *table, bool has_seeds, report_cell cells[CELLS_MAX]);

/* A row's cells, as many as heads. */
size_t cells_row(const report_table *table, bool has_seeds, size_t row,
                 report_cell cells[CELLS_MAX]);

/* How much a row lies above another, and the corrected p-value. */
report_cell cells_difference(const report_table *table, size_t row, size_t other);

#endif
