/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table for people, or lines with the same columns. On a terminal it fits: the least important
 * columns are left out, then texts are cut. Elsewhere it is whole.
 */
#ifndef CLI_TEXT_TABLE_H
#define CLI_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/screen/display_text.h"
#include "cli/screen/terminal.h"

enum { TEXT_TABLE_COLUMNS = 64 }; /* at most */

typedef struct text_table_column {
    const char *head;  /* NULL in all columns: the table has no head */
    size_t width;      /* at least */
    bool left;         /* to the left, as texts; numbers are to the right */
    size_t cut;        /* it may be cut to so many columns; 0: it is not cut */
    display_part part; /* where */
    unsigned spared;   /* 0: always there; 1: the last to be left out, then 2, ... */
} text_table_column;

typedef struct text_table text_table;

/* A table without rows; the columns are kept. NULL when there is no memory, which every function
 * takes as a table that is not shown. */
text_table *text_table_new(const text_table_column *columns, size_t count);
void text_table_free(text_table *self);

/* The next cell, row by row. */
__attribute__((format(printf, 2, 3))) void text_table_cell(text_table *self, const char *format,
                                                           ...);

/* The same in a style, where there is colour. */
__attribute__((format(printf, 3, 4))) void text_table_styled(text_table *self, text_style style,
                                                             const char *format, ...);

/* Head and rows, in so many columns (0: as many as they take). False when there is no memory. */
bool text_table_put(const text_table *self, const terminal *out, size_t columns);

#endif
