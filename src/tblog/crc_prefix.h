/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRCs of many long ranges of one stream that overlap, in linear time: a CRC is linear, so that of
 * a range follows from those of the stream up to its start and up to its end.
 */
#ifndef TBLOG_CRC_PREFIX_H
#define TBLOG_CRC_PREFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stream, and a place in it; starts as zeros, at any place. Freed by tblog__crc_prefix_free. */
typedef struct tblog__crc_prefix {
    uint64_t place; /* how far it has gone */
    uint32_t here;  /* the register there */
    uint64_t known; /* how many strides from the start have been taken */
    uint32_t
        *registers; /* (capacity) [i]: after i strides; of those before 'place' nothing is kept */
    size_t capacity;
} tblog__crc_prefix;

/* Go on by one byte. */
void tblog__crc_prefix_step(tblog__crc_prefix *self, uint8_t byte);

/*
 * *crc: the masked CRC, as tblog__crc32c_masked, of the 'size' bytes from bytes[skip] on; bytes[0]
 * is at the place. False without memory.
 */
bool tblog__crc_prefix_masked(tblog__crc_prefix *self, const uint8_t *bytes, size_t skip,
                              size_t size, uint32_t *crc);

void tblog__crc_prefix_free(tblog__crc_prefix *self);

#endif
