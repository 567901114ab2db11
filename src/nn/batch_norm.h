/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Batch normalisation (Ioffe and Szegedy 2015) of a layer's sums, with the defaults of
 * keras.layers.BatchNormalization: momentum .99, epsilon .001.
 */
#ifndef NN_BATCH_NORM_H
#define NN_BATCH_NORM_H

#include <stdbool.h>
#include <stddef.h>

/* Arrays of (H) each, all the owner's. */
typedef struct nn_batch_norm {
    size_t H;
    float *gamma, *beta;                  /* trained; start as 1 and 0 */
    float *moving_mean, *moving_variance; /* what inference takes; start as 0 and 1 */
    float *dgamma, *dbeta;                /* gradients */
    float *mean, *inverse; /* the last batch's mean and 1 / sqrt(variance + epsilon) */
} nn_batch_norm;

/*
 * u = gamma (z - mean) / sqrt(variance + epsilon) + beta; in training by the batch's own mean and
 * variance, which move the moving ones, else by those. z, u: (B, H)
 */
void nn_batch_norm_forward(nn_batch_norm *self, const float *z, size_t B, bool training, float *u);

/* After a forward pass in training: d, the gradients of u, become those of z; fills dgamma and
 * dbeta. */
void nn_batch_norm_backward(nn_batch_norm *self, const float *z, size_t B, float *d);

#endif
