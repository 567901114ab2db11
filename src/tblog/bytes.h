/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as little-endian bytes, on machines of any byte order. */
#ifndef TBLOG_BYTES_H
#define TBLOG_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline void tblog__put_le32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static inline void tblog__put_le64(uint8_t *at, uint64_t value) {
    for (int i = 0; i < 8; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static inline uint32_t tblog__get_le32(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t tblog__get_le64(const uint8_t *at) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static inline void tblog__put_float(uint8_t *at, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    tblog__put_le32(at, bits);
}

/* ---- classes of doubles, by their bits: comparisons could trap, or compilers remove them ---- */

static inline uint64_t tblog__double_bits(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline void tblog__put_double(uint8_t *at, double value) {
    tblog__put_le64(at, tblog__double_bits(value));
}

static inline bool tblog__is_nan(double value) {
    return tblog__double_bits(value) << 1 > UINT64_C(0x7ff) << 53;
}

static inline bool tblog__is_infinite(double value) {
    return tblog__double_bits(value) << 1 == UINT64_C(0x7ff) << 53;
}

static inline bool tblog__is_below_zero(double value) {
    uint64_t bits = tblog__double_bits(value);
    return bits >> 63 && bits << 1 && !tblog__is_nan(value);
}

/* Copy 'count' elements of 'size' bytes each, from the machine's byte order. */
static inline void tblog__copy_le(uint8_t *out, const void *in, size_t count, size_t size) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (count) memcpy(out, in, count * size);
#else
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < size; k++)
            out[i * size + k] = ((const uint8_t *)in)[i * size + size - 1 - k];
#endif
}

#endif
