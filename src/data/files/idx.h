/* SPDX-License-Identifier: Apache-2.0 */
/* IDX files, the format of MNIST and its kin (yann.lecun.com/exdb/mnist), plain or gzipped. */
#ifndef DATA_FILES_IDX_H
#define DATA_FILES_IDX_H

#include "data/files/npy.h"

enum { IDX_MAX_RANK = 4 };

/*
 * Read an IDX file of any element type; free it by npy_free. Whether it is gzipped is seen from its
 * content. The header is checked against the file's size before anything is allocated, with gzip
 * against the most that this many bytes can expand to. On failure false, and nothing to free.
 */
bool idx_read(const char *path, npy_array *array, error *err);

/* The same from an open file of 'size' bytes; messages call it 'name'. */
bool idx_read_from(const char *name, FILE *file, uint64_t size, npy_array *array, error *err);

#endif
