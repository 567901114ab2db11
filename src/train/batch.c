/* SPDX-License-Identifier: Apache-2.0 */
/* Samples of a data set as the model takes them. */
#include "train/batch.h"

#include <stdlib.h>

/*
 * Up to this share of pixels that are not 0 the sparse products win: measured, they take as long as
 * the dense ones at .5 on a CPU that multiplies as fast as it loads, at .35 on one twice as fast.
 */
static const double sparse_density = .35;

bool batch_prepare(dataset *set) {
    return set->rows * set->cols > NN_SPARSE_MAX || dataset_density(set) > sparse_density ||
           dataset_compress(set);
}

bool batch_init(batch *self, const dataset *set, size_t batch_size) {
    size_t D = set->rows * set->cols;
    *self = (batch){.labels = malloc(batch_size)};
    bool good = self->labels != NULL;
    if (set->starts && batch_size <= NN_SPARSE_MAX) {
        good &= nn_sparse_init(&self->sparse, batch_size, D);
        self->input.sparse = &self->sparse;
    } else {
        self->dense = aligned_alloc(64, (batch_size * D * sizeof *self->dense + 63) / 64 * 64);
        good &= self->dense != NULL;
        self->input.dense = self->dense;
    }
    if (!good) batch_free(self);
    return good;
}

void batch_free(batch *self) {
    free(self->labels);
    free(self->dense);
    nn_sparse_free(&self->sparse);
    *self = (batch){0};
}

typedef struct gather_task {
    batch *batch;
    const dataset *set;
    const uint32_t *order;
    const nn_team *team;
} gather_task;

/* A part's samples. */
static void gather_part(void *context, size_t part) {
    const gather_task *t = context;
    batch *b = t->batch;
    nn_sparse *x = &b->sparse;
    nn_range some = nn_team_share(t->team, part, b->input.B, 1);
    size_t D = t->set->rows * t->set->cols;
    if (b->input.sparse)
        dataset_gather_sparse(t->set, t->order, some.first, some.limit, x->row_starts, x->columns,
                              x->values, b->labels);
    else
        dataset_gather(t->set, t->order + some.first, some.limit - some.first,
                       b->dense + some.first * D, b->labels + some.first);
}

void batch_gather(batch *self, const dataset *set, const uint32_t *order, size_t B, nn_team *team) {
    self->input.B = self->sparse.B = B;
    if (self->input.sparse) dataset_sparse_starts(set, order, B, self->sparse.row_starts);
    nn_team_run(team, gather_part, &(gather_task){self, set, order, team});
}
