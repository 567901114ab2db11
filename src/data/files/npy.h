/* SPDX-License-Identifier: Apache-2.0 */
/* NumPy's .npy files, and the arrays in them. */
#ifndef DATA_FILES_NPY_H
#define DATA_FILES_NPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

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

/* The same from an open file of 'size' bytes; messages call it 'name'. */
bool npy_read_from(const char *name, FILE *file, uint64_t size, npy_array *array, error *err);
void npy_free(npy_array *array);

/* Whether it is a regular file that begins as these do. */
bool npy_is(const char *path);

/* Bytes of an element; and NumPy's name of the type, "float32". */
size_t npy_item_size(npy_dtype dtype);
const char *npy_dtype_name(npy_dtype dtype);

/* The shape as NumPy writes it, "(60000, 28, 28)"; a very long one is cut off. Returns 'text'. */
enum { NPY_SHAPE_TEXT = 128 };
const char *npy_shape_text(const npy_array *array, char text[NPY_SHAPE_TEXT]);

/* Element i of any type as a double. Integers beyond 2^53 are rounded. */
double npy_number(const npy_array *array, size_t i);

/* Reverse the bytes of each element. */
void npy_swap_bytes(npy_array *array);

#endif
