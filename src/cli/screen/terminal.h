/* SPDX-License-Identifier: Apache-2.0 */
/* What a stream is connected to: a terminal and its abilities, or something else. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

typedef struct terminal {
    FILE *out;
    bool is_terminal; /* the stream is a terminal */
    bool can_redraw;  /* its cursor can be moved: TERM is not "dumb" */
    bool colour;      /* colour is allowed: NO_COLOR (no-color.org) is not set */
    bool utf8;        /* the locale's characters are UTF-8 (also if it is not a terminal) */
} terminal;

/* Checks the stream, TERM, NO_COLOR and LC_CTYPE, which main has set by setlocale. */
terminal terminal_of(FILE *out);

/* Sets LC_CTYPE, then does the same. Texts are UTF-8 from then on, whatever the terminal is. */
terminal terminal_of_utf8_texts(FILE *out);

/* Its present size, which changes when the window is resized; 0: no limit, because it is not a
 * terminal. */
typedef struct terminal_size {
    size_t columns, rows;
} terminal_size;
terminal_size terminal_size_of(const terminal *self);

/* The meaning of a piece of text. Only its colour depends on it. */
typedef enum text_style {
    STYLE_PLAIN,
    STYLE_GOOD,    /* green */
    STYLE_WARNING, /* yellow */
    STYLE_BAD,     /* red */
    STYLE_DIM,
    STYLE_BOLD,
} text_style;

/* The sequences before and after such text; "" without colour. */
const char *style_begin(const terminal *self, text_style style);
const char *style_end(const terminal *self, text_style style);

#endif
