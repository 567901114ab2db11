/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRCs of ranges. Let Z(r, n) be the register r after n zero bytes, and R(m) the register after the
 * bytes m if it was 0 before. From a register r, the bytes m give R(m) ^ Z(r, |m|). Let P be a
 * stream's register at the start of a range and Q the register at its end: Q = R(m) ^ Z(P, |m|).
 * The CRC of the range alone starts with all ones, so its register is R(m) ^ Z(~0, |m|) = Q ^ Z(P ^
 * ~0, |m|).
 *
 * Q is computed from the stream's registers, which are stored for every STRIDE bytes. Z is a
 * multiplication by x^(8n) modulo the polynomial, with reflected bits; the power is computed by
 * squaring, as in zlib's crc32_combine. Called by reader.c.
 */
#include "tblog/crc/crc_prefix.h"

#include <stdlib.h>
#include <string.h>

#include "tblog/crc/crc32c.h"

enum { STRIDE = 1024 };
static const uint32_t POLYNOMIAL = 0x82f63b78; /* CRC32C's; bit 31 is x^0 */

static uint32_t times(uint32_t a, uint32_t b) {
    uint32_t product = 0;
    for (; a; a <<= 1) {
        if (a & 0x80000000) product ^= b;
        b = b & 1 ? (b >> 1) ^ POLYNOMIAL : b >> 1;
    }
    return product;
}

static uint32_t after_zeros(uint32_t crc, uint64_t size) {
    uint32_t power = (uint32_t)1 << 23; /* x^8 */
    for (; size; size >>= 1, power = times(power, power))
        if (size & 1) crc = times(power, crc);
    return crc;
}

void tblog__crc_prefix_step(tblog__crc_prefix *self, uint8_t byte) {
    self->here = tblog__crc32c_register(self->here, &byte, 1);
    self->place++;
}

static bool make_room(tblog__crc_prefix *self, uint64_t strides) {
    if (strides < self->capacity) return true;
    size_t capacity = self->capacity ? self->capacity : 64;
    while (capacity <= strides) capacity *= 2;
    uint32_t *grown = realloc(self->registers, capacity * sizeof *grown);
    if (!grown) return false;
    if (!self->capacity) grown[0] = 0; /* the start of the stream */
    self->registers = grown;
    self->capacity = capacity;
    return true;
}

/* Compute the registers of all strides up to the place 'to', which must be in 'bytes'. */
static bool take(tblog__crc_prefix *self, const uint8_t *bytes, uint64_t to) {
    uint64_t strides = to / STRIDE, first = (self->place + STRIDE - 1) / STRIDE;
    if (!make_room(self, strides)) return false;
    if (self->known < first) { /* the bytes before the place may be gone */
        self->registers[first] =
            tblog__crc32c_register(self->here, bytes, (size_t)(first * STRIDE - self->place));
        self->known = first;
    }
    for (; self->known < strides; self->known++)
        self->registers[self->known + 1] = tblog__crc32c_register(
            self->registers[self->known], bytes + (self->known * STRIDE - self->place), STRIDE);
    return true;
}

bool tblog__crc_prefix_masked(tblog__crc_prefix *self, const uint8_t *bytes, size_t skip,
                              size_t size, uint32_t *crc) {
    if (size <= (size_t)2 * STRIDE) {
        *crc = tblog__crc32c_masked(bytes + skip, size);
        return true;
    }
    uint64_t end = self->place + skip + size;
    if (!take(self, bytes, end)) return false;
    uint64_t stride = end / STRIDE * STRIDE;
    uint32_t start_register = tblog__crc32c_register(self->here, bytes, skip);
    uint32_t end_register = tblog__crc32c_register(
        self->registers[end / STRIDE], bytes + (stride - self->place), (size_t)(end - stride));
    *crc = tblog__crc32c_mask(~(end_register ^ after_zeros(~start_register, size)));
    return true;
}

void tblog__crc_prefix_free(tblog__crc_prefix *self) {
    free(self->registers);
    memset(self, 0, sizeof *self);
}
