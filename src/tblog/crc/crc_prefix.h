/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRCs of many long, overlapping ranges of one stream in linear time. A CRC is linear, so the CRC
 * of a range follows from those of the stream up to the range's start and up to its end.
 */
#ifndef TBLOG_CRC_PREFIX_H
#define TBLOG_CRC_PREFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stream and a place in it; starts as zeros, at any place. Free it by tblog__crc_prefix_free. */
typedef struct tblog__crc_prefix {
    uint64_t place;      /* the present place */
    uint32_t here;       /* the register at that place */
    uint64_t known;      /* how many strides from the start are computed */
    uint32_t *registers; /* (capacity) [i]: after i strides; those before 'place' are not valid */
    size_t capacity;
} tblog__crc_prefix;

/* Advance by one byte. */
void tblog__crc_prefix_step(tblog__crc_prefix *self, uint8_t byte);

/*
 * *crc receives the masked CRC (tblog__crc32c_masked) of the 'size' bytes from bytes[skip] on;
 * bytes[0] is the byte at the place. False when there is no memory.
 */
bool tblog__crc_prefix_masked(tblog__crc_prefix *self, const uint8_t *bytes, size_t skip,
                              size_t size, uint32_t *crc);

void tblog__crc_prefix_free(tblog__crc_prefix *self);

#endif
