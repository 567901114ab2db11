/* SPDX-License-Identifier: Apache-2.0 */
/* What a model is made of: shared by model.c, which owns it, and training.c, which runs it. */
#ifndef NN_MODEL_PARTS_H
#define NN_MODEL_PARTS_H

#include "nn/batch_norm.h"
#include "nn/kernels/panels.h"
#include "nn/model.h"
#include "nn/products.h"

/*
 * A dense layer and what follows it, of batches (B, H):
 *
 *     z = x kernel + bias     (with batch normalisation only; else u itself)
 *     u = normalised z
 *     a = dropout(f(u))       (u is f'(u) from then on)
 *
 * After relu without batch normalisation only a is kept; in the last layer a is z, the logits.
 */
typedef struct nn_layer {
    size_t D, H;
    float *kernel, *bias;     /* (D, H), (H) in values */
    float *dkernel, *dbias;   /* the same in gradients */
    nn_batch_norm batch_norm; /* H is 0: none */
    float *z, *u, *a;         /* (B, H), in activations; those that are not kept are a */
    float *d;                 /* (B, H) gradients: of a, then of z */
} nn_layer;

enum { NN_LAYER_PARAMS = 6 }; /* of a layer, at most */

struct nn_model {
    nn_model_config config;
    const nn_kernels *kernels;
    nn_products products; /* its team is the model's threads */
    nn_layer *layers;     /* (config.layers) */
    nn_param *params;     /* (param_count) */
    size_t param_count;
    size_t size;      /* floats in values and gradients */
    size_t trainable; /* how many of them are trained; the moving statistics follow */
    float *values, *gradients;
    float *slots[NN_MAX_SLOTS]; /* (trainable), the optimizer's */
    nn_variable *variables;     /* the trained arrays in values, the first kernel first */
    size_t trained_count;
    /* The first layer's kernel, its gradient and its slots, for sparse batches; NULL where norms or
     * sums of squares need them in rows. Packed, the same parts of the arrays above are old. */
    nn_panels *panels;
    float *activations; /* z, u, a and d of every layer */
    float *moments;     /* mean and inverse deviation of every batch normalisation */
    size_t B;           /* samples whose outputs are in activations */
    uint64_t iterations;
    uint32_t dropout_threshold;
    float dropout_scale;
};

#endif
