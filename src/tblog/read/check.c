/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether Google's protobuf, and with it TensorBoard, can parse an event: every message in it is
 * well-formed to its last byte, texts are UTF-8, packed lists hold whole numbers. That is more than
 * decode.c checks, which skips everything that it does not return.
 *
 * The schema is a table: for each message, the fields that must be checked, by number. Other fields
 * need no check: numbers, bytes and unknown fields are valid if the wire format is, and a field of
 * the wrong wire type counts as unknown. Tensors can contain variants and variants tensors, so
 * messages are walked with a stack of their ends, as deep as protobuf itself allows.
 *
 * Source: tensorflow/core/util/event.proto, core/framework/{summary, tensor, tensor_shape,
 * resource_handle, histogram}.proto; tests/golden/protobuf.
 */
#include <tblog/reader.h>

#include "tblog/error.h"
#include "tblog/read/wire.h"
#include "tblog/utf8.h"

/* The type of a field: a message, by its name, or one of the first few. */
enum kind {
    PASSED = 0,
    TEXT,
    PACKED_VARINT,
    PACKED_32,
    PACKED_64,
    EVENT,
    LOG_MESSAGE,
    SESSION_LOG,
    TAGGED_RUN_METADATA,
    SOURCE_METADATA,
    SUMMARY,
    VALUE,
    METADATA,
    PLUGIN_DATA,
    HISTOGRAM,
    AUDIO,
    IMAGE,
    TENSOR,
    SHAPE,
    DIM,
    RESOURCE,
    RESOURCE_DTYPE,
    VARIANT,
    KINDS
};

enum { NUMBERS = 19 }; /* one more than the largest field number below */

static const uint8_t schema[KINDS][NUMBERS] = {
    [EVENT] = {[3] = TEXT,
               [5] = SUMMARY,
               [6] = LOG_MESSAGE,
               [7] = SESSION_LOG,
               [8] = TAGGED_RUN_METADATA,
               [10] = SOURCE_METADATA},
    [LOG_MESSAGE] = {[2] = TEXT},
    [SESSION_LOG] = {[2] = TEXT, [3] = TEXT},
    [TAGGED_RUN_METADATA] = {[1] = TEXT},
    [SOURCE_METADATA] = {[1] = TEXT},
    [SUMMARY] = {[1] = VALUE},
    [VALUE] = {[1] = TEXT,
               [4] = IMAGE,
               [5] = HISTOGRAM,
               [6] = AUDIO,
               [7] = TEXT,
               [8] = TENSOR,
               [9] = METADATA},
    [METADATA] = {[1] = PLUGIN_DATA, [2] = TEXT, [3] = TEXT},
    [PLUGIN_DATA] = {[1] = TEXT},
    [HISTOGRAM] = {[6] = PACKED_64, [7] = PACKED_64},
    [AUDIO] = {[5] = TEXT},
    [TENSOR] = {[2] = SHAPE,
                [5] = PACKED_32,
                [6] = PACKED_64,
                [7] = PACKED_VARINT,
                [9] = PACKED_32,
                [10] = PACKED_VARINT,
                [11] = PACKED_VARINT,
                [12] = PACKED_64,
                [13] = PACKED_VARINT,
                [14] = RESOURCE,
                [15] = VARIANT,
                [16] = PACKED_VARINT,
                [17] = PACKED_VARINT},
    [SHAPE] = {[2] = DIM},
    [DIM] = {[2] = TEXT},
    [RESOURCE] = {[1] = TEXT, [2] = TEXT, [3] = TEXT, [5] = TEXT, [6] = RESOURCE_DTYPE},
    [RESOURCE_DTYPE] = {[2] = SHAPE},
    [VARIANT] = {[1] = TEXT, [3] = TENSOR},
};

/* A message or group that is being walked. */
typedef struct level {
    const uint8_t *end;
    enum kind kind; /* PASSED for a group */
    uint32_t group; /* its number */
} level;

