/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protobuf's wire format, read in place, so that decode.c and check.c can walk a message without
 * allocating. Source: protobuf.dev/programming-guides/encoding.
 */
#ifndef TBLOG_WIRE_H
#define TBLOG_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <tblog/reader.h>

#include "tblog/bytes.h"

enum {
    TBLOG__WIRE_VARINT = 0,
    TBLOG__WIRE_64 = 1,
    TBLOG__WIRE_BYTES = 2,
    /* Start of a group; only old messages have groups, which are unknown here. */
    TBLOG__WIRE_GROUP = 3,
    TBLOG__WIRE_GROUP_END = 4,
    TBLOG__WIRE_32 = 5
};

enum { TBLOG__WIRE_DEPTH = 100 }; /* nested messages and groups; protobuf's own limit */

/* What is left of a message. */
typedef struct tblog__wire {
    const uint8_t *at, *end;
} tblog__wire;

/* A field: its number and type; its value is in 'bits', or in 'bytes' for TBLOG__WIRE_BYTES. */
typedef struct tblog__field {
    uint32_t number;
    uint32_t type;
    uint64_t bits;
    tblog__wire bytes;
} tblog__field;

/* Read a varint of at most as many bytes as 'bits' bits need. */
static inline bool tblog__wire_number(tblog__wire *w, unsigned bits, uint64_t *value) {
    if (w->at < w->end && *w->at < 0x80) { /* nearly always */
        *value = *w->at++;
        return true;
    }
    uint64_t result = 0;
    for (unsigned shift = 0; shift < bits && w->at < w->end; shift += 7) {
        uint8_t byte = *w->at++;
        result |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = result;
            return true;
        }
    }
    return false;
}

static inline bool tblog__wire_varint(tblog__wire *w, uint64_t *value) {
    return tblog__wire_number(w, 64, value);
}

/* Read a key or a length: in protobuf, at most five bytes and 32 bits. */
static inline bool tblog__wire_varint32(tblog__wire *w, uint32_t *value) {
    uint64_t number;
    if (!tblog__wire_number(w, 32, &number) || number > UINT32_MAX) return false;
    *value = (uint32_t)number;
    return true;
}

/* The end of the rest of a group with that number; NULL if it is malformed. 'bytes' is passed by
 * value so that the caller's copy can stay in registers. */
const uint8_t *tblog__wire_skip_group(tblog__wire bytes, uint32_t number);

/* For the two functions below: read groups as a whole, or their starts and ends. */
static inline bool tblog__wire_field(tblog__wire *w, tblog__field *field, bool whole_groups) {
    uint32_t key, length;
    *field = (tblog__field){0};
    if (!tblog__wire_varint32(w, &key)) return false;
    field->number = key >> 3;
    field->type = key & 7;
    if (whole_groups && !field->number) return false;
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
        if (!tblog__wire_varint32(w, &length) || length > (size_t)(w->end - w->at)) return false;
        field->bytes = (tblog__wire){w->at, w->at + length};
        w->at += length;
        return true;
    case TBLOG__WIRE_GROUP:
        if (!whole_groups) return true;
        w->at = tblog__wire_skip_group(*w, field->number);
        return w->at;
    case TBLOG__WIRE_GROUP_END: return !whole_groups;
    default: return false;
    }
}

/* Read the next field; a group is one field. False if it is malformed. Check w->at < w->end
 * first. */
static inline bool tblog__wire_next(tblog__wire *w, tblog__field *field) {
    return tblog__wire_field(w, field, true);
}

/*
 * The same, but the start and the end of a group are separate fields, and the number may be 0,
 * which protobuf refuses only outside groups.
 */
static inline bool tblog__wire_token(tblog__wire *w, tblog__field *field) {
    return tblog__wire_field(w, field, false);
}

/* Read the next of packed numbers, of this type each. False if it is cut. Check w->at < w->end
 * first. */
static inline bool tblog__wire_packed(tblog__wire *w, uint32_t type, uint64_t *bits) {
    size_t size = type == TBLOG__WIRE_32 ? 4 : 8;
    if (type == TBLOG__WIRE_VARINT) return tblog__wire_varint(w, bits);
    if ((size_t)(w->end - w->at) < size) return false;
    *bits = size == 4 ? tblog__get_le32(w->at) : tblog__get_le64(w->at);
    w->at += size;
    return true;
}

/* Whether the field has this number and this type. */
static inline bool tblog__field_is(const tblog__field *field, uint32_t number, uint32_t type) {
    return field->number == number && field->type == type;
}

/* Convert the bytes to the type of the public headers, and back. */
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
