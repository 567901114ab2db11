/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of rows that are mostly zeros. */
#include "nn/kernels/sparse.h"

#include <stdlib.h>
#include <string.h>

static size_t tiles_of(size_t K) {
    return (K + NN_SPARSE_TILE - 1) / NN_SPARSE_TILE;
}

bool nn_sparse_init(nn_sparse *x, size_t batch_size, size_t D) {
    size_t most = batch_size * D;
    size_t by_rows = (tiles_of(D) + 1) * batch_size, by_columns = (tiles_of(batch_size) + 1) * D;
    *x = (nn_sparse){.D = D,
                     .row_starts = malloc((batch_size + 1) * sizeof *x->row_starts),
                     .columns = malloc(most * sizeof *x->columns),
                     .values = malloc(most * sizeof *x->values),
                     .column_starts = malloc((D + 2) * sizeof *x->column_starts),
                     .rows = malloc(most * sizeof *x->rows),
                     .column_values = malloc(most * sizeof *x->column_values),
                     .bounds =
                         malloc((by_rows > by_columns ? by_rows : by_columns) * sizeof *x->bounds)};
    if (x->row_starts && x->columns && x->values && x->column_starts && x->rows &&
        x->column_values && x->bounds)
        return true;
    nn_sparse_free(x);
    return false;
}

void nn_sparse_free(nn_sparse *x) {
    free(x->row_starts);
    free(x->columns);
    free(x->values);
    free(x->column_starts);
    free(x->rows);
    free(x->column_values);
    free(x->bounds);
    *x = (nn_sparse){0};
}

/* Place the entries of columns below 'limit' that are still to be placed: each row's from at[b]. */
static void place(nn_sparse *x, size_t limit, uint32_t *at, uint32_t *next) {
    for (size_t b = 0; b < x->B; b++) {
        uint32_t i = at[b], end = x->row_starts[b + 1];
        for (; i < end && x->columns[i] < limit; i++) {
            uint32_t to = next[x->columns[i]]++;
            x->rows[to] = (uint16_t)b;
            x->column_values[to] = x->values[i];
        }
        at[b] = i;
    }
}

/*
 * By counting. While entries are placed, next[d] = column_starts[d + 1] is where column d's next
 * one goes; after all of them it is that column's end, which is the next one's start. A block of
 * columns is placed at a time, so that the places are in the first-level cache.
 */
void nn_sparse_transpose(nn_sparse *x) {
    enum { BLOCK = 200 };
    size_t count = x->row_starts[x->B];
    uint32_t *next = x->column_starts + 1;
    memset(x->column_starts, 0, (x->D + 2) * sizeof *x->column_starts);
    for (size_t i = 0; i < count; i++) next[x->columns[i] + 1]++;
    for (size_t d = 0; d < x->D; d++) next[d + 1] += next[d];
    memcpy(x->bounds, x->row_starts, x->B * sizeof *x->bounds);
    for (size_t limit = BLOCK; limit < x->D + BLOCK; limit += BLOCK)
        place(x, limit, x->bounds, next);
}

/* The first of the entries [first, end) whose index is not below the limit. */
static uint32_t first_not_below(const uint16_t *indices, uint32_t first, uint32_t end,
                                size_t limit) {
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (indices[middle] < limit)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

static nn_sparse_view view_of(size_t count, size_t K, const uint32_t *starts,
                              const uint16_t *indices, const float *values, uint32_t *bounds) {
    size_t tiles = tiles_of(K), tile = (K + tiles - 1) / tiles;
    memcpy(bounds, starts, count * sizeof *bounds);
    for (size_t t = 1; t <= tiles; t++) {
        uint32_t *last = bounds + (t - 1) * count, *next = last + count;
        for (size_t n = 0; n < count; n++)
            next[n] = t < tiles ? first_not_below(indices, last[n], starts[n + 1], t * tile)
                                : starts[n + 1];
    }
    return (nn_sparse_view){count, K, tile, bounds, indices, values};
}

nn_sparse_view nn_sparse_by_rows(nn_sparse *x) {
    return view_of(x->B, x->D, x->row_starts, x->columns, x->values, x->bounds);
}

nn_sparse_view nn_sparse_by_columns(nn_sparse *x) {
    return view_of(x->D, x->B, x->column_starts, x->rows, x->column_values, x->bounds);
}
