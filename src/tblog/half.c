/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits.
 */
#include "tblog/half.h"

#include <math.h>

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
