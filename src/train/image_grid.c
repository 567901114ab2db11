/* SPDX-License-Identifier: Apache-2.0 */
/* A grid of a data set's images that is being put together; and pictures as image summaries. */
#include "train/image_grid.h"

#include <stdlib.h>

bool image_grid_init(image_grid *self, const dataset *set, size_t capacity) {
    *self = (image_grid){.set = set, .capacity = capacity};
    self->cells = calloc(capacity + 1, sizeof *self->cells);
    self->greys = malloc(capacity * set->rows * set->cols + 1);
    return self->cells && self->greys;
}

void image_grid_free(image_grid *self) {
    free(self->cells);
    free(self->greys);
    *self = (image_grid){0};
}

picture_cell *image_grid_add(image_grid *self, size_t i) {
    picture_cell *cell = &self->cells[self->count];
    uint8_t *grey = self->greys + self->count++ * self->set->rows * self->set->cols;
    dataset_picture(self->set, i, grey);
    cell->grey = grey;
    return cell;
}

bool image_grid_draw(const image_grid *self, const char *title, size_t columns, size_t scale,
                     picture *out, error *err) {
    const picture_grid grid = {.title = title,
                               .columns = columns,
                               .count = self->count,
                               .cells = self->cells,
                               .rows = self->set->rows,
                               .cols = self->set->cols,
                               .scale = scale};
    return picture_draw_grid(&grid, out, err);
}

bool picture_log(run_log *log, const char *tag, int64_t step, const picture *p,
                 const char *description, error *err) {
    tblog_summary *summary = run_log_summary(log);
    tblog_status status =
        tblog_summary_image(summary, tag, TBLOG_ARRAY(TBLOG_UINT8, p->rgb, p->height, p->width, 3),
                            1, run_log_reason(log));
    if (!status) status = tblog_summary_describe(summary, NULL, description, run_log_reason(log));
    return run_log_add(log, step, status, err);
}
