/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events as views of their bytes. This does not use protobuf-c, which allocates each message,
 * because it must be fast for millions of scalars. Field numbers: see proto/. As in any protobuf
 * reader, fields may come in any order, the last one of several numbers or texts counts, several
 * pieces of one message are merged, and unknown fields are skipped.
 */
#include "tblog/read/decode.h"

#include "tblog/error.h"
#include "tblog/read/number.h"

enum { SUMMARY_VALUE = 1, VALUE_METADATA = 9 };

/* ---- the event ---- */

/* Continue with the values of one of the event's summaries; 'rest' is what follows it in the event,
 * and is kept in 'text'. */
static void begin_summary(tblog_event *event, const tblog__field *field, const tblog__wire *rest) {
    event->next = field->bytes.at;
    event->end = field->bytes.end;
    event->text = tblog__wire_view(rest);
}

static void set_event_field(tblog_event *event, const tblog__field *field,
                            const tblog__wire *rest) {
    if (tblog__field_is(field, 1, TBLOG__WIRE_64))
        event->wall_time_s = tblog__field_double(field);
    else if (tblog__field_is(field, 2, TBLOG__WIRE_VARINT))
        event->step = (int64_t)field->bits;
    else if (tblog__field_is(field, TBLOG_EVENT_SUMMARY, TBLOG__WIRE_BYTES)) {
        if (event->kind != TBLOG_EVENT_SUMMARY) begin_summary(event, field, rest);
        /* If it was one already, this is one more piece of it. */
        event->kind = TBLOG_EVENT_SUMMARY;
    } else if (field->type == TBLOG__WIRE_BYTES && field->number >= 3 && field->number <= 9) {
        bool other = field->number == TBLOG_EVENT_OTHER || field->number > TBLOG_EVENT_RUN_METADATA;
        event->kind = other ? TBLOG_EVENT_OTHER : (tblog_event_kind)field->number;
        event->text = tblog__wire_view(&field->bytes);
    }
}

tblog_status tblog__event_fail(const tblog_event *event, const char *what, tblog_error *err) {
    return tblog__fail(err, TBLOG_ERR_FORMAT, "record %llu at byte %llu: %s",
                       (unsigned long long)event->number, (unsigned long long)event->offset, what);
}

tblog_status tblog_event_decode(const tblog_record *record, tblog_event *event, tblog_error *err) {
    tblog__wire w = {record->data, record->data + record->length};
    *event = (tblog_event){.offset = record->offset, .number = record->number};
    while (w.at < w.end) {
        tblog__field field;
        if (!tblog__wire_next(&w, &field)) return tblog__event_fail(event, "not an event", err);
        set_event_field(event, &field, &w);
    }
    if (event->kind != TBLOG_EVENT_SUMMARY) event->next = event->end = NULL;
    return TBLOG_OK;
}

/* ---- a value ---- */

static bool decode_plugin(tblog__wire w, tblog_value *value) {
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (tblog__field_is(&field, 1, TBLOG__WIRE_BYTES))
            value->plugin = tblog__wire_view(&field.bytes);
        else if (tblog__field_is(&field, 2, TBLOG__WIRE_BYTES))
            value->plugin_content = tblog__wire_view(&field.bytes);
    }
    return true;
}

bool tblog__metadata_decode(tblog__wire w, tblog_value *value) {
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (tblog__field_is(&field, 1, TBLOG__WIRE_BYTES) && !decode_plugin(field.bytes, value))
            return false;
        if (tblog__field_is(&field, 2, TBLOG__WIRE_BYTES))
            value->display_name = tblog__wire_view(&field.bytes);
        else if (tblog__field_is(&field, 3, TBLOG__WIRE_BYTES))
            value->description = tblog__wire_view(&field.bytes);
    }
    return true;
}

static bool decode_dim(tblog__wire w, size_t *size) {
    *size = 0;
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (tblog__field_is(&field, 1, TBLOG__WIRE_VARINT)) /* -1 is an unknown size */
            *size = field.bits > SIZE_MAX / 2 ? SIZE_MAX : (size_t)field.bits;
    }
    return true;
}

static bool decode_shape(tblog__wire w, tblog_value *value) {
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (!tblog__field_is(&field, 2, TBLOG__WIRE_BYTES)) continue;
        size_t size;
        if (!decode_dim(field.bytes, &size)) return false;
        if (value->rank < TBLOG_VALUE_MAX_RANK) value->shape[value->rank] = size;
        value->rank++;
    }
    return true;
}

