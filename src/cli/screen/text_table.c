/* SPDX-License-Identifier: Apache-2.0 */
/* A table for people. The commands and progress_lines.c call this. */
#include "cli/screen/text_table.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2 }; /* spaces between columns */

typedef struct cell {
    const char *text;
    text_style style;
} cell;

struct text_table {
    const text_table_column *columns;
    size_t column_count;
    cell *cells; /* (count), row by row */
    size_t count, capacity;
    bool failed; /* there was no memory for a cell */
};

text_table *text_table_new(const text_table_column *columns, size_t count) {
    assert(count > 0 && count <= TEXT_TABLE_COLUMNS);
    text_table *self = calloc(1, sizeof *self);
    if (self) *self = (text_table){.columns = columns, .column_count = count};
    return self;
}

void text_table_free(text_table *self) {
    if (!self) return;
    for (size_t i = 0; i < self->count; i++) free((char *)self->cells[i].text);
    free(self->cells);
    free(self);
}

static bool reserve(text_table *self) {
    if (self->count < self->capacity) return true;
    size_t capacity = self->capacity ? 2 * self->capacity : 64;
    cell *grown = reallocarray(self->cells, capacity, sizeof *grown);
    if (!grown) return false;
    self->cells = grown;
    self->capacity = capacity;
    return true;
}

__attribute__((format(printf, 3, 0))) static void add(text_table *self, text_style style,
                                                      const char *format, va_list arguments) {
    char *text;
    if (!self || self->failed) return;
    self->failed = !reserve(self) || vasprintf(&text, format, arguments) < 0;
    if (!self->failed) self->cells[self->count++] = (cell){text, style};
}

void text_table_cell(text_table *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(self, STYLE_PLAIN, format, arguments);
    va_end(arguments);
}

void text_table_empty(text_table *self) {
    text_table_cell(self, "%s", "");
}

void text_table_styled(text_table *self, text_style style, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(self, style, format, arguments);
    va_end(arguments);
}

void text_table_loss(text_table *self, const char *before, double loss) {
    char text[METRIC_TEXT];
    text_table_styled(self, isfinite(loss) ? STYLE_PLAIN : STYLE_BAD, "%s%s", before,
                      metric_text(loss, 4, text));
}

/* ---- layout ---- */

/* The width of each column; 0 for one that is left out. */
typedef struct layout {
    size_t widths[TEXT_TABLE_COLUMNS];
} layout;

/* The width of the widest cell of column 'i', including its head. */
static size_t natural_width(const text_table *self, size_t i) {
    const text_table_column *column = &self->columns[i];
    size_t most = column->head ? strlen(column->head) : 0;
    if (column->width > most) most = column->width;
    for (size_t k = i; k < self->count; k += self->column_count) {
        size_t columns = display_columns(self->cells[k].text);
        if (columns > most) most = columns;
    }
    return most;
}

static layout natural_layout(const text_table *self) {
    layout l = {{0}};
    for (size_t i = 0; i < self->column_count; i++) l.widths[i] = natural_width(self, i);
    return l;
}

static size_t total_width(const text_table *self, const layout *l) {
    size_t total = 0;
    for (size_t i = 0; i < self->column_count; i++)
        if (l->widths[i]) total += (total ? GAP : 0) + l->widths[i];
    return total;
}

size_t text_table_width(const text_table *self) {
    if (!self) return 0;
    layout l = natural_layout(self);
    return total_width(self, &l);
}

/* By how much a column can be cut. */
static size_t slack(const text_table *self, const layout *l, size_t i) {
    size_t least = self->columns[i].cut;
    return least && l->widths[i] > least ? l->widths[i] - least : 0;
}

static size_t least_total(const text_table *self, const layout *l) {
    size_t total = total_width(self, l);
    for (size_t i = 0; i < self->column_count; i++) total -= slack(self, l, i);
    return total;
}

/* Leave out the least important column; false if only columns remain that must stay. */
static bool leave_one_out(const text_table *self, layout *l) {
    size_t least = self->column_count;
    for (size_t i = 0; i < self->column_count; i++)
        if (l->widths[i] && self->columns[i].spared &&
            (least == self->column_count || self->columns[i].spared > self->columns[least].spared))
            least = i;
    if (least == self->column_count) return false;
    l->widths[least] = 0;
    return true;
}

/* Cut columns, the first ones first, until the table fits. */
static void cut(const text_table *self, layout *l, size_t columns) {
    for (size_t i = 0; i < self->column_count; i++) {
        size_t total = total_width(self, l), most = slack(self, l, i);
        size_t over = total > columns ? total - columns : 0;
        l->widths[i] -= over < most ? over : most;
    }
}

static layout fitting_layout(const text_table *self, size_t columns) {
    layout l = natural_layout(self);
    while (least_total(self, &l) > columns && leave_one_out(self, &l)) {
    }
    cut(self, &l, columns);
    return l;
}

/* ---- lines ---- */

/* Print a cell. The spaces after it are printed only before the next cell, so that no line ends in
 * spaces. */
static bool put_cell(const terminal *out, const cell *c, size_t width,
                     const text_table_column *column, size_t *owed) {
    char *shown = display_cut(c->text, width, column->part, out->utf8);
    if (!shown) return false;
    size_t blanks = width - display_columns(shown);
    if (!column->left) *owed += blanks;
    if (*shown) {
        fprintf(out->out, "%*s%s%s%s", (int)*owed, "", style_begin(out, c->style), shown,
                style_end(out, c->style));
        *owed = 0;
    }
    *owed += GAP + (column->left ? blanks : 0);
    free(shown);
    return true;
}

/* Print a row; NULL: the head. */
static bool put_row(const text_table *self, const layout *l, const terminal *out,
                    const cell *cells) {
    bool good = true;
    size_t owed = 0;
    for (size_t i = 0; i < self->column_count; i++) {
        const text_table_column *column = &self->columns[i];
        const cell head = {column->head, STYLE_BOLD};
        if (l->widths[i])
            good &= put_cell(out, cells ? &cells[i] : &head, l->widths[i], column, &owed);
    }
    putc('\n', out->out);
    return good;
}

bool text_table_put(const text_table *self, const terminal *out, size_t columns) {
    if (!self || self->failed) return false;
    layout l = fitting_layout(self, columns ? columns : SIZE_MAX);
    bool good = !self->columns[0].head || put_row(self, &l, out, NULL);
    for (size_t i = 0; i + self->column_count <= self->count; i += self->column_count)
        good &= put_row(self, &l, out, &self->cells[i]);
    return good;
}
