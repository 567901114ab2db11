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

#include "picture/canvas.h"

enum {
    MARGIN = 16,
    TITLE = 14,
    TITLE_HEIGHT = 26,
    TEXT = 11,
    NAMES_MOST = 110, /* the longest name, in pixels */
    WORDS = 66,       /* room for "precision %" left of the cells, and right of them */
    NUMBERED_MOST = 26,
};

typedef struct layout {
    const picture_confusion *matrix;
    double cell;      /* the side of one */
    double name;      /* width of the widest name */
    double left, top; /* where the cells begin */
    bool upwards;     /* the names above the columns */
    double size;      /* of letters beside the cells */
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

/* Widths can only be asked of a canvas: this one is drawn on later by nobody. */
static layout lay_out(const picture_confusion *m) {
    layout l = {.matrix = m, .cell = m->classes <= NUMBERED_MOST ? 40 : 16};
    l.size = m->classes <= NUMBERED_MOST ? TEXT : 9;
    canvas scratch;
    picture nothing;
    picture_error ignored;
    canvas_begin(&scratch, 1, 1);
    for (size_t i = 0; i < m->classes; i++)
        l.name = fmax(l.name, fmin(NAMES_MOST, canvas_text_width(&scratch, l.size, m->names[i])));
    if (canvas_finish(&scratch, &nothing, &ignored)) picture_free(&nothing);
    l.name = ceil(l.name);
    l.upwards = l.name > l.cell - 4;
    double names_height = l.upwards ? l.name : TEXT;
    l.left = MARGIN + fmax(WORDS, l.name) + 8;
    l.top = MARGIN + (m->title ? TITLE_HEIGHT : 0) + TEXT + 10 + names_height + 8;
    return l;
}

static void draw_percent(canvas *c, const layout *l, double x, double y, uint64_t part,
                         uint64_t whole) {
    char text[16] = "–"; /* of nothing */
    if (whole) snprintf(text, sizeof text, "%.1f", 100 * (double)part / (double)whole);
    canvas_text(c, x + l->cell / 2, y + l->cell / 2 + 4, TEXT_CENTRE, l->size, l->cell - 2,
                colour_ink, text);
}

static void draw_cell(canvas *c, const layout *l, size_t row, size_t column, uint64_t sum) {
    uint64_t count = count_at(l->matrix, row, column);
    double share = sum ? sqrt((double)count / (double)sum) : 0;
    double x = l->left + l->cell * (double)column, y = l->top + l->cell * (double)row;
    colour full = row == column ? colour_right : colour_wrong;
    canvas_fill(c, x, y, l->cell - 1, l->cell - 1,
                count ? colour_between(colour_white, full, .08 + .92 * share)
                      : (colour){.97, .97, .97});
    if (!count || l->matrix->classes > NUMBERED_MOST) return;
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, count);
    canvas_text(c, x + l->cell / 2, y + l->cell / 2 + 4, TEXT_CENTRE, l->size, l->cell - 4,
                share > .6 ? colour_white : colour_ink, text);
}

static void draw_names(canvas *c, const layout *l, size_t i) {
    const char *name = l->matrix->names[i];
    double along = l->cell * (double)i + l->cell / 2;
    canvas_text(c, l->left - 8, l->top + along + 4, TEXT_RIGHT, l->size, l->name, colour_ink, name);
    if (l->upwards)
        canvas_text_upwards(c, l->left + along + 4, l->top - 8, l->size, l->name, colour_ink, name);
    else
        canvas_text(c, l->left + along, l->top - 8, TEXT_CENTRE, l->size, l->name, colour_ink,
                    name);
}

static void draw_all(canvas *c, const layout *l) {
    const picture_confusion *m = l->matrix;
    double side = l->cell * (double)m->classes, gap = 6;
    uint64_t right = 0, all = 0;
    for (size_t i = 0; i < m->classes; i++) {
        uint64_t sum = row_sum(m, i);
        for (size_t k = 0; k < m->classes; k++) draw_cell(c, l, i, k, sum);
        draw_names(c, l, i);
        double along = l->cell * (double)i;
        draw_percent(c, l, l->left + side + gap, l->top + along, count_at(m, i, i), sum);
        draw_percent(c, l, l->left + along, l->top + side, count_at(m, i, i), column_sum(m, i));
        right += count_at(m, i, i);
        all += sum;
    }
    draw_percent(c, l, l->left + side + gap, l->top + side, right, all);
    double above = MARGIN + (m->title ? TITLE_HEIGHT : 0) + TEXT;
    canvas_text(c, l->left, above, TEXT_LEFT, TEXT, side, colour_ink, "predicted →");
    canvas_text(c, l->left + side + gap, l->top - 8, TEXT_LEFT, TEXT, WORDS, colour_ink,
                "recall %");
    canvas_text(c, l->left - 8, l->top + side + l->cell / 2 + 4, TEXT_RIGHT, TEXT, l->left - MARGIN,
                colour_ink, "precision %");
    canvas_text(c, l->left - 8, l->top - 8, TEXT_RIGHT, TEXT, WORDS, colour_ink, "true ↓");
}

bool picture_draw_confusion(const picture_confusion *m, picture *out, picture_error *err) {
    if (!m->classes || m->classes > PICTURE_CLASSES_MOST)
        return picture_fail(err, "a confusion matrix of %zu classes, not 1 to %d", m->classes,
                            PICTURE_CLASSES_MOST);
    layout l = lay_out(m);
    double side = l.cell * (double)m->classes;
    size_t width = (size_t)(l.left + side + 6 + WORDS + MARGIN);
    canvas c;
    canvas_begin(&c, width, (size_t)(l.top + side + l.cell + MARGIN));
    if (m->title)
        canvas_text(&c, MARGIN, MARGIN + TITLE, TEXT_LEFT, TITLE, (double)width - 2 * MARGIN,
                    colour_ink, m->title);
    draw_all(&c, &l);
    return canvas_finish(&c, out, err);
}
