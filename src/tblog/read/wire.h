/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protobuf's wire format, read in place: what decode.c needs to walk a message without allocating.
 * Source: protobuf.dev/programming-guides/encoding.
 */
#ifndef TBLOG_WIRE_H
#define TBLOG_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <tblog/reader.h>

#include "tblog/bytes.h"

enum { TBLOG__WIRE_VARINT = 0, TBLOG__WIRE_64 = 1, TBLOG__WIRE_BYTES = 2, TBLOG__WIRE_32 = 5 };

/* What is left of a message. */
typedef struct tblog__wire {
    const uint8_t *at, *end;
} tblog__wire;

/* One field: its number and type; the value in 'bits', or for TBLOG__WIRE_BYTES in 'bytes'. */
typedef struct tblog__field {
    uint32_t number;
    uint32_t type;
    uint64_t bits;
    tblog__wire bytes;
} tblog__field;

static inline bool tblog__wire_varint(tblog__wire *w, uint64_t *value) {
    uint64_t result = 0;
    for (unsigned shift = 0; shift < 64 && w->at < w->end; shift += 7) {
        uint8_t byte = *w->at++;
        result |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = result;
            return true;
        }
    }
    return false;
}

/* The next field; false when it is malformed. Ask w->at < w->end first. Groups are malformed here.
 */
static inline bool tblog__wire_next(tblog__wire *w, tblog__field *field) {
    uint64_t key, length;
    *field = (tblog__field){0};
    if (!tblog__wire_varint(w, &key) || key >> 3 == 0 || key >> 3 > UINT32_MAX >> 3) return false;
    field->number = (uint32_t)(key >> 3);
    field->type = (uint32_t)(key & 7);
    size_t left = (size_t)(w->end - w->at);
    switch (field->type) {
    case TBLOG__WIRE_VARINT: return tblog__wire_varint(w, &field->bits);
    case TBLOG__WIRE_64:
        if (left < 8) return false;
        field->bits = tblog__get_le64(w->at);
        w->at += 8;
        return true;
    case TBLOG__WIRE_32:
        if (left < 4) return false;
        field->bits = tblog__get_le32(w->at);
        w->at += 4;
        return true;
    case TBLOG__WIRE_BYTES:
        if (!tblog__wire_varint(w, &length) || length > (size_t)(w->end - w->at)) return false;
        field->bytes = (tblog__wire){w->at, w->at + length};
        w->at += length;
        return true;
    default: return false;
    }
}

/* Whether it is the field of this number, of the type that it should have. */
static inline bool tblog__field_is(const tblog__field *field, uint32_t number, uint32_t type) {
    return field->number == number && field->type == type;
}

/* The bytes as the public headers hand them out, and back. */
static inline tblog_text_view tblog__wire_view(const tblog__wire *bytes) {
    return (tblog_text_view){(const char *)bytes->at, (size_t)(bytes->end - bytes->at)};
}

static inline tblog__wire tblog__wire_of(tblog_text_view text) {
    const uint8_t *at = (const uint8_t *)text.data;
    return (tblog__wire){at, at + text.size};
}

static inline double tblog__field_double(const tblog__field *field) {
    double value;
    memcpy(&value, &field->bits, sizeof value);
    return value;
}

static inline float tblog__field_float(const tblog__field *field) {
    uint32_t bits = (uint32_t)field->bits;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

#endif
