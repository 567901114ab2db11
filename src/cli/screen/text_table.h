/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table for people, or separate lines with the same columns. It is made to fit a terminal: the
 * least important columns are left out, then texts are cut. Elsewhere it is complete.
 */
#ifndef CLI_TEXT_TABLE_H
#define CLI_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/screen/display_text.h"
#include "cli/screen/terminal.h"

enum { TEXT_TABLE_COLUMNS = 64 }; /* at most */

typedef struct text_table_column {
    const char *head;  /* if NULL in all columns, the table has no head */
    size_t width;      /* least width */
    bool left;         /* aligned left, as texts are; numbers are aligned right */
    size_t cut;        /* may be cut to this width; 0: it is never cut */
    display_part part; /* where a text is cut */
    unsigned spared;   /* 0: never left out; 1: left out last, 2: before that, ... */
} text_table_column;

typedef struct text_table text_table;

/* A table without rows; 'columns' is not copied. NULL when there is no memory; the other functions
 * accept NULL and show nothing. */
text_table *text_table_new(const text_table_column *columns, size_t count);
void text_table_free(text_table *self);

/* Leave the next cell empty. */
void text_table_empty(text_table *self);

/* Add the next cell, row by row. */
__attribute__((format(printf, 2, 3))) void text_table_cell(text_table *self, const char *format,
                                                           ...);

/* The same, with a style if there is colour. */
__attribute__((format(printf, 3, 4))) void text_table_styled(text_table *self, text_style style,
                                                             const char *format, ...);

/* The same of a loss after 'before'; one that is not finite has a bad style. */
void text_table_loss(text_table *self, const char *before, double loss);

/* The width of the table if nothing is cut or left out. */
size_t text_table_width(const text_table *self);

/* Print head and rows in at most 'columns' columns (0: no limit). False when there is no memory. */
bool text_table_put(const text_table *self, const terminal *out, size_t columns);

#endif
