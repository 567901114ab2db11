/* SPDX-License-Identifier: Apache-2.0 */
/* The first images of the training set with their class names. */
#include "train/callbacks/samples.h"

#include <stdio.h>

#include "train/image_grid.h"

bool samples_draw(const dataset *set, size_t rows, size_t cols, size_t scale, picture *out,
                  error *err) {
    image_grid grid;
    size_t count = rows * cols < set->n ? rows * cols : set->n;
    bool good = image_grid_init(&grid, set, count) || error_set(err, "out of memory");
    for (size_t i = 0; good && i < count; i++) {
        picture_cell *cell = image_grid_add(&grid, i);
        snprintf(cell->caption[0], sizeof cell->caption[0], "%s",
                 dataset_class_name(set, set->labels[i]));
    }
    good = good && image_grid_draw(&grid, NULL, cols, scale, out, err);
    image_grid_free(&grid);
    return good;
}

static bool on_train_begin(void *context, const train_state *state, error *err) {
    samples *self = context;
    picture drawn;
    (void)state;
    if (!run_log_begin(self->log, err) ||
        !samples_draw(self->set, SAMPLES_ROWS, SAMPLES_COLS, 1, &drawn, err))
        return false;
    bool good = picture_log(self->log, "samples", 0, &drawn,
                            "The first images of the training set with their classes.", err);
    picture_free(&drawn);
    return good && run_log_flush(self->log, err);
}

train_callback samples_callback(samples *self) {
    return (train_callback){.self = self, .hooks = {[ON_TRAIN_BEGIN] = on_train_begin}};
}
