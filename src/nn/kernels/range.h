/* SPDX-License-Identifier: Apache-2.0 */
/* Some rows or columns of a matrix. */
#ifndef NN_RANGE_H
#define NN_RANGE_H

#include <stddef.h>

/* From 'first' to before 'limit'. */
typedef struct nn_range {
    size_t first, limit;
} nn_range;

#endif
