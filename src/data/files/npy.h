/* SPDX-License-Identifier: Apache-2.0 */
/* NumPy's .npy files. */
#ifndef DATA_FILES_NPY_H
#define DATA_FILES_NPY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { NPY_MAX_RANK = 32 };

typedef enum npy_dtype {
    NPY_FLOAT16,
    NPY_FLOAT32,
    NPY_FLOAT64,
    NPY_INT8,
    NPY_INT16,
    NPY_INT32,
    NPY_INT64,
    NPY_UINT8,
    NPY_UINT16,
    NPY_UINT32,
    NPY_UINT64,
    NPY_BOOL,
} npy_dtype;

/* A row-major array. */
typedef struct npy_array {
    npy_dtype dtype;
    size_t rank;
    size_t shape[NPY_MAX_RANK];
    size_t count; /* of elements: the product of the shape */
    void *data;   /* the elements, aligned for any type; never NULL */
} npy_array;

/*
 * Read a .npy file of format 1, 2 or 3 with floats (f2, f4, f8), integers (i1 to i8, u1 to u8) or
 * booleans (b1) of either byte order, in C or Fortran order, of any shape; free it by npy_free.
 * Sizes are checked against the file's before anything is allocated. On failure false, and nothing
 * to free.
 */
bool npy_read(const char *path, npy_array *array, error *err);
void npy_free(npy_array *array);

/* Whether it is a regular file that begins as these do. */
bool npy_is(const char *path);

/* Bytes of an element; and NumPy's name of the type, "float32". */
size_t npy_item_size(npy_dtype dtype);
const char *npy_dtype_name(npy_dtype dtype);

#endif
