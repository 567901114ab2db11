/* SPDX-License-Identifier: Apache-2.0 */
/* The first images of the training set with their class names, as the notebook shows them. */
#ifndef TRAIN_SAMPLES_H
#define TRAIN_SAMPLES_H

#include "data/dataset.h"
#include "picture/picture.h"
#include "train/run_log.h"

/* The notebook's. */
enum { SAMPLES_ROWS = 5, SAMPLES_COLS = 5 };

/* Draw the first rows * cols of them, or as many as there are; free *out by picture_free. scale:
 * see picture/grid.h. */
bool samples_draw(const dataset *set, size_t rows, size_t cols, size_t scale, picture *out,
                  error *err);

typedef struct samples {
    run_log *log; /* into which they go as "samples" at step 0 */
    const dataset *set;
} samples;

/* A callback that logs them when training begins. */
train_callback samples_callback(samples *self);

#endif
