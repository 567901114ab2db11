/* SPDX-License-Identifier: Apache-2.0 */
/* What is at the other end of a stream: a terminal and what it can, or something else. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

typedef struct terminal {
    FILE *out;
    bool is_terminal; /* a person reads along */
    bool can_redraw;  /* and its cursor can be moved: it is not TERM=dumb */
    bool colour;      /* and NO_COLOR (no-color.org) does not forbid it */
    bool utf8;        /* the locale's characters are UTF-8, terminal or not */
} terminal;

/* Looks at the stream, TERM, NO_COLOR and LC_CTYPE, which main has set by setlocale. */
terminal terminal_of(FILE *out);

/* Its size now, which a resize changes; 0: there is no limit, as for what is no terminal. */
typedef struct terminal_size {
    size_t columns, rows;
} terminal_size;
terminal_size terminal_size_of(const terminal *self);

/* What a piece of text is. Colour is all that it changes. */
typedef enum text_style {
    STYLE_PLAIN,
    STYLE_GOOD,    /* green */
    STYLE_WARNING, /* yellow */
    STYLE_BAD,     /* red */
    STYLE_DIM,
} text_style;

/* What begins and ends such text: "" without colour. */
const char *style_begin(const terminal *self, text_style style);
const char *style_end(const terminal *self, text_style style);

#endif
