/* SPDX-License-Identifier: Apache-2.0 */
/* A table, written row by row: CSV, JSON lines, or Markdown. */
#ifndef CLI_TBLOG_EXPORT_TABLE_H
#define CLI_TBLOG_EXPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef enum export_format { FORMAT_CSV, FORMAT_JSONL, FORMAT_MARKDOWN } export_format;

typedef struct export_column {
    const char *name;
    size_t size;  /* of the name, in bytes */
    bool numbers; /* Markdown aligns them to the right */
} export_column;

typedef struct export_table {
    FILE *out;
    export_format format;
    bool terminal; /* 'out' is a terminal: escape controls */
    bool safe_csv; /* put a ' before texts that a spreadsheet would read as formulas */

    const export_column *columns; /* (count) */
    size_t count;
    size_t at;   /* the column of the next cell */
    bool in_row; /* JSON: the row has a cell */
} export_table;

/* Print the heading. 'columns' stays in use. */
void table_begin(export_table *self, const export_column *columns, size_t count);

/* Print the next cell, of the row's first column after its last. JSON leaves out what is empty. */
void table_text(export_table *self, const char *text, size_t size);
void table_whole(export_table *self, int64_t number);
void table_number(export_table *self, double number, bool wide);
void table_bool(export_table *self, bool truth);
void table_empty(export_table *self);

#endif
