/* SPDX-License-Identifier: Apache-2.0 */
/* TFRecord framing. Called by event.c and reduce.c, in any thread. */
#include "tblog/record.h"

#include "tblog/bytes.h"
#include "tblog/crc/crc32c.h"

void tblog__record_seal(uint8_t *record, size_t length) {
    uint8_t *payload = record + TBLOG__RECORD_HEADER_SIZE;
    tblog__put_le64(record, length);
    tblog__put_le32(record + TBLOG__RECORD_LENGTH_SIZE,
                    tblog__crc32c_masked(record, TBLOG__RECORD_LENGTH_SIZE));
    tblog__put_le32(payload + length, tblog__crc32c_masked(payload, length));
}
