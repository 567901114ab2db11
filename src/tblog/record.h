/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TFRecord framing: the sizes and offsets that writer and reader share.
 *
 *     0        8            12                   12 + length
 *     +--------+------------+---- - - - ----+-------------+
 *     | length | CRC of the | payload       | CRC of the  |
 *     | uint64 | length     |               | payload     |
 *     +--------+------------+---- - - - ----+-------------+
 *
 * Little endian; both CRCs masked (crc32c.h). A file is a sequence of records and nothing else.
 * Source: tensorflow/core/lib/io/record_writer.h.
 */
#ifndef TBLOG_RECORD_H
#define TBLOG_RECORD_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TBLOG__RECORD_LENGTH_SIZE = 8,
    TBLOG__RECORD_CRC_SIZE = 4,
    TBLOG__RECORD_HEADER_SIZE = 12,
    TBLOG__RECORD_FOOTER_SIZE = 4,
};
static_assert(TBLOG__RECORD_LENGTH_SIZE + TBLOG__RECORD_CRC_SIZE == TBLOG__RECORD_HEADER_SIZE,
              "a record's header is its length and that length's CRC");

/* The whole record's size in bytes for a payload of 'length' bytes. */
static inline size_t tblog__record_size(size_t length) {
    return TBLOG__RECORD_HEADER_SIZE + length + TBLOG__RECORD_FOOTER_SIZE;
}

/*
 * Fill in length and CRCs around the payload, which is already at record[TBLOG__RECORD_HEADER_SIZE
 * .. + length].
 */
void tblog__record_seal(uint8_t *record, size_t length);

#endif
