/* SPDX-License-Identifier: Apache-2.0 */
/* A table for people. */
#include "cli/text_table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/display_text.h"

enum { GAP = 2 }; /* blanks between columns */

struct text_table {
    const text_table_column *columns;
    size_t column_count;
    char **cells; /* (count), row by row; NULL where there was no memory */
    size_t count, capacity;
    bool failed;
};

text_table *text_table_new(const text_table_column *columns, size_t count) {
    text_table *self = calloc(1, sizeof *self);
    if (self) *self = (text_table){.columns = columns, .column_count = count};
    return self;
}

void text_table_free(text_table *self) {
    if (!self) return;
    for (size_t i = 0; i < self->count; i++) free(self->cells[i]);
    free(self->cells);
    free(self);
}

static bool reserve(text_table *self) {
    if (self->count < self->capacity) return true;
    size_t capacity = self->capacity ? 2 * self->capacity : 64;
    char **grown = reallocarray(self->cells, capacity, sizeof *grown);
    if (!grown) return false;
    self->cells = grown;
    self->capacity = capacity;
    return true;
}

void text_table_cell(text_table *self, const char *format, ...) {
    va_list arguments;
    if (!self || self->failed) return;
    self->failed = !reserve(self);
    if (self->failed) return;
    va_start(arguments, format);
    self->failed = vasprintf(&self->cells[self->count], format, arguments) < 0;
    va_end(arguments);
    if (!self->failed) self->count++;
}

/* ---- its layout ---- */

/* The width of each column; 0 for one that is left out. */
typedef struct layout {
    size_t widths[TEXT_TABLE_COLUMNS];
} layout;

static size_t least_width(const text_table_column *column) {
    size_t head = strlen(column->head);
    return column->width > head ? column->width : head;
}

static layout natural_layout(const text_table *self) {
    layout l = {{0}};
    for (size_t i = 0; i < self->column_count; i++) l.widths[i] = least_width(&self->columns[i]);
    for (size_t i = 0; i < self->count; i++) {
        size_t columns = display_columns(self->cells[i]),
               *width = &l.widths[i % self->column_count];
        if (columns > *width) *width = columns;
    }
    return l;
}

static size_t total_width(const text_table *self, const layout *l) {
    size_t total = 0;
    for (size_t i = 0; i < self->column_count; i++)
        if (l->widths[i]) total += (total ? GAP : 0) + l->widths[i];
    return total;
}

/* What texts can be cut by. */
static size_t slack(const text_table *self, const layout *l) {
    size_t sum = 0;
    for (size_t i = 0; i < self->column_count; i++)
        if (self->columns[i].is_text && l->widths[i])
            sum += l->widths[i] - least_width(&self->columns[i]);
    return sum;
}

/* Leave out the column that is spared least; false when all that are left stay. */
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

/* Cut texts, the first ones first, until the rest fits. */
static void cut_texts(const text_table *self, layout *l, size_t columns) {
    for (size_t i = 0; i < self->column_count; i++) {
        size_t total = total_width(self, l);
        if (total <= columns || !self->columns[i].is_text || !l->widths[i]) continue;
        size_t most = l->widths[i] - least_width(&self->columns[i]), over = total - columns;
        l->widths[i] -= over < most ? over : most;
    }
}

static layout fitting_layout(const text_table *self, size_t columns) {
    layout l = natural_layout(self);
    while (total_width(self, &l) - slack(self, &l) > columns && leave_one_out(self, &l)) {
    }
    cut_texts(self, &l, columns);
    return l;
}

/* ---- its lines ---- */

/* One cell; blanks behind it are owed, so that no line ends in them. */
static bool put_cell(const terminal *out, const char *text, size_t width, bool is_text,
                     size_t *owed) {
    size_t size = strlen(text) + sizeof "…";
    char *shown = malloc(size);
    if (!shown) return false;
    size_t left = width - display_cut(text, width, out->utf8, shown, size);
    if (!is_text) *owed += left;
    if (*shown) {
        fprintf(out->out, "%*s%s", (int)*owed, "", shown);
        *owed = 0;
    }
    *owed += GAP + (is_text ? left : 0);
    free(shown);
    return true;
}

static bool put_row(const text_table *self, const layout *l, const terminal *out,
                    const char *const *cells) {
    bool good = true;
    size_t owed = 0;
    for (size_t i = 0; i < self->column_count; i++) {
        const text_table_column *column = &self->columns[i];
        if (l->widths[i])
            good &= put_cell(out, cells ? cells[i] : column->head, l->widths[i], column->is_text,
                             &owed);
    }
    putc('\n', out->out);
    return good;
}

bool text_table_put(const text_table *self, const terminal *out, size_t columns) {
    if (!self || self->failed) return false;
    layout l = fitting_layout(self, columns ? columns : (size_t)-1);
    bool good = put_row(self, &l, out, NULL);
    for (size_t i = 0; i + self->column_count <= self->count; i += self->column_count)
        good &= put_row(self, &l, out, (const char *const *)self->cells + i);
    return good;
}
