/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Confusion matrices.
 *
 *                 predicted
 *                 0   1  ...           names, upwards where they are wider than a cell
 *     true 0    [980][ 0]      recall
 *     true 1    [  0][1131]
 *               precision      accuracy
 */
#include "picture/confusion.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "picture/canvas.h"

enum {
    MARGIN = 6,
    TITLE = 11,
    TITLE_HEIGHT = 20,
    CELL = 24,
    SMALL_CELL = 12, /* of many classes */
    TEXT = 9,
    GAP = 5,         /* between cells and words */
    WORDS = 54,      /* room for "precision %" left of the cells */
    RIGHT = 34,      /* and for "recall %" right of them */
    NAMES_MOST = 80, /* the longest name */
    NUMBERED_MOST = 26,
};

typedef struct layout {
    const picture_confusion *matrix;
    double cell;      /* the side of one */
    double side;      /* of all of them */
    double name;      /* width of the widest name */
    double left, top; /* where the cells begin */
    bool upwards;     /* the names above the columns */
    bool numbered;    /* there is room for numbers in cells and below columns */
} layout;

static uint64_t count_at(const picture_confusion *m, size_t row, size_t column) {
    return m->counts[row * m->classes + column];
}

static uint64_t row_sum(const picture_confusion *m, size_t row) {
    uint64_t sum = 0;
    for (size_t k = 0; k < m->classes; k++) sum += count_at(m, row, k);
    return sum;
}

static uint64_t column_sum(const picture_confusion *m, size_t column) {
    uint64_t sum = 0;
    for (size_t k = 0; k < m->classes; k++) sum += count_at(m, k, column);
    return sum;
}

/* Widths can only be asked of a canvas: this one is drawn on by nobody. */
static layout lay_out(const picture_confusion *m) {
    layout l = {.matrix = m, .numbered = m->classes <= NUMBERED_MOST};
    canvas scratch;
    picture nothing;
    error ignored = {""};
    canvas_begin(&scratch, 1, 1, 1);
    for (size_t i = 0; i < m->classes; i++)
        l.name = fmax(l.name, fmin(NAMES_MOST, canvas_text_width(&scratch, TEXT, m->names[i])));
    if (canvas_finish(&scratch, &nothing, &ignored)) picture_free(&nothing);
    l.name = ceil(l.name);
    l.cell = l.numbered ? CELL : SMALL_CELL;
    l.side = l.cell * (double)m->classes;
    l.upwards = l.name > l.cell - 2;
    l.left = MARGIN + fmax(WORDS, l.name) + GAP;
    l.top = MARGIN + (m->title ? TITLE_HEIGHT : 0) + TEXT + 2 * GAP +
            (l.upwards ? l.name : (double)TEXT);
    return l;
}

/* The baseline of a text in the middle of the cell that begins at 'y'. */
static double baseline_in(const layout *l, double y) {
    return y + l->cell / 2 + 3;
}

/* A share in percent, of nothing a dash, in four letters at most. */
static void format_percent(uint64_t part, uint64_t whole, char text[16]) {
    double percent = whole ? 100 * (double)part / (double)whole : 0;
    if (!whole)
        strcpy(text, "–");
    else
        snprintf(text, 16, percent < 99.95 ? "%.1f" : "%.0f", percent);
}

static void format_count(uint64_t count, char text[24]) {
    if (count < 10000)
        snprintf(text, 24, "%" PRIu64, count);
    else
        snprintf(text, 24, count < 1000000 ? "%.0fk" : "%.0fM",
                 (double)count / (count < 1000000 ? 1e3 : 1e6));
}

static void draw_cell(canvas *c, const layout *l, size_t row, size_t column, uint64_t sum) {
    uint64_t count = count_at(l->matrix, row, column);
    double share = sum ? sqrt((double)count / (double)sum) : 0;
    double x = l->left + l->cell * (double)column, y = l->top + l->cell * (double)row;
    colour full = row == column ? colour_right : colour_wrong;
    canvas_fill(c, x, y, l->cell - 1, l->cell - 1,
                count ? colour_between(colour_white, full, .08 + .92 * share)
                      : (colour){.97, .97, .97});
    if (!count || !l->numbered) return;
    char text[24];
    format_count(count, text);
    canvas_text(c, x + l->cell / 2, baseline_in(l, y), TEXT_CENTRE, TEXT, l->cell - 2,
                share > .6 ? colour_white : colour_ink, text);
}

