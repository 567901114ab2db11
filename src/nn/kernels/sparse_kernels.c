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
enum { COLUMNS = LANES * VECTORS };

/* Some columns of some rows of the dense matrix. */
typedef struct tile {
    nn_floats rows[NN_SPARSE_TILE][VECTORS];
    nn_floats zero[VECTORS]; /* or NaN, by column, where a row has a number that is not finite */
    size_t first;            /* which of its rows is the tile's first */
} tile;

/* Rows [first, limit), 'width' columns from M on, of a matrix with H columns. */
static void copy_tile(const float *M, size_t H, size_t first, size_t limit, size_t width, tile *t) {
    t->first = first;
    nn_floats zero[VECTORS] = {{0}};
    for (size_t k = first; k < limit; k++) {
        nn_floats row[VECTORS] = {{0}};
        if (width == COLUMNS) /* a constant size is copied in line */
            memcpy(row, M + k * H, COLUMNS * sizeof(float));
        else
            memcpy(row, M + k * H, width * sizeof(float));
        memcpy(t->rows[k - first], row, sizeof row);
        for (int v = 0; v < VECTORS; v++) zero[v] += row[v] - row[v];
    }
    memcpy(t->zero, zero, sizeof zero);
}

/* Add these n entries to one row of the product. 'origin' is where row 0 of the dense matrix would
 * be if the tile went that far, so that an index is all that a row's address needs. */
static inline void add_entries(uintptr_t origin, const uint16_t *restrict indices,
                               const float *restrict values, size_t n, nn_floats *restrict sums) {
    nn_floats row_sums[VECTORS];
    memcpy(row_sums, sums, sizeof row_sums);
    for (size_t i = 0; i < n; i++) {
        const nn_floats *row =
            (const nn_floats *)(origin + indices[i] * sizeof(nn_floats[VECTORS]));
        nn_floats value = values[i] - (nn_floats){0}; /* in all lanes, -0 too */
        for (int v = 0; v < VECTORS; v++) row_sums[v] += value * row[v];
    }
    memcpy(sums, row_sums, sizeof row_sums);
}

/* The product is larger than the second-level cache, and its rows lie too far apart for the CPU to
 * fetch them before they are written to. */
static inline void prefetch_row(const float *row) {
    for (int v = 0; v < VECTORS; v++) __builtin_prefetch(row + v * LANES, 1);
}

/* The view's rows of the product, 'width' columns of it from P on, as far as this tile goes. */
static void add_tile(const tile *t, const nn_sparse_view *S, size_t H, size_t width, float *P) {
    enum { AHEAD = 4 };
    const uintptr_t origin = (uintptr_t)t->rows - t->first * sizeof t->rows[0];
    const uint32_t *starts = S->bounds + t->first / S->tile * S->count, *ends = starts + S->count;
    P += S->rows.first * H;
    for (size_t n = S->rows.first; n < S->rows.limit; n++, P += H) {
        nn_floats sums[VECTORS] = {{0}};
        if (n + AHEAD < S->rows.limit) prefetch_row(P + AHEAD * H);
        if (t->first && width == COLUMNS)
            memcpy(sums, P, COLUMNS * sizeof(float));
        else if (t->first)
            memcpy(sums, P, width * sizeof(float));
        for (int v = 0; v < VECTORS; v++) sums[v] += t->zero[v];
        add_entries(origin, S->indices + starts[n], S->values + starts[n], ends[n] - starts[n],
                    sums);
        if (width == COLUMNS)
            memcpy(P, sums, COLUMNS * sizeof(float));
        else
            memcpy(P, sums, width * sizeof(float));
    }
}

static void sparse_product(const nn_sparse_view *S, const float *M, size_t H, nn_range columns,
                           float *P) {
    tile t; /* not zeroed: it is large */
    for (size_t first = 0; first < S->K; first += S->tile) {
        size_t limit = first + S->tile < S->K ? first + S->tile : S->K;
        for (size_t column = columns.first; column < columns.limit; column += COLUMNS) {
            size_t left = columns.limit - column, width = left < COLUMNS ? left : COLUMNS;
            copy_tile(M + column, H, first, limit, width, &t);
            add_tile(&t, S, H, width, P + column);
        }
    }
}

#define NAME_OF(name) nn_sparse_product_##name
#define NAME(name)    NAME_OF(name)

extern void NAME(NN_KERNELS_NAME)(const nn_sparse_view *S, const float *M, size_t H,
                                  nn_range columns, float *P);
void NAME(NN_KERNELS_NAME)(const nn_sparse_view *S, const float *M, size_t H, nn_range columns,
                           float *P) {
    sparse_product(S, M, H, columns, P);
}
