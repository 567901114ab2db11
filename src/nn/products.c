/* SPDX-License-Identifier: Apache-2.0 */
/* A model's matrix products, divided among its threads. */
#include "nn/products.h"

#include <stdlib.h>
#include <string.h>

#include "nn/initializers/rng.h"
#include "nn/kernels/gemm.h"

/* Below this work, some 10 us, a part costs more than it saves. */
static const size_t least_work = 1 << 20;

typedef struct nn_known_shape {
    nn_shape shape;
    bool divides; /* parts have the bits of the whole */
} known_shape;

size_t nn_products_threads(size_t columns) {
    return (columns + NN_PANEL - 1) / NN_PANEL;
}

nn_team *nn_products_team(const nn_products *self, size_t work) {
    return work < least_work ? NULL : self->team;
}

/* ---- the library's ---- */

typedef struct dense_task {
    const nn_team *team;
    const nn_shape *shape;
    const float *A, *B;
    float *C;
} dense_task;

/* Gradients of weights, as the optimizer's step is divided; and products with fewer weights than
 * inputs and outputs, as the loops over these are. */
static bool by_rows(const nn_shape *s) {
    return s->transpose_a || s->N * s->K < s->M * (s->N + s->K);
}

static void multiply_part(void *context, size_t part) {
    const dense_task *t = context;
    const nn_shape *s = t->shape;
    nn_range rows = {0, s->M}, columns = {0, s->N};
    if (by_rows(s))
        rows = nn_team_share(t->team, part, s->M, 1);
    else
        columns = nn_team_share(t->team, part, s->N, NN_PANEL);
    if (rows.first < rows.limit && columns.first < columns.limit)
        nn_gemm_block(s->transpose_a, s->transpose_b, s->M, s->N, s->K, t->A, t->B, t->C, rows,
                      columns);
}

static void multiply_whole(const dense_task *t) {
    const nn_shape *s = t->shape;
    nn_gemm(s->transpose_a, s->transpose_b, s->M, s->N, s->K, t->A, t->B, t->C);
}

static float *new_random(size_t n) {
    float *x = malloc(n * sizeof *x);
    nn_rng rng = nn_rng_stream(1, NN_STREAM_INIT, n);
    for (size_t i = 0; x && i < n; i++) x[i] = (float)nn_rng_uniform(&rng) - .5f;
    return x;
}

/* Whether the parts have the bits of the whole; false also when there is no memory to find out. */
static bool divides(const nn_team *team, const nn_shape *s) {
    size_t n = s->M * s->N;
    float *a = new_random(s->M * s->K), *b = new_random(s->K * s->N);
    float *whole = malloc(n * sizeof *whole), *parts = malloc(n * sizeof *parts);
    bool same = a && b && whole && parts;
    if (same) {
        dense_task of_whole = {team, s, a, b, whole}, of_parts = {team, s, a, b, parts};
        multiply_whole(&of_whole);
        for (size_t part = 0; part < nn_team_size(team); part++) multiply_part(&of_parts, part);
        same = memcmp(whole, parts, n * sizeof *whole) == 0;
    }
    free(a), free(b), free(whole), free(parts);
    return same;
}

static bool same_shape(const nn_shape *a, const nn_shape *b) {
    return a->transpose_a == b->transpose_a && a->transpose_b == b->transpose_b && a->M == b->M &&
           a->N == b->N && a->K == b->K;
}

static bool known_to_divide(nn_products *self, const nn_shape *shape) {
    for (size_t i = 0; i < self->count; i++)
        if (same_shape(&self->known[i].shape, shape)) return self->known[i].divides;
    known_shape *grown = realloc(self->known, (self->count + 1) * sizeof *grown);
    if (!grown) return false;
    self->known = grown;
    self->known[self->count] = (known_shape){*shape, divides(self->team, shape)};
    return self->known[self->count++].divides;
}

void nn_products_dense(nn_products *self, const nn_shape *shape, const float *A, const float *B,
                       float *C) {
    nn_team *team = nn_products_team(self, shape->M * shape->N * shape->K);
    dense_task t = {team, shape, A, B, C};
    if (team && known_to_divide(self, shape))
        nn_team_run(team, multiply_part, &t);
    else
        multiply_whole(&t);
}

void nn_products_free(nn_products *self) {
    free(self->known);
    *self = (nn_products){.team = self->team};
}

/* ---- ours ---- */

typedef struct sparse_task {
    nn_team *team;
    const nn_kernels *kernels;
    nn_sparse *x;
    nn_sparse_view view; /* of x or x' */
    size_t H;
    nn_matrix M, P;
} sparse_task;

static void multiply_sparse_part(void *context, size_t part) {
    const sparse_task *t = context;
    nn_range columns = nn_team_share(t->team, part, t->H, NN_PANEL);
    t->kernels->sparse_product(&t->view, t->M, t->H, columns, t->P);
}

void nn_products_sparse(nn_products *self, const nn_kernels *kernels, nn_sparse *x, nn_matrix W,
                        size_t H, float *product) {
    nn_team *team = nn_products_team(self, x->B * x->D * H);
    sparse_task t = {team, kernels, x, nn_sparse_by_rows(x), H, W, {product, NN_ROWS}};
    nn_team_run(team, multiply_sparse_part, &t);
}

static void transpose_part(void *context, size_t part) {
    const sparse_task *t = context;
    nn_sparse_transpose(t->x, nn_team_share(t->team, part, t->x->D, 1));
}

void nn_products_transposed(nn_products *self, const nn_kernels *kernels, nn_sparse *x, float *d,
                            size_t H, nn_matrix product) {
    nn_team *team = nn_products_team(self, x->B * x->D * H);
    sparse_task t = {team, kernels, x, nn_sparse_by_columns(x), H, {d, NN_ROWS}, product};
    nn_team_run(team, transpose_part, &t);
    nn_team_run(team, multiply_sparse_part, &t);
}
