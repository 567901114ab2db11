/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture of dots in the characters of a terminal: with UTF-8 each is a braille pattern of 2 by 4
 * dots, otherwise a letter that names the curve. Places count in dots from the top left corner.
 */
#ifndef TBLOG_PLOT_DOTS_H
#define TBLOG_PLOT_DOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/screen/terminal.h"

enum { DOTS_ACROSS = 2, DOTS_DOWN = 4 }; /* in a character */

typedef struct dots {
    size_t columns, rows;    /* characters */
    struct dots_cell *cells; /* (rows, columns) */
} dots;

/* An empty picture. False when there is no memory; free in any case. */
bool dots_init(dots *self, size_t columns, size_t rows);
void dots_free(dots *self);

/* Draw a line of curve number 'curve'; what lies outside is not drawn. A later line has the colour
 * of the characters that it shares. */
void dots_line(dots *self, double x0, double y0, double x1, double y1, size_t curve);

/* Replace the character at that dot by the curve's letter. */
void dots_mark(dots *self, double x, double y, size_t curve);

/* Print one row of characters, without blanks at its end. */
void dots_put_row(const dots *self, size_t row, const terminal *out);

/* A curve's letter, and the sequence that begins its colour ("" without colour). */
char curve_letter(size_t curve);
const char *curve_colour(const terminal *out, size_t curve);

#endif
