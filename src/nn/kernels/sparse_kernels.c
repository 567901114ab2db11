/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The product of a sparse and a dense matrix, in plain C with the compilers' vectors. CMake builds
 * this file as it does kernels.c; the order of each sum is the same in all builds, so all give the
 * same bits.
 *
 * The dense matrix is taken in tiles of COLUMNS columns that fit the second-level cache, copied
 * together, as rows a kilobyte apart would evict each other. Copied, each number less itself is
 * added up, which is 0 unless one is not finite: then what no row touches counts as well, as in a
 * dense product. As many sums as there are vectors in a
 * tile's row stay in registers, which hides the latency of adding.
 */
#include <string.h>

#include "nn/kernels/kernels.h"
#include "nn/kernels/vectors.h"

enum { LANES = NN_VECTOR_BYTES / 4, VECTORS = LANES == 16 ? 4 : 8 };
enum { COLUMNS = LANES * VECTORS, TILE_ROWS = 400 };

/* Some columns of some rows of the dense matrix. */
typedef struct tile {
    nn_floats rows[TILE_ROWS][VECTORS];
    nn_floats zero[VECTORS]; /* or NaN, by column, where a row has a number that is not finite */
    size_t first, limit;     /* which rows */
} tile;

/* Rows [first, limit), 'width' columns from M on, of a matrix with H columns. */
static void copy_tile(const float *M, size_t H, size_t first, size_t limit, size_t width, tile *t) {
    t->first = first;
    t->limit = limit;
    nn_floats zero[VECTORS] = {{0}};
    for (size_t k = first; k < limit; k++) {
        if (width == COLUMNS) /* a constant size is copied in line */
            memcpy(t->rows[k - first], M + k * H, COLUMNS * sizeof(float));
        else
            memcpy(t->rows[k - first], M + k * H, width * sizeof(float));
        for (int v = 0; v < VECTORS; v++) zero[v] += t->rows[k - first][v] - t->rows[k - first][v];
    }
    memcpy(t->zero, zero, sizeof zero);
}

/* Add the entries from i on that lie in the tile to one row of the product; return the first entry
 * after it. */
static inline uint32_t add_row(const tile *t, const nn_sparse_view *S, uint32_t i, uint32_t end,
                               nn_floats *sums) {
    const uint16_t *at = S->indices + i, *last = S->indices + end;
    const float *values = S->values + i;
    const nn_floats *base = t->rows[0];
    const size_t first = t->first, limit = t->limit;
    nn_floats row_sums[VECTORS];
    memcpy(row_sums, sums, sizeof row_sums);
    for (; at < last && *at < limit; at++, values++) {
        const nn_floats *row = base + (*at - first) * VECTORS;
        nn_floats value = (nn_floats){0} + *values;
        for (int v = 0; v < VECTORS; v++) row_sums[v] += value * row[v];
    }
    i = (uint32_t)(at - S->indices);
    memcpy(sums, row_sums, sizeof row_sums);
    return i;
}

/* All rows of the product, 'width' columns of it from P on, as far as this tile goes. */
static void add_tile(const tile *t, const nn_sparse_view *S, size_t H, size_t width, float *P) {
    for (size_t n = 0; n < S->count; n++, P += H) {
        nn_floats sums[VECTORS] = {{0}};
        if (!t->first)
            S->next[n] = S->starts[n];
        else if (width == COLUMNS)
            memcpy(sums, P, COLUMNS * sizeof(float));
        else
            memcpy(sums, P, width * sizeof(float));
        for (int v = 0; v < VECTORS; v++) sums[v] += t->zero[v];
        S->next[n] = add_row(t, S, S->next[n], S->starts[n + 1], sums);
        if (width == COLUMNS)
            memcpy(P, sums, COLUMNS * sizeof(float));
        else
            memcpy(P, sums, width * sizeof(float));
    }
}

static void sparse_product(const nn_sparse_view *S, size_t K, size_t H, const float *M, float *P) {
    tile t = {0};
    size_t tiles = (K + TILE_ROWS - 1) / TILE_ROWS, rows = (K + tiles - 1) / tiles;
    for (size_t column = 0; column < H; column += COLUMNS) {
        size_t width = H - column < COLUMNS ? H - column : COLUMNS;
        for (size_t first = 0; first < K; first += rows) {
            copy_tile(M + column, H, first, first + rows < K ? first + rows : K, width, &t);
            add_tile(&t, S, H, width, P + column);
        }
    }
}

#define NAME_OF(name) nn_sparse_product_##name
#define NAME(name)    NAME_OF(name)

extern void NAME(NN_KERNELS_NAME)(const nn_sparse_view *S, size_t K, size_t H, const float *M,
                                  float *P);
void NAME(NN_KERNELS_NAME)(const nn_sparse_view *S, size_t K, size_t H, const float *M, float *P) {
    sparse_product(S, K, H, M, P);
}
