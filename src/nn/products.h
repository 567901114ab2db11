/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model's matrix products, divided among its threads by rows or columns of the result. A thread
 * takes what it has in its cache: of the gradients of weights what it takes in the optimizer's
 * step; where there are fewer weights than inputs and outputs, the samples that it takes in the
 * loops over a layer's outputs. Each row or column has the bits that it has in the whole product.
 * For products of the library that is found out, not assumed: the first time that a product has
 * some shape, it is computed both ways on random numbers, and if one bit differs, one thread
 * computes it from then on.
 */
#ifndef NN_PRODUCTS_H
#define NN_PRODUCTS_H

#include <stdbool.h>

#include "nn/kernels/sparse.h"
#include "nn/team.h"

typedef struct nn_shape {
    bool transpose_a, transpose_b;
    size_t M, N, K;
} nn_shape;

/* The threads, and what is known of shapes. Starts with the team alone. */
typedef struct nn_products {
    nn_team *team;
    struct nn_known_shape *known; /* (count) */
    size_t count;
} nn_products;

/* How many threads find work where the widest product has this number of columns. */
size_t nn_products_threads(size_t columns);

/* The team if so much work, in multiplications or the like, is worth waking it; or NULL. */
nn_team *nn_products_team(const nn_products *self, size_t work);

/* nn_gemm of this shape. */
void nn_products_dense(nn_products *self, const nn_shape *shape, const float *A, const float *B,
                       float *C);

/* x W; W: (D, H), product: (B, H) in rows */
void nn_products_sparse(nn_products *self, const nn_kernels *kernels, nn_sparse *x, nn_matrix W,
                        size_t H, float *product);

/* x' d; transposes x. d: (B, H) in rows, product: (D, H) */
void nn_products_transposed(nn_products *self, const nn_kernels *kernels, nn_sparse *x, float *d,
                            size_t H, nn_matrix product);

/* All but the team. */
void nn_products_free(nn_products *self);

#endif
