/* SPDX-License-Identifier: Apache-2.0 */
/* A protobuf message being written. rewrite.c and run_reader.c call this. */
#include "tblog/read/message.h"

#include <stdlib.h>
#include <string.h>

#include "tblog/read/wire.h"

void tblog__message_free(tblog__message *message) {
    free(message->bytes);
    *message = (tblog__message){0};
}

static bool make_room(tblog__message *m, size_t size) {
    if (m->failed || size <= m->capacity - m->size) return !m->failed;
    size_t capacity = m->capacity ? m->capacity : 256;
    while (capacity - m->size < size && capacity <= SIZE_MAX / 4) capacity *= 2;
    uint8_t *grown = capacity - m->size < size ? NULL : realloc(m->bytes, capacity);
    if (!grown) return !(m->failed = true);
    m->bytes = grown;
    m->capacity = capacity;
    return true;
}

void tblog__message_bytes(tblog__message *m, const void *bytes, size_t size) {
    if (!size || !make_room(m, size)) return;
    memcpy(m->bytes + m->size, bytes, size);
    m->size += size;
}

static void put_varint(tblog__message *m, uint64_t value) {
    uint8_t bytes[10];
    size_t n = 0;
    for (; value >= 0x80; value >>= 7) bytes[n++] = (uint8_t)(value | 0x80);
    bytes[n++] = (uint8_t)value;
    tblog__message_bytes(m, bytes, n);
}

void tblog__message_field(tblog__message *m, uint32_t number, tblog_text_view bytes) {
    put_varint(m, (uint64_t)number << 3 | TBLOG__WIRE_BYTES);
    put_varint(m, bytes.size);
    tblog__message_bytes(m, bytes.data, bytes.size);
}

void tblog__message_number(tblog__message *m, uint32_t number, uint64_t value) {
    put_varint(m, (uint64_t)number << 3 | TBLOG__WIRE_VARINT);
    put_varint(m, value);
}

void tblog__message_double(tblog__message *m, uint32_t number, double value) {
    uint8_t bytes[sizeof value];
    tblog__put_double(bytes, value);
    put_varint(m, (uint64_t)number << 3 | TBLOG__WIRE_64);
    tblog__message_bytes(m, bytes, sizeof bytes);
}
