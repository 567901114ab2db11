/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of dots; chart.c draws curves on it. */
#include "cli/tblog/plot/dots.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct dots_cell {
    uint8_t pattern; /* the dots, as Unicode numbers them from U+2800 */
    bool marked;
    size_t curve; /* the last one that was drawn here */
} dots_cell;

bool dots_init(dots *self, size_t columns, size_t rows) {
    *self = (dots){columns, rows, calloc(rows * columns, sizeof(dots_cell))};
    return self->cells;
}

void dots_free(dots *self) {
    free(self->cells);
}

/* The character at a dot; NULL if it is outside. */
static dots_cell *cell_at(const dots *self, double x, double y) {
    if (!(x >= 0 && y >= 0)) return NULL;
    if (x >= (double)(self->columns * DOTS_ACROSS) || y >= (double)(self->rows * DOTS_DOWN))
        return NULL;
    return &self->cells[(size_t)y / DOTS_DOWN * self->columns + (size_t)x / DOTS_ACROSS];
}

static void dot(dots *self, double x, double y, size_t curve) {
    static const uint8_t patterns[DOTS_DOWN][DOTS_ACROSS] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    dots_cell *cell = cell_at(self, x, y);
    if (!cell) return;
    cell->pattern |= patterns[(size_t)y % DOTS_DOWN][(size_t)x % DOTS_ACROSS];
    cell->curve = curve;
}

void dots_line(dots *self, double x0, double y0, double x1, double y1, size_t curve) {
    double most = 2.0 * (double)(self->columns * DOTS_ACROSS + self->rows * DOTS_DOWN);
    double length = ceil(fmax(fabs(x1 - x0), fabs(y1 - y0)));
    size_t steps = length >= 1 ? (size_t)fmin(length, most) : 1;
    for (size_t i = 0; i <= steps; i++) {
        double part = (double)i / (double)steps;
        dot(self, floor(x0 + (x1 - x0) * part), floor(y0 + (y1 - y0) * part), curve);
    }
}

void dots_mark(dots *self, double x, double y, size_t curve) {
    dots_cell *cell = cell_at(self, x, y);
    if (!cell) return;
    cell->marked = true;
    cell->curve = curve;
}

char curve_letter(size_t curve) {
    return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[curve % 52];
}

const char *curve_colour(const terminal *out, size_t curve) {
    static const char *const colours[] = {"\033[36m", "\033[35m", "\033[32m", "\033[33m",
                                          "\033[31m", "\033[34m", "\033[96m", "\033[95m",
                                          "\033[92m", "\033[93m", "\033[91m", "\033[94m"};
    return out->colour ? colours[curve % (sizeof colours / sizeof colours[0])] : "";
}

void dots_put_row(const dots *self, size_t row, const terminal *out) {
    const dots_cell *cells = &self->cells[row * self->columns];
    size_t end = self->columns;
    while (end > 0 && !cells[end - 1].pattern && !cells[end - 1].marked) end--;
    for (size_t i = 0; i < end; i++) {
        const dots_cell *c = &cells[i];
        bool empty = !c->pattern && !c->marked;
        const char *colour = empty ? "" : curve_colour(out, c->curve);
        fputs(colour, out->out);
        if (empty)
            putc(' ', out->out);
        else if (c->marked || !out->utf8)
            putc(curve_letter(c->curve), out->out);
        else
            fprintf(out->out, "\xe2%c%c", 0xa0 + (c->pattern >> 6), 0x80 + (c->pattern & 0x3f));
        if (*colour) fputs("\033[0m", out->out);
    }
}
