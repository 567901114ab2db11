/* SPDX-License-Identifier: Apache-2.0 */
/* binary16 and bfloat16 in portable C: few compilers and CPUs have the types. */
#ifndef TBLOG_HALF_H
#define TBLOG_HALF_H

#include <stdint.h>

/* The value of a half, exactly. */
float tblog__half_value(uint16_t half);

/* 'value' rounded to the nearest half (ties to even), as a float; NaN stays NaN. */
float tblog__half_round(float value);

/* The same of a bfloat16, the upper half of a float. */
float tblog__bfloat_value(uint16_t bfloat);
float tblog__bfloat_round(float value);

#endif
