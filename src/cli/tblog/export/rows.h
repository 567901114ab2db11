/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a table for each value that is exported: scalars, histograms, texts, PR curves. */
#ifndef CLI_TBLOG_EXPORT_ROWS_H
#define CLI_TBLOG_EXPORT_ROWS_H

#include "cli/tblog/export/item.h"
#include "cli/tblog/export/table.h"

/* A kind of values as rows. */
typedef struct export_row_kind {
    const char *kind;             /* of the series */
    const export_column *columns; /* (count) */
    size_t count;
    /* Print the rows of a value. False, with *reason, if its data cannot be read. */
    bool (*put)(export_table *table, const export_item *item, const char **reason);
} export_row_kind;

/* The kind with that name; NULL if it has no rows. */
const export_row_kind *export_row_kind_of(const char *kind);

#endif
