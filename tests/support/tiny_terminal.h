/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A terminal of the few control sequences that initlab uses: what a person would see of the bytes
 * that it writes. Any other control fails the test. Characters are UTF-8 (LC_CTYPE must be).
 */
#ifndef TESTS_TINY_TERMINAL_H
#define TESTS_TINY_TERMINAL_H

#include <stddef.h>

enum { TINY_COLUMNS = 240, TINY_LINES = 4000 };

typedef struct tiny_cell {
    char text[8]; /* a character with its combining characters; "" after a wide one */
} tiny_cell;

typedef struct tiny_terminal {
    size_t columns, rows;
    tiny_cell (*lines)[TINY_COLUMNS]; /* (TINY_LINES) what scrolled away, then the screen */
    size_t used;                      /* lines that were ever reached */
    size_t row, column;               /* the cursor; row counts from the first line ever */
    size_t wrapped;   /* how often text continued in the next row: the line was too long */
    size_t styles;    /* how often SGR was used */
    char pending[16]; /* a sequence or character that is not whole yet */
    char shown[TINY_COLUMNS * 8]; /* of tiny_terminal_line */
} tiny_terminal;

tiny_terminal tiny_terminal_new(size_t columns, size_t rows);
void tiny_terminal_free(tiny_terminal *self);
void tiny_terminal_write(tiny_terminal *self, const char *bytes, size_t size);

/* Made narrower, lines that have no room are broken anew, as terminals do it today. */
void tiny_terminal_narrow(tiny_terminal *self, size_t columns);

/* Line i, from the first ever, without blanks at its end; valid until the next call. */
const char *tiny_terminal_line(tiny_terminal *self, size_t i);

/* How many lines have these words, also among those that scrolled away. */
size_t tiny_terminal_count(tiny_terminal *self, const char *words);

#endif
