/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRC32C in plain C, "slicing by 8": tables[k][b] is the register after byte b and k zero bytes,
 * from 0. A CRC is linear, so the register after eight bytes is the sum (^) of one entry for each.
 */
#include "tblog/crc/crc32c_table.h"

#include <pthread.h>

#include "tblog/bytes.h"

enum { SLICES = 8 };
static const uint32_t POLYNOMIAL = 0x82f63b78; /* bits reflected */

static uint32_t tables[SLICES][256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill_tables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
        tables[0][byte] = crc;
    }
    for (int k = 1; k < SLICES; k++)
        for (int byte = 0; byte < 256; byte++) {
            uint32_t before = tables[k - 1][byte];
            tables[k][byte] = before >> 8 ^ tables[0][before & 0xff];
        }
}

uint32_t tblog__crc32c_table_register(uint32_t before, const void *bytes, size_t size) {
    const uint8_t *at = bytes;
    uint32_t crc = before;
    pthread_once(&once, fill_tables);
    for (; size >= SLICES; size -= SLICES, at += SLICES) {
        uint32_t low = tblog__get_le32(at) ^ crc, high = tblog__get_le32(at + 4);
        crc = 0;
        for (int k = 0; k < 4; k++)
            crc ^= tables[7 - k][low >> 8 * k & 0xff] ^ tables[3 - k][high >> 8 * k & 0xff];
    }
    for (; size; size--, at++) crc = crc >> 8 ^ tables[0][(crc ^ *at) & 0xff];
    return crc;
}
