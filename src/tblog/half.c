/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. bfloat16: 1, 8 (bias 127), 7.
 */
#include "tblog/half.h"

#include <math.h>
#include <string.h>

float tblog__half_value(uint16_t half) {
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    float size;
    if (exponent == 0x1f)
        size = fraction ? NAN : INFINITY;
    else if (exponent)
        size = ldexpf((float)(fraction + 0x400), exponent - 25);
    else
        size = ldexpf((float)fraction, -24);
    return half & 0x8000 ? -size : size;
}

float tblog__half_round(float value) {
    if (!isfinite(value) || value == 0) return value;
    int exponent;
    frexpf(value, &exponent); /* 2^(exponent-1) <= |value| < 2^exponent */
    /* Log2 of the distance between halfs there. */
    int unit = exponent < -13 ? -24 : exponent - 11;
    float rounded = ldexpf(nearbyintf(ldexpf(value, -unit)), unit);
    return fabsf(rounded) >= 65520.0f ? copysignf(INFINITY, value) : rounded;
}

static float float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

float tblog__bfloat_value(uint16_t bfloat) {
    return float_of_bits((uint32_t)bfloat << 16);
}

float tblog__bfloat_round(float value) {
    uint32_t bits;
    if (isnan(value)) return value;
    memcpy(&bits, &value, sizeof bits);
    bits += 0x7fff + (bits >> 16 & 1); /* half of the last place; a tie goes to even */
    return float_of_bits(bits & 0xffff0000);
}
