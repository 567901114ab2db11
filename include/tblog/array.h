/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How numbers are passed to libtblog: a view (type, data, shape) of memory that the caller owns.
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
    TBLOG_COMPLEX64 = 13, /* two floats, real and imaginary; only in tensors */
    TBLOG_COMPLEX128 = 14 /* two doubles likewise */
} tblog_dtype;

/*
 * A dense row-major array in the machine's byte order, aligned as its element type requires.
 */
typedef struct tblog_array {
    tblog_dtype dtype;   /* of the elements */
    const void *data;    /* product(shape) of them; may be NULL when that is 0 */
    size_t rank;         /* number of dimensions; 0 is a single number */
    const size_t *shape; /* rank sizes, outermost first; may be NULL when rank is 0 */
} tblog_array;

/*
 * A pointer to such a view, valid until the end of the enclosing block (C only):
 *     TBLOG_ARRAY(TBLOG_UINT8, pixels, height, width, channels)
 */
#define TBLOG_ARRAY(dtype, data, ...)                                                              \
    (&(const tblog_array){(dtype), (data),                                                         \
                          sizeof(((const size_t[]){__VA_ARGS__})) / sizeof(size_t),                \
                          (const size_t[]){__VA_ARGS__}})

#ifdef __cplusplus
}
#endif

#endif
