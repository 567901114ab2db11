/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of a tblog_array that the kinds make before they read its data. */
#ifndef TBLOG_ARRAY_VIEW_H
#define TBLOG_ARRAY_VIEW_H

#include <stdbool.h>
#include <tblog/array.h>
#include <tblog/status.h>

#include "tblog/arena.h"

/*
 * Check type, shape and data of an array; *count receives the number of its elements.
 * TBLOG_ERR_ARGUMENT also if the array's bytes would not fit into memory.
 */
tblog_status tblog__array_check(const tblog_array *array, size_t *count, tblog_error *err);

/* Copy the elements of a checked array, 'count' of them, to 'to', dense and row-major. */
void tblog__array_copy(const tblog_array *array, size_t count, void *to);

/*
 * Check an array; if it has strides, *array becomes a dense copy in the arena. For kinds that read
 * the data themselves. TBLOG_ERR_ARGUMENT as above, or TBLOG_ERR_NO_MEMORY.
 */
tblog_status tblog__array_dense(tblog__arena *arena, const tblog_array **array, size_t *count,
                                tblog_error *err);

/* Elements [first, first + n) of a checked dense array that is not complex, as doubles. */
void tblog__array_doubles(const tblog_array *array, size_t first, size_t n, double *out);

/* Whether the elements are complex. */
bool tblog__dtype_is_complex(tblog_dtype dtype);

/* Bytes of one element; 0 for an unknown type. */
size_t tblog__dtype_size(tblog_dtype dtype);

#endif
