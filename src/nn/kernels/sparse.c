/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of rows that are mostly zeros. */
#include "nn/kernels/sparse.h"

#include <stdlib.h>
#include <string.h>

bool nn_sparse_init(nn_sparse *x, size_t batch_size, size_t D) {
    size_t most = batch_size * D;
    *x = (nn_sparse){.D = D,
                     .row_starts = malloc((batch_size + 1) * sizeof *x->row_starts),
                     .columns = malloc(most * sizeof *x->columns),
                     .values = malloc(most * sizeof *x->values),
                     .column_starts = malloc((D + 2) * sizeof *x->column_starts),
                     .rows = malloc(most * sizeof *x->rows),
                     .column_values = malloc(most * sizeof *x->column_values),
                     .next = malloc((batch_size > D ? batch_size : D) * sizeof *x->next)};
    if (x->row_starts && x->columns && x->values && x->column_starts && x->rows &&
        x->column_values && x->next)
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
    *x = (nn_sparse){0};
}

/*
 * By counting. While entries are placed, next[d] = column_starts[d + 1] is where column d's next
 * one goes; after all of them it is that column's end, which is the next one's start.
 */
void nn_sparse_transpose(nn_sparse *x) {
    size_t count = x->row_starts[x->B];
    uint32_t *next = x->column_starts + 1;
    memset(x->column_starts, 0, (x->D + 2) * sizeof *x->column_starts);
    for (size_t i = 0; i < count; i++) next[x->columns[i] + 1]++;
    for (size_t d = 0; d < x->D; d++) next[d + 1] += next[d];
    for (size_t b = 0; b < x->B; b++) {
        for (uint32_t i = x->row_starts[b]; i < x->row_starts[b + 1]; i++) {
            uint32_t at = next[x->columns[i]]++;
            x->rows[at] = (uint16_t)b;
            x->column_values[at] = x->values[i];
        }
    }
}

nn_sparse_view nn_sparse_by_rows(const nn_sparse *x) {
    return (nn_sparse_view){x->B, x->row_starts, x->columns, x->values, x->next};
}

nn_sparse_view nn_sparse_by_columns(const nn_sparse *x) {
    return (nn_sparse_view){x->D, x->column_starts, x->rows, x->column_values, x->next};
}
