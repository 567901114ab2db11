/* SPDX-License-Identifier: Apache-2.0 */
/* A terminal of a few control sequences. */
#include "tiny_terminal.h"

#include <check.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

tiny_terminal tiny_terminal_new(size_t columns, size_t rows) {
    tiny_terminal self = {.columns = columns, .rows = rows, .used = 1};
    self.lines = calloc(TINY_LINES, sizeof *self.lines);
    ck_assert(self.lines && columns <= TINY_COLUMNS);
    return self;
}

void tiny_terminal_free(tiny_terminal *self) {
    free(self->lines);
}

static void next_line(tiny_terminal *self) {
    ck_assert_uint_lt(++self->row, TINY_LINES);
    self->column = 0;
    if (self->row == self->used) self->used++;
}

/* ---- controls ---- */

static void erase(tiny_terminal *self, size_t row, size_t first) {
    memset(&self->lines[row][first], 0, (TINY_COLUMNS - first) * sizeof(tiny_cell));
}

static void erase_below(tiny_terminal *self) {
    erase(self, self->row, self->column);
    for (size_t row = self->row + 1; row < self->used; row++) erase(self, row, 0);
}

/* No further than to the top of the screen. */
static void move_up(tiny_terminal *self, size_t by) {
    size_t top = self->used > self->rows ? self->used - self->rows : 0;
    self->row = self->row - top < by ? top : self->row - by;
}

static void obey(tiny_terminal *self, const char *sequence) {
    char last = sequence[strlen(sequence) - 1];
    if (last == 'A')
        move_up(self, (size_t)strtoul(sequence + 2, NULL, 10));
    else if (strcmp(sequence, "\033[K") == 0)
        erase(self, self->row, self->column);
    else if (strcmp(sequence, "\033[J") == 0)
        erase_below(self);
    else if (last == 'm')
        self->styles++;
    else
        ck_abort_msg("unknown sequence ESC%s", sequence + 1);
}

/* ---- characters ---- */

static void put_character(tiny_terminal *self, const char *text, int columns) {
    if (columns == 0 && self->column > 0) {
        strcat(self->lines[self->row][self->column - 1].text, text);
        return;
    }
    if (self->column + (size_t)columns > self->columns) {
        self->wrapped++;
        next_line(self);
    }
    strcpy(self->lines[self->row][self->column].text, text);
    for (int i = 1; i < columns; i++) self->lines[self->row][self->column + (size_t)i].text[0] = 0;
    self->column += (size_t)columns;
}

/* Whether 'pending' is whole; then it has had its effect. */
static bool take(tiny_terminal *self) {
    const char *text = self->pending;
    size_t length = strlen(text);
    mbstate_t state = {0};
    wchar_t wide;
    if (*text == '\033') {
        if (length < 3 || !isalpha((unsigned char)text[length - 1])) return false;
        obey(self, text);
    } else if (*text == '\r') {
        self->column = 0;
    } else if (*text == '\n') {
        next_line(self);
    } else {
        size_t bytes = mbrtowc(&wide, text, length, &state);
        if (bytes == (size_t)-2) return false;
        ck_assert_msg(bytes != (size_t)-1 && wcwidth(wide) >= 0, "no character: %x", text[0]);
        put_character(self, text, wcwidth(wide));
    }
    return true;
}

void tiny_terminal_write(tiny_terminal *self, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        size_t length = strlen(self->pending);
        ck_assert_uint_lt(length + 1, sizeof self->pending);
        self->pending[length] = bytes[i];
        if (take(self)) memset(self->pending, 0, sizeof self->pending);
    }
}

void tiny_terminal_narrow(tiny_terminal *self, size_t columns) {
    tiny_terminal old = *self;
    *self = tiny_terminal_new(columns, old.rows);
    for (size_t row = 0; row < old.row; row++) {
        const char *line = tiny_terminal_line(&old, row);
        tiny_terminal_write(self, line, strlen(line));
        next_line(self);
    }
    self->wrapped = old.wrapped;
    self->styles = old.styles;
    tiny_terminal_free(&old);
}

const char *tiny_terminal_line(tiny_terminal *self, size_t i) {
    self->shown[0] = '\0';
    if (i >= self->used) return self->shown;
    size_t end = TINY_COLUMNS, length = 0;
    while (end > 0 && (!*self->lines[i][end - 1].text || *self->lines[i][end - 1].text == ' '))
        end--;
    for (size_t k = 0; k < end; k++) {
        const char *text = self->lines[i][k].text;
        if (!*text) text = " ";
        length = (size_t)(stpcpy(self->shown + length, text) - self->shown);
    }
    return self->shown;
}

size_t tiny_terminal_count(tiny_terminal *self, const char *words) {
    size_t count = 0;
    for (size_t i = 0; i < self->used; i++)
        count += strstr(tiny_terminal_line(self, i), words) != NULL;
    return count;
}
