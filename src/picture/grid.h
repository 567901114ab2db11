/* SPDX-License-Identifier: Apache-2.0 */
/* Grids of grey images with a caption below each. */
#ifndef PICTURE_GRID_H
#define PICTURE_GRID_H

#include "picture/picture.h"

/* The colour of a frame and of the caption, but for its last line: none, green, red. */
typedef enum picture_tone { PICTURE_NEUTRAL, PICTURE_RIGHT, PICTURE_WRONG } picture_tone;

enum { PICTURE_CAPTION_LINES = 3, PICTURE_CAPTION_BYTES = 80, PICTURE_GRID_MOST = 2500 };

typedef struct picture_cell {
    const uint8_t *grey; /* (rows, cols): 0 is drawn white, 255 black, as matplotlib's cm.binary */
    char caption[PICTURE_CAPTION_LINES][PICTURE_CAPTION_BYTES]; /* UTF-8 */
    picture_tone tone;
} picture_cell;

typedef struct picture_grid {
    const char *title; /* above it; NULL: none */
    size_t columns;    /* cells side by side, at least 1 */
    size_t count;      /* of cells, row by row; columns and count at most PICTURE_GRID_MOST */
    const picture_cell *cells;
    size_t rows, cols; /* pixels of each image */
    size_t scale;      /* 1: five columns are 350 pixels wide, which is what TensorBoard's Images
                          dashboard shows as it is; 2: twice as large, and so on */
} picture_grid;

/* Draw it into *out, to be freed by picture_free; false, and nothing to free, on failure. */
bool picture_draw_grid(const picture_grid *grid, picture *out, error *err);

#endif
