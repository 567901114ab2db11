/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A batch of rows that are mostly zeros, X (B, D), kept by rows (CSR) and by columns (CSC):
 *
 *     row b:     columns[i], values[i]      for i in [row_starts[b], row_starts[b + 1])
 *     column d:  rows[i], column_values[i]  for i in [column_starts[d], next[d])
 *
 * both ascending. By rows it makes X W, by columns X' dZ.
 */
#ifndef NN_SPARSE_H
#define NN_SPARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nn/kernels/kernels.h"

enum { NN_SPARSE_MAX = UINT16_MAX }; /* rows and columns are 16 bits wide */

typedef struct nn_sparse {
    size_t B, D;
    uint32_t *row_starts; /* (B + 1) */
    uint16_t *columns;
    float *values;
    uint32_t *column_starts; /* (D) */
    uint16_t *rows;
    float *column_values;
    uint32_t *next;   /* (D), where each column's next entry goes, and in the end where it ends */
    uint32_t *bounds; /* the view's */
} nn_sparse;

/* Room for batches of up to batch_size x D, each at most NN_SPARSE_MAX, full ones too; false when
 * there is no memory. */
bool nn_sparse_init(nn_sparse *x, size_t batch_size, size_t D);
void nn_sparse_free(nn_sparse *x);

/* X by rows, which are filled in, for nn_kernels.sparse_product; valid until it is transposed. */
nn_sparse_view nn_sparse_by_rows(nn_sparse *x);

/* Fill in those columns from the rows. Threads may take different columns at the same time. */
void nn_sparse_transpose(nn_sparse *x, nn_range columns);

/* X', all of whose columns are filled in, as rows, for nn_kernels.sparse_product. */
nn_sparse_view nn_sparse_by_columns(const nn_sparse *x);

#endif
