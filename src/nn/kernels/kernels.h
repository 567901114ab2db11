/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loops of a training step that are not matrix products. kernels.c is plain C that compilers
 * vectorise; it is built once for any CPU and, on x86-64, again for AVX2 and AVX-512, and the best
 * is chosen at run time. All of them give the same bits: no operation is fused or reordered.
 */
#ifndef NN_KERNELS_H
#define NN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nn/kernels/range.h"

/*
 * Inverted dropout (Srivastava et al. 2014). A unit is dropped when its 16 random bits are below
 * threshold = rate * 65536, rounded: .2 becomes 13107 / 65536 = .199997. The others are scaled by
 * 1 / (1 - rate). Bits come from Philox with this key and the counters (block, layer, step,
 * purpose).
 */
typedef struct nn_dropout {
    uint32_t key[2];
    uint32_t layer, step;
    size_t first_row;   /* of the batch: the rows at hand begin with it */
    uint32_t threshold; /* 0: nothing is dropped */
    float scale;
} nn_dropout;

/* What Adam's update needs beside its arrays: Keras 3.15, keras/src/optimizers/adam.py. */
typedef struct nn_adam_step {
    float alpha;            /* lr sqrt(1 - beta_2^t) / (1 - beta_1^t) */
    float one_minus_beta_1; /* how fast the moments forget */
    float one_minus_beta_2;
    float epsilon;
} nn_adam_step;

typedef struct nn_rmsprop_step {
    float learning_rate, rho, one_minus_rho, momentum, epsilon;
} nn_rmsprop_step;

/* keras/src/optimizers/nadam.py: m_hat = (m's factor) m / divisor + (g's factor) g / divisor. */
typedef struct nn_nadam_step {
    float learning_rate, one_minus_beta_1, one_minus_beta_2;
    float moment_factor, moment_divisor;     /* of m */
    float gradient_factor, gradient_divisor; /* of g */
    float velocity_divisor;                  /* of v: 1 - beta_2^t */
    float epsilon;
} nn_nadam_step;

typedef struct nn_adamax_step {
    float learning_rate, one_minus_beta_1, beta_2;
    float correction; /* 1 - beta_1^t */
    float epsilon;
} nn_adamax_step;

typedef struct nn_adadelta_step {
    float learning_rate, rho, one_minus_rho, epsilon;
} nn_adadelta_step;

typedef struct nn_lion_step {
    float learning_rate, beta_1, beta_2;
} nn_lion_step;

/* So many rows of a dense matrix, some columns of each, fit into the second-level cache. */
enum { NN_SPARSE_TILE = 400 };

/*
 * A sparse matrix (count, K) by rows: entries are indices[i], ascending in a row, and values[i].
 * The K indices are divided into tiles of 'tile' <= NN_SPARSE_TILE: bounds (tiles + 1, count) has
 * at [t][n] where row n's entries of tile t begin, which is where those of the last tile end.
 */
typedef struct nn_sparse_view {
    size_t count, K, tile;
    const uint32_t *bounds;
    const uint16_t *indices;
    const float *values;
} nn_sparse_view;

/*
 * How a dense matrix (rows, H) lies in memory: row by row; or in panels, its first NN_PANEL columns
 * row by row, then the next ones, and so on; the last panel may be narrower. Panels suit a product
 * with few entries, and threads: each has some, in memory that no other thread reads.
 */
typedef enum nn_layout { NN_ROWS, NN_PANELS } nn_layout;
enum { NN_PANEL = 64 };

typedef struct nn_matrix {
    float *at;
    nn_layout layout;
} nn_matrix;

/* Steps of optimizers on n parameters w with gradients g, and slots named as in Keras. */
typedef struct nn_optimizer_kernels {
    /* w -= w rate learning_rate */
    void (*decay)(float *w, size_t n, float rate, float learning_rate);
    void (*sgd)(float *w, const float *g, size_t n, float learning_rate);
    void (*momentum)(float *w, const float *g, float *m, size_t n, float learning_rate,
                     float momentum, bool nesterov);
    /* momentum, average: NULL without */
    void (*rmsprop)(float *w, const float *g, float *velocity, float *momentum, float *average,
                    size_t n, const nn_rmsprop_step *step);
    void (*adagrad)(float *w, const float *g, float *accumulator, size_t n, float learning_rate,
                    float epsilon);
    void (*adam)(float *w, const float *g, float *m, float *v, size_t n, const nn_adam_step *step);
    void (*amsgrad)(float *w, const float *g, float *m, float *v, float *v_hat, size_t n,
                    const nn_adam_step *step);
    void (*nadam)(float *w, const float *g, float *m, float *v, size_t n,
                  const nn_nadam_step *step);
    void (*adamax)(float *w, const float *g, float *m, float *u, size_t n,
                   const nn_adamax_step *step);
    void (*adadelta)(float *w, const float *g, float *accumulated_grad, float *accumulated_delta,
                     size_t n, const nn_adadelta_step *step);
    void (*lion)(float *w, const float *g, float *m, size_t n, const nn_lion_step *step);
} nn_optimizer_kernels;

typedef struct nn_kernels {
    const char *name;
    const nn_optimizer_kernels *optimizer;

    /*
     * P = S M, those columns, from a panel's first on. S: (N, K) sparse, M: (K, H), P: (N, H). As
     * in the dense product a column of M with a NaN or an infinity makes all of its column of P
     * NaN: 0 times that is NaN too.
     */
    void (*sparse_product)(const nn_sparse_view *S, nn_matrix M, size_t H, nn_range columns,
                           nn_matrix P);

    /* z += bias, row by row. z: (B, H), bias: (H) */
    void (*add_bias)(float *z, const float *bias, size_t B, size_t H);

    /* z becomes dropout(max(z + bias, 0)), in one pass. */
    void (*relu_dropout)(float *z, const float *bias, size_t B, size_t H,
                         const nn_dropout *dropout);

    /*
     * Back through it: d becomes d * (a > 0 ? scale : 0), where a is what relu_dropout gave. A kept
     * unit with a > 0 had z > 0; every other one passes no gradient on but NaN. a, d: (n)
     */
    void (*relu_dropout_backward)(float *d, const float *a, size_t n, float scale);

    /* sums[h] = sum over b of x[b][h], for h < n. x: (B, H), sums: (n) */
    void (*column_sums)(const float *x, size_t B, size_t H, size_t n, float *sums);

    /* The mask and scale of dropout alone, on activations or on their gradients. z: (B, H) */
    void (*dropout)(float *z, size_t B, size_t H, const nn_dropout *dropout);
} nn_kernels;

/* The best for this CPU. */
const nn_kernels *nn_kernels_best(void);

/* All that this CPU can run, the portable ones first; *count of them. For tests. */
const nn_kernels *const *nn_kernels_all(size_t *count);

#endif
