/* SPDX-License-Identifier: Apache-2.0 */
/* Samples of a data set as the model takes them: dense, or sparse where the data set is. */
#ifndef TRAIN_BATCH_H
#define TRAIN_BATCH_H

#include "data/dataset.h"
#include "nn/model.h"

/*
 * Compress a data set whose pixels are mostly 0, so that its batches can be sparse; once, before it
 * is shared. False when there is no memory.
 */
bool batch_prepare(dataset *set);

typedef struct batch {
    nn_input input;
    uint8_t *labels; /* (B) */
    float *dense;    /* (batch_size, D), or NULL */
    nn_sparse sparse;
} batch;

/* Room for batch_size samples of the set; false when there is no memory. Free by batch_free. */
bool batch_init(batch *self, const dataset *set, size_t batch_size);
void batch_free(batch *self);

/* Take the samples order[0..B) of that set; the team (NULL: this thread alone) divides them. */
void batch_gather(batch *self, const dataset *set, const uint32_t *order, size_t B, nn_team *team);

#endif
