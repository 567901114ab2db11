/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How numbers are passed to libtblog: a view (type, data, shape, strides) of memory that the caller
 * owns.
 */
#ifndef TBLOG_ARRAY_H
#define TBLOG_ARRAY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Element types. Values never change. */
typedef enum tblog_dtype {
    TBLOG_FLOAT16 = 1, /* IEEE 754 binary16, as uint16_t */
    TBLOG_FLOAT32 = 2,
    TBLOG_FLOAT64 = 3,
    TBLOG_UINT8 = 4,
    TBLOG_INT32 = 5,
    TBLOG_INT64 = 6,
    TBLOG_BOOL = 7, /* one byte, zero or not */
    TBLOG_INT8 = 8,
    TBLOG_INT16 = 9,
    TBLOG_UINT16 = 10,
    TBLOG_UINT32 = 11,
    TBLOG_UINT64 = 12,
    TBLOG_COMPLEX64 = 13,  /* two floats, real and imaginary; only in tensors */
    TBLOG_COMPLEX128 = 14, /* two doubles likewise */
    TBLOG_BFLOAT16 = 15    /* the upper half of a float32, as uint16_t */
} tblog_dtype;

/*
 * An array in the machine's byte order. Without strides it is dense and row-major, and aligned as
 * its element type requires. With strides its elements may be anywhere, as in a NumPy view: those
 * of a column-major array, of some channels of an image, of rows with padding; a stride may be 0 or
 * negative.
 *
 *     const size_t shape[] = {height, width, 3};
 *     const ptrdiff_t strides[] = {row_bytes, 3, 1};
 *     const tblog_array padded = {TBLOG_UINT8, pixels, 3, shape, strides};
 */
typedef struct tblog_array {
    tblog_dtype dtype;        /* of the elements */
    const void *data;         /* product(shape) of them; may be NULL when that is 0 */
    size_t rank;              /* number of dimensions; 0 is a single number */
    const size_t *shape;      /* rank sizes, outermost first; may be NULL when rank is 0 */
    const ptrdiff_t *strides; /* rank steps from one element to the next, in bytes, from 'data';
                                 NULL: dense, row-major */
} tblog_array;

/*
 * A pointer to a dense view, valid until the end of the enclosing block (C only):
 *     TBLOG_ARRAY(TBLOG_UINT8, pixels, height, width, channels)
 */
#define TBLOG_ARRAY(dtype, data, ...)                                                              \
    (&(const tblog_array){(dtype), (data),                                                         \
                          sizeof(((const size_t[]){__VA_ARGS__})) / sizeof(size_t),                \
                          (const size_t[]){__VA_ARGS__}, NULL})

#ifdef __cplusplus
}
#endif

#endif
