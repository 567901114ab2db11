/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The product of a sparse and a dense matrix, in plain C with the compilers' vectors. CMake builds
 * this file as it does kernels.c; the order of each sum is the same in all builds, so all give the
 * same bits.
 *
 * The dense matrix is taken in tiles of COLUMNS columns that fit the second-level cache. Of rows
 * that lie apart the tile is a copy, as rows a kilobyte apart would evict each other; a panel has
 * it ready. On the way each number less itself is added up, which is 0 unless one is not finite:
 * then what no row touches counts as well, as in a dense product. As many sums as there are vectors
 * in a tile's row stay in registers, which hides the latency of adding.
 */
#include <stdbool.h>
#include <string.h>

#include "nn/kernels/kernels.h"
#include "nn/kernels/vectors.h"

enum { LANES = NN_VECTOR_BYTES / 4, VECTORS = LANES == 16 ? 4 : 8 };
enum { COLUMNS = LANES * VECTORS };

/* Some columns of a dense matrix: 'width' of them, the next row's 'stride' floats later. */
typedef struct strip {
    float *at;
    size_t stride, width;
} strip;

/* The columns of a matrix (rows, H) from that one on. */
static strip strip_at(nn_matrix M, size_t rows, size_t H, size_t column) {
    size_t left = H - column, width = left < COLUMNS ? left : COLUMNS;
    if (M.layout == NN_ROWS) return (strip){M.at + column, H, width};
    size_t panel = column / NN_PANEL * NN_PANEL;
    size_t stride = H - panel < NN_PANEL ? H - panel : NN_PANEL;
    return (strip){M.at + panel * rows + (column - panel), stride, width};
}

/* Rows of a strip of the dense matrix, each of COLUMNS, one after the other. */
typedef struct tile {
    const nn_floats (*rows)[VECTORS];
    nn_floats zero[VECTORS]; /* or NaN, by column, where a row has a number that is not finite */
    size_t first;            /* which of the matrix' rows is the tile's first */
    nn_floats copy[NN_SPARSE_TILE][VECTORS];
} tile;

/* Rows [first, limit) of the strip. */
static void fill_tile(const strip *M, size_t first, size_t limit, tile *t) {
    const bool whole = M->width == COLUMNS, packed = whole && M->stride == COLUMNS;
    nn_floats zero[VECTORS] = {{0}};
    for (size_t k = first; k < limit; k++) {
        nn_floats row[VECTORS] = {{0}};
        if (whole) /* a constant size is copied in line */
            memcpy(row, M->at + k * M->stride, COLUMNS * sizeof(float));
        else
            memcpy(row, M->at + k * M->stride, M->width * sizeof(float));
        if (!packed) memcpy(t->copy[k - first], row, sizeof row);
        for (int v = 0; v < VECTORS; v++) zero[v] += row[v] - row[v];
    }
    t->first = first;
    t->rows = packed ? (const nn_floats(*)[VECTORS])(M->at + first * COLUMNS)
                     : (const nn_floats(*)[VECTORS])t->copy;
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

/* The strip's rows of the product, as far as this tile goes. */
static void add_tile(const tile *t, const nn_sparse_view *S, strip P) {
    enum { AHEAD = 2 };
    const uintptr_t origin = (uintptr_t)t->rows - t->first * sizeof t->rows[0];
    const uint32_t *starts = S->bounds + t->first / S->tile * S->count, *ends = starts + S->count;
    const uint16_t *indices = S->indices;
    const float *values = S->values;
    const size_t count = S->count;
    const bool first = t->first == 0, whole = P.width == COLUMNS;
    nn_floats zero[VECTORS];
    memcpy(zero, t->zero, sizeof zero);
    for (size_t n = 0; n < count; n++, P.at += P.stride) {
        nn_floats sums[VECTORS] = {{0}};
        if (n + AHEAD < count) prefetch_row(P.at + AHEAD * P.stride);
        if (!first && whole)
            memcpy(sums, P.at, COLUMNS * sizeof(float));
        else if (!first)
            memcpy(sums, P.at, P.width * sizeof(float));
        for (int v = 0; v < VECTORS; v++) sums[v] += zero[v];
        add_entries(origin, indices + starts[n], values + starts[n], ends[n] - starts[n], sums);
        if (whole)
            memcpy(P.at, sums, COLUMNS * sizeof(float));
        else
            memcpy(P.at, sums, P.width * sizeof(float));
    }
}

static void sparse_product(const nn_sparse_view *S, nn_matrix M, size_t H, nn_range columns,
                           nn_matrix P) {
    tile t; /* not zeroed: it is large */
    for (size_t first = 0; first < S->K; first += S->tile) {
        size_t limit = first + S->tile < S->K ? first + S->tile : S->K;
        for (size_t column = columns.first; column < columns.limit; column += COLUMNS) {
            const strip from = strip_at(M, S->K, H, column);
            const strip to = strip_at(P, S->count, H, column);
            fill_tile(&from, first, limit, &t);
            add_tile(&t, S, to);
        }
    }
}

#define NAME_OF(name) nn_sparse_product_##name
#define NAME(name)    NAME_OF(name)

extern void NAME(NN_KERNELS_NAME)(const nn_sparse_view *S, nn_matrix M, size_t H, nn_range columns,
                                  nn_matrix P);
void NAME(NN_KERNELS_NAME)(const nn_sparse_view *S, nn_matrix M, size_t H, nn_range columns,
                           nn_matrix P) {
    sparse_product(S, M, H, columns, P);
}