static bool decode_tensor(tblog__wire w, tblog_value *value) {
    value->form = TBLOG_VALUE_TENSOR;
    value->body = tblog__wire_view(&w);
    value->rank = 0;
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (tblog__field_is(&field, 1, TBLOG__WIRE_VARINT))
            value->dtype = (int)(field.bits & 0xffff);
        else if (tblog__field_is(&field, 2, TBLOG__WIRE_BYTES)) {
            if (!decode_shape(field.bytes, value)) return false;
        } else if (tblog__field_is(&field, 4, TBLOG__WIRE_BYTES))
            value->content = tblog__wire_view(&field.bytes);
    }
    return true;
}

bool tblog__value_decode(tblog__wire w, tblog_value *value) {
    static const tblog_value_form forms[] = {[3] = TBLOG_VALUE_V1_OTHER,
                                             [4] = TBLOG_VALUE_V1_IMAGE,
                                             [5] = TBLOG_VALUE_V1_HISTOGRAM,
                                             [6] = TBLOG_VALUE_V1_AUDIO};
    *value = (tblog_value){0};
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (tblog__field_is(&field, 2, TBLOG__WIRE_32)) {
            value->form = TBLOG_VALUE_V1_SCALAR;
            value->simple = tblog__field_float(&field);
        }
        if (field.type != TBLOG__WIRE_BYTES) continue;
        if (field.number == 1)
            value->tag = tblog__wire_view(&field.bytes);
        else if (field.number == 8) {
            if (!decode_tensor(field.bytes, value)) return false;
        } else if (field.number == VALUE_METADATA) {
            if (!tblog__metadata_decode(field.bytes, value)) return false;
        } else if (field.number >= 3 && field.number <= 6) {
            value->form = forms[field.number];
            value->body = tblog__wire_view(&field.bytes);
        }
    }
    return true;
}

bool tblog__value_metadata(tblog__wire w, tblog_text_view *metadata) {
    bool found = false;
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (!tblog__field_is(&field, VALUE_METADATA, TBLOG__WIRE_BYTES)) continue;
        *metadata = tblog__wire_view(&field.bytes);
        found = true;
    }
    return found;
}

/* Continue with the event's next summary; false if there is none. */
static bool next_summary(tblog_event *event) {
    tblog__wire w = tblog__wire_of(event->text);
    event->text.size = 0;
    while (w.at < w.end) {
        tblog__field field;
        if (!tblog__wire_next(&w, &field)) return false;
        if (!tblog__field_is(&field, TBLOG_EVENT_SUMMARY, TBLOG__WIRE_BYTES)) continue;
        begin_summary(event, &field, &w);
        return true;
    }
    return false;
}

/* The next field of the summaries; TBLOG_END, or TBLOG_ERR_FORMAT. */
static tblog_status next_field(tblog_event *event, tblog__field *field) {
    while (event->next == event->end)
        if (event->kind != TBLOG_EVENT_SUMMARY || !next_summary(event)) return TBLOG_END;
    tblog__wire w = {event->next, event->end};
    bool good = tblog__wire_next(&w, field);
    event->next = w.at;
    return good ? TBLOG_OK : TBLOG_ERR_FORMAT;
}

static tblog_status fail_value(tblog_event *event, tblog_error *err) {
    event->next = event->end; /* what follows cannot be trusted */
    event->text.size = 0;
    return tblog__event_fail(event, "a malformed value", err);
}

tblog_status tblog__event_next_bytes(tblog_event *event, tblog__wire *bytes, tblog_error *err) {
    tblog__field field;
    tblog_status status;
    do status = next_field(event, &field);
    while (!status && !tblog__field_is(&field, SUMMARY_VALUE, TBLOG__WIRE_BYTES));
    if (status) return status == TBLOG_END ? status : fail_value(event, err);
    *bytes = field.bytes;
    return TBLOG_OK;
}

tblog_status tblog_event_next_value(tblog_event *event, tblog_value *value, tblog_error *err) {
    tblog__wire bytes;
    tblog_status status = tblog__event_next_bytes(event, &bytes, err);
    if (status || tblog__value_decode(bytes, value)) return status;
    return fail_value(event, err);
}

/* ---- the contents of a value ---- */

static tblog_text_view word(const char *text) {
    return (tblog_text_view){text, strlen(text)};
}

tblog_text_view tblog_value_kind(const tblog_value *value) {
    switch (value->form) {
    case TBLOG_VALUE_V1_SCALAR: return word("scalars");
    case TBLOG_VALUE_V1_HISTOGRAM: return word("histograms");
    case TBLOG_VALUE_V1_IMAGE: return word("images");
    case TBLOG_VALUE_V1_AUDIO: return word("audio");
    default: return value->plugin.size ? value->plugin : word("");
    }
}

bool tblog_value_scalar(const tblog_value *value, double *number) {
    tblog__number found;
    if (!tblog__value_number(value, &found)) return false;
    *number = found.number;
    return true;
}
