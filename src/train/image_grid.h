/* SPDX-License-Identifier: Apache-2.0 */
/* A grid of a data set's images that is being put together; and pictures as image summaries. */
#ifndef TRAIN_IMAGE_GRID_H
#define TRAIN_IMAGE_GRID_H

#include "data/dataset.h"
#include "picture/grid.h"
#include "train/run_log.h"

typedef struct image_grid {
    const dataset *set;
    picture_cell *cells; /* (capacity) */
    uint8_t *greys;      /* (capacity, rows * cols) */
    size_t count, capacity;
} image_grid;

/* An empty grid with room for that many images of the set, which must stay; false if there is no
 * memory. Free by image_grid_free in any case. */
bool image_grid_init(image_grid *self, const dataset *set, size_t capacity);
void image_grid_free(image_grid *self);

/* Take in image i, while there is room; the cell is to be given its caption. */
picture_cell *image_grid_add(image_grid *self, size_t i);

/* Draw it into *out, to be freed by picture_free; title: NULL for none; scale: see grid.h. */
bool image_grid_draw(const image_grid *self, const char *title, size_t columns, size_t scale,
                     picture *out, error *err);

/* Log a picture; the log was begun. description: Markdown that the dashboard shows, or NULL. */
bool picture_log(run_log *log, const char *tag, int64_t step, const picture *p,
                 const char *description, error *err);

#endif
