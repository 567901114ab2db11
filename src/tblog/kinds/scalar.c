/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scalars: a DT_FLOAT tensor of rank 0 for the plugin "scalars".
 *
 * Programs log millions of scalars, so tblog_scalar writes the record of its event without building
 * a message: protobuf-c would take three times as long, because it measures each message before
 * packing it. The layout is drawn in doc/event-format.md, "A worked example".
 */
#include <string.h>
#include <tblog/summary.h>

#include "tblog/bytes.h"
#include "tblog/float_env.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/record.h"
#include "tblog/write/writer.h"

/* Rounded to nearest; infinite if it is too large. */
static TBLOG__APART void put_float32(uint8_t *at, double value) {
    tblog__put_float(at, (float)value);
}

tblog_status tblog_summary_scalar(tblog_summary *summary, const char *tag, double value,
                                  tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    ProtobufCBinaryData content = {sizeof(float),
                                   tblog__arena_take(&summary->arena, sizeof(float))};
    Tblog__TensorProto *tensor = NULL;
    if (content.data) {
        tblog__float_env before = tblog__float_env_enter();
        put_float32(content.data, value);
        tblog__float_env_leave(&before);
        tensor =
            tblog__tensor_numbers(&summary->arena, TBLOG__DATA_TYPE__DT_FLOAT, 0, NULL, content);
    }
    return tblog__summary_append(summary, tag, "scalars", (ProtobufCBinaryData){0}, tensor, err);
}

/* ---- the one-line function ---- */

/* The longest tag that make_record accepts, and the room that its whole record needs. */
enum { TAG_MAX = 255, RECORD_MAX = 384 };

/* Field numbers and types of proto/event.proto and proto/summary.proto as encoded on the wire. */
enum {
    EVENT_WALL_TIME = 0x09,
    EVENT_STEP = 0x10,
    EVENT_SUMMARY = 0x2a,
    SUMMARY_VALUE = 0x0a,
    VALUE_TAG = 0x0a,
};

/* value.tensor { DT_FLOAT, shape [], tensor_content of 4 bytes } up to those bytes */
static const uint8_t tensor[] = {0x42, 0x0a, 0x08, 0x01, 0x12, 0x00, 0x22, 0x04};
/* value.metadata { plugin_data { plugin_name "scalars" } } */
static const uint8_t metadata[] = {0x4a, 0x0b, 0x0a, 0x09, 0x0a, 0x07, 's',
                                   'c',  'a',  'l',  'a',  'r',  's'};

static uint8_t *put_varint(uint8_t *at, uint64_t value) {
    for (; value >= 0x80; value >>= 7) *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

static size_t varint_size(uint64_t value) {
    size_t size = 1;
    for (; value >= 0x80; value >>= 7) size++;
    return size;
}

static uint8_t *put_bytes(uint8_t *at, const void *bytes, size_t size) {
    memcpy(at, bytes, size);
    return at + size;
}

/*
 * Make the record of an event with one scalar. Returns its size, or 0 if protobuf-c must make it: a
 * longer tag, or a wall time of 0, which protobuf leaves out. The bytes are the same as
 * protobuf-c's.
 */
static size_t make_record(uint8_t record[RECORD_MAX], double wall_time_s, int64_t step,
                          const char *tag, size_t tag_size, float value) {
    if (tag_size > TAG_MAX || wall_time_s == 0) return 0;
    size_t value_size = 1 + varint_size(tag_size) + tag_size + sizeof tensor + 4 + sizeof metadata;
    size_t summary_size = 1 + varint_size(value_size) + value_size;

    uint8_t *payload = record + TBLOG__RECORD_HEADER_SIZE, *at = payload;
    *at++ = EVENT_WALL_TIME;
    tblog__put_double(at, wall_time_s);
    at += 8;
    if (step) {
        *at++ = EVENT_STEP;
        at = put_varint(at, (uint64_t)step);
    }
    *at++ = EVENT_SUMMARY;
    at = put_varint(at, summary_size);
    *at++ = SUMMARY_VALUE;
    at = put_varint(at, value_size);
    *at++ = VALUE_TAG;
    at = put_varint(at, tag_size);
    at = put_bytes(at, tag, tag_size);
    at = put_bytes(at, tensor, sizeof tensor);
    tblog__put_float(at, value);
    at = put_bytes(at + 4, metadata, sizeof metadata);

    size_t length = (size_t)(at - payload);
    tblog__record_seal(record, length);
    return tblog__record_size(length);
}

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_scalar(summary, call->tag, call->number, err);
}

static tblog_status run_call(tblog_writer *writer, const tblog__log_call *call, tblog_error *err) {
    static const tblog_text_view scalars = {"scalars", sizeof "scalars" - 1};
    uint8_t record[RECORD_MAX];
    tblog_text_view tag = {call->tag, strlen(call->tag)};
    size_t size =
        make_record(record, call->wall_time_s, call->step, tag.data, tag.size, (float)call->number);
    return size ? tblog__writer_append(writer, record, size, tag, scalars, err)
                : tblog__writer_run_add(writer, call, err);
}

tblog_status tblog_scalar(tblog_writer *writer, const char *tag, int64_t step, double value) {
    return tblog__writer_log(
        writer, &(tblog__log_call){
                    .add = add_call, .run = run_call, .tag = tag, .step = step, .number = value});
}
