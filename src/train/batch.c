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

void batch_gather(batch *self, const dataset *set, const uint32_t *order, size_t B) {
    nn_sparse *x = &self->sparse;
    self->input.B = x->B = B;
    if (self->input.sparse)
        dataset_gather_sparse(set, order, B, x->row_starts, x->columns, x->values, self->labels);
    else
        dataset_gather(set, order, B, self->dense, self->labels);
}
