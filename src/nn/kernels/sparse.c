/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of rows that are mostly zeros. */
#include "nn/kernels/sparse.h"

#include <stdlib.h>
#include <string.h>

static size_t tiles_of(size_t K) {
    return K ? (K - 1) / NN_SPARSE_TILE + 1 : 1;
}

bool nn_sparse_init(nn_sparse *x, size_t batch_size, size_t D) {
    size_t most = batch_size * D;
    size_t by_rows = (tiles_of(D) + 1) * batch_size, by_columns = (tiles_of(batch_size) + 1) * D;
    *x = (nn_sparse){.D = D,
                     .row_starts = malloc((batch_size + 1) * sizeof *x->row_starts),
                     .columns = malloc(most * sizeof *x->columns),
                     .values = malloc(most * sizeof *x->values),
                     .column_starts = malloc(D * sizeof *x->column_starts),
                     .rows = malloc(most * sizeof *x->rows),
                     .column_values = malloc(most * sizeof *x->column_values),
                     .next = malloc(D * sizeof *x->next),
                     .bounds =
                         malloc((by_rows > by_columns ? by_rows : by_columns) * sizeof *x->bounds)};
    if (x->row_starts && x->columns && x->values && x->column_starts && x->rows &&
        x->column_values && x->next && x->bounds)
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
    free(x->next);
    free(x->bounds);
    *x = (nn_sparse){0};
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

/* How many indices a tile of the view has. */
static size_t tile_of(size_t K) {
    size_t tiles = tiles_of(K);
    return (K + tiles - 1) / tiles;
}

/* Fill in the bounds of row n of the view, whose entries are [at, end). */
static void set_bounds(const nn_sparse_view *view, size_t n, uint32_t at, uint32_t end,
                       uint32_t *bounds) {
    size_t tiles = tiles_of(view->K);
    for (size_t t = 0; t < tiles; t++) {
        bounds[t * view->count + n] = at;
        if (t + 1 < tiles) at = first_not_below(view->indices, at, end, (t + 1) * view->tile);
    }
    bounds[tiles * view->count + n] = end;
}

nn_sparse_view nn_sparse_by_rows(nn_sparse *x) {
    const nn_sparse_view view = {.count = x->B,
                                 .K = x->D,
                                 .tile = tile_of(x->D),
                                 .bounds = x->bounds,
                                 .indices = x->columns,
                                 .values = x->values};
    for (size_t b = 0; b < x->B; b++)
        set_bounds(&view, b, x->row_starts[b], x->row_starts[b + 1], x->bounds);
    return view;
}

nn_sparse_view nn_sparse_by_columns(const nn_sparse *x) {
    return (nn_sparse_view){.count = x->D,
                            .K = x->B,
                            .tile = tile_of(x->B),
                            .bounds = x->bounds,
                            .indices = x->rows,
                            .values = x->column_values};
}

/* Row b's first entry from that column on. */
static uint32_t first_from(const nn_sparse *x, size_t b, size_t column) {
    return first_not_below(x->columns, x->row_starts[b], x->row_starts[b + 1], column);
}

/* Find where each of the columns begins, from the entries before and in them: there its first entry
 * goes. */
static void count_columns(nn_sparse *x, nn_range columns) {
    uint32_t *starts = x->column_starts, before = 0;
    memset(starts + columns.first, 0, (columns.limit - columns.first) * sizeof *starts);
    for (size_t b = 0; b < x->B; b++) {
        uint32_t i = first_from(x, b, columns.first), end = x->row_starts[b + 1];
        before += i - x->row_starts[b];
        for (; i < end && x->columns[i] < columns.limit; i++) starts[x->columns[i]]++;
    }
    for (size_t d = columns.first; d < columns.limit; d++) {
        uint32_t count = starts[d];
        starts[d] = x->next[d] = before;
        before += count;
    }
}

enum { ROWS = 128 }; /* of a group, in which entries are placed by blocks of columns */

/* Place the entries of columns below the limit of a group of rows: row b's next one is at[b]. */
static void place(nn_sparse *x, size_t group, size_t limit, uint32_t at[ROWS]) {
    for (size_t b = group; b < x->B && b < group + ROWS; b++) {
        uint32_t i = at[b - group], end = x->row_starts[b + 1];
        for (; i < end && x->columns[i] < limit; i++) {
            uint32_t to = x->next[x->columns[i]]++;
            x->rows[to] = (uint16_t)b;
            x->column_values[to] = x->values[i];
        }
        at[b - group] = i;
    }
}

/* A block of columns at a time, so that their places are in the first-level cache. */
static void place_group(nn_sparse *x, size_t group, nn_range columns) {
    enum { BLOCK = 200 };
    uint32_t at[ROWS];
    for (size_t b = group; b < x->B && b < group + ROWS; b++)
        at[b - group] = first_from(x, b, columns.first);
    for (size_t first = columns.first; first < columns.limit; first += BLOCK)
        place(x, group, first + BLOCK < columns.limit ? first + BLOCK : columns.limit, at);
}

void nn_sparse_transpose(nn_sparse *x, nn_range columns) {
    const nn_sparse_view view = nn_sparse_by_columns(x);
    count_columns(x, columns);
    for (size_t group = 0; group < x->B; group += ROWS) place_group(x, group, columns);
    for (size_t d = columns.first; d < columns.limit; d++)
        set_bounds(&view, d, x->column_starts[d], x->next[d], x->bounds);
}
