/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as little-endian bytes, whatever the machine's own order. */
#ifndef TBLOG_BYTES_H
#define TBLOG_BYTES_H

#include <stdint.h>
#include <string.h>

static inline void tblog__put_le32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static inline void tblog__put_le64(uint8_t *at, uint64_t value) {
    for (int i = 0; i < 8; i++) at[i] = (uint8_t)(value >> (8 * i));
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

static inline void tblog__put_double(uint8_t *at, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    tblog__put_le64(at, bits);
}

#endif
