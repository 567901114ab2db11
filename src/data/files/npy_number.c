/* SPDX-License-Identifier: Apache-2.0 */
/* The elements and the shape of an array, for callers of any type. */
#include <math.h>

#include "data/files/npy.h"

/* IEEE 754's half precision: a sign, 5 bits of exponent, 10 of fraction. */
static double half(uint16_t bits) {
    enum { FRACTION = 10, EXPONENT_MOST = 31, BIAS = 15 };
    int exponent = bits >> FRACTION & EXPONENT_MOST, fraction = bits & 1023;
    double sign = bits >> 15 ? -1 : 1;
    if (exponent == EXPONENT_MOST) return fraction ? (double)NAN : sign * (double)INFINITY;
    if (!exponent) return sign * ldexp(fraction, 1 - BIAS - FRACTION);
    return sign * ldexp(1024 + fraction, exponent - BIAS - FRACTION);
}

double npy_number(const npy_array *array, size_t i) {
    const void *data = array->data;
    switch (array->dtype) {
    case NPY_FLOAT16: return half(((const uint16_t *)data)[i]);
    case NPY_FLOAT32: return (double)((const float *)data)[i];
    case NPY_FLOAT64: return ((const double *)data)[i];
    case NPY_INT8: return 0 + ((const int8_t *)data)[i]; /* not a character */
    case NPY_INT16: return ((const int16_t *)data)[i];
    case NPY_INT32: return ((const int32_t *)data)[i];
    case NPY_INT64: return (double)((const int64_t *)data)[i];
    case NPY_UINT8: return ((const uint8_t *)data)[i];
    case NPY_UINT16: return ((const uint16_t *)data)[i];
    case NPY_UINT32: return ((const uint32_t *)data)[i];
    case NPY_UINT64: return (double)((const uint64_t *)data)[i];
    case NPY_BOOL: return ((const uint8_t *)data)[i] != 0;
    }
    return (double)NAN;
}

const char *npy_shape_text(const npy_array *array, char text[NPY_SHAPE_TEXT]) {
    size_t size = NPY_SHAPE_TEXT;
    size_t at = (size_t)snprintf(text, size, "(");
    for (size_t i = 0; i < array->rank && at < size; i++)
        at += (size_t)snprintf(text + at, size - at, "%s%zu", i ? ", " : "", array->shape[i]);
    if (at < size) snprintf(text + at, size - at, array->rank == 1 ? ",)" : ")");
    return text;
}
