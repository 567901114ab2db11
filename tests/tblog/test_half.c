/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "suite.h"
#include "tblog/half.h"

/* The table of examples of IEEE 754 binary16. */
START_TEST(halfs_have_their_values) {
    ck_assert(tblog__half_value(0x3c00) == 1.0f);
    ck_assert(tblog__half_value(0xc000) == -2.0f);
    ck_assert(tblog__half_value(0x7bff) == 65504.0f);
    ck_assert(tblog__half_value(0x3555) == 0.333251953125f);
    ck_assert(tblog__half_value(0x0400) == 0x1p-14f);
    ck_assert(tblog__half_value(0x0001) == 0x1p-24f);
    ck_assert(tblog__half_value(0x03ff) == 0x1.ff8p-15f);
    ck_assert(tblog__half_value(0x8000) == 0 && signbit(tblog__half_value(0x8000)));
    ck_assert(tblog__half_value(0x7c00) == INFINITY);
    ck_assert(isnan(tblog__half_value(0x7e00)));
}
END_TEST

START_TEST(rounding_is_to_nearest_even) {
    ck_assert(tblog__half_round(0.333251953125f) == 0.333251953125f);
    ck_assert(tblog__half_round(2049.0f) == 2048.0f);
    ck_assert(tblog__half_round(2051.0f) == 2052.0f);
    ck_assert(tblog__half_round(0x1p-25f) == 0);
    ck_assert(tblog__half_round(0x1.8p-24f) == 0x1p-23f);
    ck_assert(tblog__half_round(65519.0f) == 65504.0f);
    ck_assert(tblog__half_round(65520.0f) == INFINITY);
    ck_assert(tblog__half_round(-1e10f) == -INFINITY);
    ck_assert(isnan(tblog__half_round(NAN)));
}
END_TEST

START_TEST(every_half_rounds_to_itself) {
    for (uint32_t bits = 0; bits < 0x10000; bits++) {
        float value = tblog__half_value((uint16_t)bits);
        if (!isnan(value)) ck_assert(tblog__half_round(value) == value);
    }
}
END_TEST

SUITE("half", halfs_have_their_values, rounding_is_to_nearest_even, every_half_rounds_to_itself)
