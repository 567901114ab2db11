/* SPDX-License-Identifier: Apache-2.0 */
/* IDX files, the format of MNIST and its kin (yann.lecun.com/exdb/mnist), plain or gzipped. */
#ifndef DATA_FILES_IDX_H
#define DATA_FILES_IDX_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { IDX_MAX_RANK = 4 };

/* An array of unsigned bytes, row-major. */
typedef struct idx_array {
    size_t rank;
    size_t shape[IDX_MAX_RANK];
    size_t count; /* the product of the shape */
    uint8_t *data;
} idx_array;

/*
 * Read an IDX file of unsigned bytes; free it by idx_free. Whether it is gzipped is seen from its
 * content. The header is checked against the file's size before anything is allocated, with gzip
 * against the most that this many bytes can expand to. On failure false, and nothing to free.
 */
bool idx_read(const char *path, idx_array *array, error *err);
void idx_free(idx_array *array);

#endif
