/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elements of any type as bytes, as tf.image.convert_image_dtype(x, uint8, saturate=True) converts
 * them (tensorflow/python/ops/image_ops_impl.py): floating point times 255.5 in its own type, cut
 * to 0..255 and truncated, so that NaN gives 0; integers divided so that their largest value gives
 * 255, negative ones as 0. TensorFlow takes no bools: here they are black and white.
 */
#include <string.h>

#include "tblog/float_env.h"
#include "tblog/half.h"
#include "tblog/kinds/images/images.h"

static uint8_t pixel_of_float(float x) {
    float scaled = x * 255.5f;
    return (uint8_t)(scaled > 0 ? (scaled < 255 ? scaled : 255) : 0);
}

static uint8_t pixel_of_double(double x) {
    double scaled = x * 255.5;
    return (uint8_t)(scaled > 0 ? (scaled < 255 ? scaled : 255) : 0);
}

static uint8_t pixel_of_half(uint16_t half) {
    /* The product of two halfs is exact in float, so this rounds only once, as half arithmetic
     * does. */
    float scaled = tblog__half_round(tblog__half_value(half) * 255.5f);
    return (uint8_t)(scaled > 0 ? (scaled < 255 ? scaled : 255) : 0);
}

static uint8_t pixel_of_bfloat(uint16_t bfloat) {
    float scaled = tblog__bfloat_value(bfloat) * 256.0f; /* 255.5 as a bfloat16 */
    return (uint8_t)(scaled > 0 ? (scaled < 255 ? scaled : 255) : 0);
}

static TBLOG__APART void convert(const tblog_array *array, size_t n, uint8_t *out) {
#define CONVERT(type, expression)                                                                  \
    do {                                                                                           \
        const type *in = array->data;                                                              \
        for (size_t i = 0; i < n; i++) out[i] = (uint8_t)(expression);                             \
    } while (0)
    switch (array->dtype) {
    case TBLOG_FLOAT16: CONVERT(uint16_t, pixel_of_half(in[i])); break;
    case TBLOG_BFLOAT16: CONVERT(uint16_t, pixel_of_bfloat(in[i])); break;
    case TBLOG_FLOAT32: CONVERT(float, pixel_of_float(in[i])); break;
    case TBLOG_FLOAT64: CONVERT(double, pixel_of_double(in[i])); break;
    case TBLOG_UINT8: memcpy(out, array->data, n); break;
    case TBLOG_UINT16: CONVERT(uint16_t, in[i] >> 8); break;
    case TBLOG_UINT32: CONVERT(uint32_t, in[i] >> 24); break;
    case TBLOG_UINT64: CONVERT(uint64_t, in[i] >> 56); break;
    case TBLOG_INT8: CONVERT(int8_t, in[i] < 0 ? 0 : 2 * in[i]); break;
    case TBLOG_INT16: CONVERT(int16_t, in[i] < 0 ? 0 : in[i] >> 7); break;
    case TBLOG_INT32: CONVERT(int32_t, in[i] < 0 ? 0 : in[i] >> 23); break;
    case TBLOG_INT64: CONVERT(int64_t, in[i] < 0 ? 0 : in[i] >> 55); break;
    case TBLOG_BOOL: CONVERT(uint8_t, in[i] ? 255 : 0); break;
    case TBLOG_COMPLEX64:
    case TBLOG_COMPLEX128: break; /* see above */
    }
#undef CONVERT
}

void tblog__pixels(const tblog_array *array, size_t n, uint8_t *out) {
    tblog__float_env before = tblog__float_env_enter();
    convert(array, n, out);
    tblog__float_env_leave(&before);
}