static void draw_names(canvas *c, const layout *l, size_t i) {
    const char *name = l->matrix->names[i];
    double along = l->cell * (double)i, middle = l->left + along + l->cell / 2;
    canvas_text(c, l->left - GAP, baseline_in(l, l->top + along), TEXT_RIGHT, TEXT, l->name,
                colour_ink, name);
    if (l->upwards)
        canvas_text_upwards(c, middle + 3, l->top - GAP, TEXT, l->name, colour_ink, name);
    else
        canvas_text(c, middle, l->top - GAP, TEXT_CENTRE, TEXT, l->name, colour_ink, name);
}

static void draw_recall(canvas *c, const layout *l, double y, uint64_t right, uint64_t sum) {
    char text[16];
    format_percent(right, sum, text);
    canvas_text(c, l->left + l->side + GAP, baseline_in(l, y), TEXT_LEFT, TEXT, RIGHT, colour_ink,
                text);
}

static void draw_precision(canvas *c, const layout *l, size_t column) {
    char text[16];
    if (!l->numbered) return;
    format_percent(count_at(l->matrix, column, column), column_sum(l->matrix, column), text);
    canvas_text(c, l->left + l->cell * ((double)column + .5), baseline_in(l, l->top + l->side),
                TEXT_CENTRE, TEXT, l->cell, colour_ink, text);
}

static void draw_words(canvas *c, const layout *l) {
    double above = MARGIN + (l->matrix->title ? TITLE_HEIGHT : 0) + TEXT;
    canvas_text(c, l->left, above, TEXT_LEFT, TEXT, l->side, colour_ink, "predicted →");
    canvas_text(c, l->left + l->side + GAP, l->top - GAP, TEXT_LEFT, TEXT, RIGHT, colour_ink,
                "recall %");
    canvas_text(c, l->left - GAP, l->top - GAP, TEXT_RIGHT, TEXT, WORDS, colour_ink, "true ↓");
    if (l->numbered)
        canvas_text(c, l->left - GAP, baseline_in(l, l->top + l->side), TEXT_RIGHT, TEXT, WORDS,
                    colour_ink, "precision %");
}

static void draw_all(canvas *c, const layout *l) {
    uint64_t right = 0, all = 0;
    for (size_t i = 0; i < l->matrix->classes; i++) {
        uint64_t sum = row_sum(l->matrix, i), hits = count_at(l->matrix, i, i);
        for (size_t k = 0; k < l->matrix->classes; k++) draw_cell(c, l, i, k, sum);
        draw_names(c, l, i);
        draw_recall(c, l, l->top + l->cell * (double)i, hits, sum);
        draw_precision(c, l, i);
        right += hits;
        all += sum;
    }
    draw_recall(c, l, l->top + l->side, right, all);
    draw_words(c, l);
}

bool picture_draw_confusion(const picture_confusion *m, picture *out, error *err) {
    if (!m->classes || m->classes > PICTURE_CLASSES_MOST || !m->scale)
        return error_set(err, "a confusion matrix of %zu classes, not 1 to %d", m->classes,
                         PICTURE_CLASSES_MOST);
    layout l = lay_out(m);
    size_t width = (size_t)(l.left + l.side + GAP + RIGHT + MARGIN);
    canvas c;
    canvas_begin(&c, width, (size_t)(l.top + l.side + l.cell + MARGIN), m->scale);
    if (m->title)
        canvas_text(&c, MARGIN, MARGIN + TITLE, TEXT_LEFT, TITLE, (double)width - 2 * MARGIN,
                    colour_ink, m->title);
    draw_all(&c, &l);
    return canvas_finish(&c, out, err);
}
