/* SPDX-License-Identifier: Apache-2.0 */
/* A line for each value that is exported: CSV, or JSON lines. */
#ifndef CLI_TBLOG_EXPORT_ROWS_H
#define CLI_TBLOG_EXPORT_ROWS_H

#include <stdbool.h>
#include <stdio.h>
#include <tblog/tblog.h>

typedef struct export_rows {
    FILE *out;
    bool json;     /* JSON lines instead of CSV; histograms are always CSV */
    bool terminal; /* 'out' is a terminal: escape controls */
    bool safe_csv; /* put a ' before texts that a spreadsheet would read as formulas */
} export_rows;

/* A value to export. */
typedef struct export_item {
    const char *run;
    const tblog_series *series;
    const tblog_point *point;
    const tblog_value *value;
} export_item;

/* Print the first line of CSV. */
void export_heading(const export_rows *self, const char *kind);

void export_scalar(const export_rows *self, const export_item *item);

/* Print a line for each bucket; for each string. */
void export_histogram(const export_rows *self, const export_item *item);
void export_text(const export_rows *self, const export_item *item);

#endif
