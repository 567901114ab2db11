/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grids of captioned images.
 *
 *     | MARGIN | image | GAP | image | MARGIN |     a cell is SIDE wide and high, then come its
 *              caption       caption                caption's lines, which may reach into the gaps
 */
#include "picture/grid.h"

#include "picture/canvas.h"

enum {
    SIDE = 56, /* twice MNIST's */
    GAP = 11,
    MARGIN = 13,
    FRAME = 2,
    LINE = 12, /* from baseline to baseline */
    TEXT = 10,
    TITLE = 11,
    BELOW = 9, /* between a caption and the next row */
    TITLE_HEIGHT = 20,
    LEAST_WIDTH = 4 * (SIDE + GAP), /* for the title of a narrow grid */
};

static size_t caption_lines(const picture_grid *grid) {
    size_t lines = 0;
    for (size_t i = 0; i < grid->count; i++)
        for (size_t k = lines; k < PICTURE_CAPTION_LINES; k++)
            if (*grid->cells[i].caption[k]) lines = k + 1;
    return lines;
}

static void draw_cell(canvas *c, const picture_grid *grid, const picture_cell *cell, size_t lines,
                      double x, double y) {
    canvas_image(c, x, y, SIDE, cell->grey, grid->rows, grid->cols);
    colour tone = cell->tone == PICTURE_RIGHT   ? colour_right
                  : cell->tone == PICTURE_WRONG ? colour_wrong
                                                : colour_faint;
    canvas_frame(c, x, y, SIDE, SIDE, cell->tone == PICTURE_NEUTRAL ? 1 : FRAME, tone);
    colour text = cell->tone == PICTURE_NEUTRAL ? colour_ink : tone;
    for (size_t k = 0; k < lines; k++)
        canvas_text(c, x + SIDE / 2., y + SIDE + FRAME + (double)(k + 1) * LINE - 2, TEXT_CENTRE,
                    TEXT, SIDE + GAP - 2, k + 1 < lines ? text : colour_ink, cell->caption[k]);
}

bool picture_draw_grid(const picture_grid *grid, picture *out, error *err) {
    if (!grid->columns || !grid->scale || grid->columns > PICTURE_GRID_MOST ||
        grid->count > PICTURE_GRID_MOST)
        return error_set(err, "a grid of %zu images in %zu columns: neither may be above %d",
                         grid->count, grid->columns, PICTURE_GRID_MOST);
    size_t rows = (grid->count + grid->columns - 1) / grid->columns;
    size_t lines = caption_lines(grid), row_height = SIDE + FRAME + lines * LINE + BELOW;
    size_t top = MARGIN + (grid->title ? TITLE_HEIGHT : 0);
    size_t width = 2 * MARGIN + grid->columns * (SIDE + GAP) - GAP;
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    canvas c;
    canvas_begin(&c, width, top + rows * row_height + MARGIN - (rows ? BELOW : 0), grid->scale);
    if (grid->title)
        canvas_text(&c, MARGIN, MARGIN + TITLE, TEXT_LEFT, TITLE, (double)width - 2 * MARGIN,
                    colour_ink, grid->title);
    for (size_t i = 0; i < grid->count; i++)
        draw_cell(&c, grid, &grid->cells[i], lines,
                  (double)(MARGIN + i % grid->columns * (SIDE + GAP)),
                  (double)(top + i / grid->columns * row_height));
    return canvas_finish(&c, out, err);
}
