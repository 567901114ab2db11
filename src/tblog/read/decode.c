/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events as views of their bytes. Written by hand rather than by protobuf-c, which allocates each
 * message: reading a million scalars is what this file is for. Field numbers: see proto/. As with
 * any protobuf reader, fields may come in any order, the last one wins, and unknown ones are passed
 * over.
 */
#include <tblog/reader.h>

#include "tblog/error.h"
#include "tblog/read/wire.h"

enum { DT_FLOAT = 1, DT_DOUBLE = 2 };

/* ---- the event ---- */

static void set_event_field(tblog_event *event, const tblog__field *field) {
    if (tblog__field_is(field, 1, TBLOG__WIRE_64))
        event->wall_time_s = tblog__field_double(field);
    else if (tblog__field_is(field, 2, TBLOG__WIRE_VARINT))
        event->step = (int64_t)field->bits;
    else if (field->type == TBLOG__WIRE_BYTES && field->number >= 3 && field->number <= 9) {
        event->kind = field->number <= 5 ? (tblog_event_kind)field->number : TBLOG_EVENT_OTHER;
        event->text = tblog__wire_view(&field->bytes);
        event->next = field->bytes.at;
        event->end = field->bytes.end;
    }
}

tblog_status tblog_event_decode(const tblog_record *record, tblog_event *event, tblog_error *err) {
    tblog__wire w = {record->data, record->data + record->length};
    *event = (tblog_event){.offset = record->offset, .number = record->number};
    while (w.at < w.end) {
        tblog__field field;
        if (!tblog__wire_next(&w, &field))
            return tblog__fail(err, TBLOG_ERR_FORMAT, "record %llu at byte %llu: not an event",
                               (unsigned long long)record->number,
                               (unsigned long long)record->offset);
        set_event_field(event, &field);
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

static bool decode_metadata(tblog__wire w, tblog_value *value) {
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

static bool decode_value(tblog__wire w, tblog_value *value) {
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
        } else if (field.number == 9) {
            if (!decode_metadata(field.bytes, value)) return false;
        } else if (field.number >= 3 && field.number <= 6) {
            value->form = forms[field.number];
            value->body = tblog__wire_view(&field.bytes);
        }
    }
    return true;
}

tblog_status tblog_event_next_value(tblog_event *event, tblog_value *value, tblog_error *err) {
    tblog__wire w = {event->next, event->end};
    while (w.at < w.end) {
        tblog__field field;
        if (!tblog__wire_next(&w, &field)) break;
        event->next = w.at;
        if (!tblog__field_is(&field, 1, TBLOG__WIRE_BYTES)) continue;
        if (decode_value(field.bytes, value)) return TBLOG_OK;
        break;
    }
    if (event->next == event->end) return TBLOG_END;
    event->next = event->end; /* what follows is not to be trusted */
    return tblog__fail(err, TBLOG_ERR_FORMAT, "record %llu at byte %llu: a malformed value",
                       (unsigned long long)event->number, (unsigned long long)event->offset);
}

/* ---- what is in a value ---- */

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

/* The one element of a scalar tensor whose number is not in tensor_content but in float_val & co.
 */
static bool scalar_of_list(const tblog_value *value, double *number) {
    tblog__wire w = tblog__wire_of(value->body);
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        tblog__wire packed = field.bytes;
        if (field.type == TBLOG__WIRE_BYTES) field.type = UINT32_MAX; /* maybe packed, below */
        if (tblog__field_is(&field, 5, TBLOG__WIRE_32))
            return *number = (double)tblog__field_float(&field), true;
        if (tblog__field_is(&field, 6, TBLOG__WIRE_64))
            return *number = tblog__field_double(&field), true;
        if (field.type != UINT32_MAX) continue;
        if (field.number == 5 && packed.end - packed.at == 4) {
            field.bits = tblog__get_le32(packed.at);
            return *number = (double)tblog__field_float(&field), true;
        }
        if (field.number == 6 && packed.end - packed.at == 8) {
            field.bits = tblog__get_le64(packed.at);
            return *number = tblog__field_double(&field), true;
        }
    }
    return false;
}

bool tblog_value_scalar(const tblog_value *value, double *number) {
    if (value->form == TBLOG_VALUE_V1_SCALAR) return *number = (double)value->simple, true;
    if (value->form != TBLOG_VALUE_TENSOR || value->rank != 0) return false;
    tblog__field field = {0};
    if (value->dtype == DT_FLOAT && value->content.size == 4) {
        field.bits = tblog__get_le32((const uint8_t *)value->content.data);
        return *number = (double)tblog__field_float(&field), true;
    }
    if (value->dtype == DT_DOUBLE && value->content.size == 8) {
        field.bits = tblog__get_le64((const uint8_t *)value->content.data);
        return *number = tblog__field_double(&field), true;
    }
    return (value->dtype == DT_FLOAT || value->dtype == DT_DOUBLE) && scalar_of_list(value, number);
}