typedef struct walk {
    level levels[TBLOG__WIRE_DEPTH + 1]; /* the first is where the walk started */
    size_t depth;                        /* number of open levels; at least 1 until the end */
    tblog__wire rest;                    /* what is left of the current level */
} walk;

static level *here(walk *w) {
    return &w->levels[w->depth - 1];
}

static const char *enter(walk *w, level inner) {
    if (w->depth > TBLOG__WIRE_DEPTH) return "messages nested more than 100 deep";
    w->levels[w->depth++] = inner;
    return NULL;
}

static bool whole_varints(tblog__wire packed) {
    uint64_t unused;
    while (packed.at < packed.end)
        if (!tblog__wire_varint(&packed, &unused)) return false;
    return true;
}

/* What is wrong with a text, list or message in the current message; NULL if nothing is. A message
 * is entered, so that its fields come next. */
static const char *check_bytes(walk *w, const tblog__field *field) {
    size_t size = (size_t)(field->bytes.end - field->bytes.at);
    enum kind kind = field->number < NUMBERS ? schema[here(w)->kind][field->number] : PASSED;
    switch (kind) {
    case PASSED: return NULL;
    case TEXT:
        return tblog__utf8_valid_bytes(field->bytes.at, size) ? NULL : "a text that is not UTF-8";
    case PACKED_VARINT: return whole_varints(field->bytes) ? NULL : "a list with a torn number";
    case PACKED_32: return size % 4 == 0 ? NULL : "a list with a torn number";
    case PACKED_64: return size % 8 == 0 ? NULL : "a list with a torn number";
    default: break;
    }
    w->rest.at = field->bytes.at;
    return enter(w, (level){field->bytes.end, kind, 0});
}

static const char *check_field(walk *w) {
    const level *at = here(w);
    bool in_group = at->kind == PASSED;
    tblog__field field;
    if (!tblog__wire_token(&w->rest, &field)) return "a malformed field";
    if (!field.number && !in_group) return "a field number of 0";
    switch (field.type) {
    case TBLOG__WIRE_GROUP: return enter(w, (level){at->end, PASSED, field.number});
    case TBLOG__WIRE_GROUP_END:
        if (at->group != field.number) return "the end of a group that has not started";
        w->depth--;
        return NULL;
    case TBLOG__WIRE_BYTES: return check_bytes(w, &field);
    default: return NULL;
    }
}

/* Walk to the end of the first level. Returns what is wrong, or NULL; *at is the place. */
static const char *walk_through(walk *w, const uint8_t **at) {
    const char *wrong = NULL;
    while (!wrong && w->depth > 0) {
        *at = w->rest.at;
        w->rest.end = here(w)->end;
        if (w->rest.at < w->rest.end)
            wrong = check_field(w);
        else if (here(w)->kind == PASSED)
            wrong = "a group without an end";
        else
            w->depth--;
    }
    return wrong;
}

/* Start a walk. Levels are set when they are entered: clearing all of them would take half of the
 * time. */
static void begin(walk *w, tblog__wire bytes, enum kind kind, uint32_t group) {
    w->rest = bytes;
    w->depth = 0;
    enter(w, (level){bytes.end, kind, group});
}

tblog_status tblog_event_check(const tblog_record *record, tblog_error *err) {
    walk w;
    const uint8_t *at = record->data;
    if (!record->length) return TBLOG_OK;
    begin(&w, (tblog__wire){record->data, record->data + record->length}, EVENT, 0);
    const char *wrong = walk_through(&w, &at);
    if (!wrong) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_FORMAT,
                       "record %llu at byte %llu: not an event: %s, at byte %zu of its payload",
                       (unsigned long long)record->number, (unsigned long long)record->offset,
                       wrong, (size_t)(at - record->data));
}

const uint8_t *tblog__wire_skip_group(tblog__wire bytes, uint32_t number) {
    walk w;
    const uint8_t *at;
    begin(&w, bytes, PASSED, number);
    return walk_through(&w, &at) ? NULL : w.rest.at;
}
