/* SPDX-License-Identifier: Apache-2.0 */
/* An event file in memory, cut into records. */
#include "event_file.h"

#include <check.h>
#include <stdlib.h>

static uint32_t read_le32(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* CRC32C bit by bit, from its polynomial: independent of the library's. */
static uint32_t masked_crc(const uint8_t *bytes, size_t size) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? UINT32_C(0x82f63b78) : 0);
    }
    crc = ~crc;
    uint64_t masked = UINT64_C(0xa282ead8) + ((crc >> 15) | (crc << 17));
    return (uint32_t)(masked & UINT32_MAX); /* modulo 2^32 */
}

static void append(event_file *file, const uint8_t *at, size_t left) {
    ck_assert_uint_ge(left, 16);
    size_t length = read_le32(at);
    ck_assert_uint_eq(read_le32(at + 4), 0);
    ck_assert_uint_eq(read_le32(at + 8), masked_crc(at, 8));
    ck_assert_uint_le(length, left - 16);
    ck_assert_uint_eq(read_le32(at + 12 + length), masked_crc(at + 12, length));

    file->records = realloc(file->records, (file->count + 1) * sizeof *file->records);
    Tblog__Event *event = tblog__event__unpack(NULL, length, at + 12);
    ck_assert_ptr_nonnull(event);
    file->records[file->count++] = (event_record){at, 16 + length, event};
}

event_file event_file_read(const char *path) {
    event_file file = {file_read(path), NULL, 0};
    for (size_t at = 0; at < file.content.size; at += file.records[file.count - 1].size)
        append(&file, file.content.bytes + at, file.content.size - at);
    return file;
}

void event_file_free(event_file *file) {
    for (size_t i = 0; i < file->count; i++)
        tblog__event__free_unpacked(file->records[i].event, NULL);
    free(file->records);
    free(file->content.bytes);
}
