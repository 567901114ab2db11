/* SPDX-License-Identifier: Apache-2.0 */
/* Events written anew. run_reader.c calls this. Field numbers: see proto/event.proto and
 * proto/summary.proto. */
#include "tblog/read/rewrite.h"

#include <tblog/writer.h>

#include "tblog/error.h"
#include "tblog/read/decode.h"
#include "tblog/record.h"

enum {
    EVENT_WALL_TIME = 1,
    EVENT_STEP = 2,
    EVENT_SUMMARY = 5,
    SUMMARY_VALUE = 1,
    VALUE_TAG = 1,
    VALUE_METADATA = 9,
    METADATA_PLUGIN = 1,
    METADATA_DESCRIPTION = 3,
    METADATA_CLASS = 4,
    PLUGIN_NAME = 1
};

static bool same_text(tblog_text_view a, tblog_text_view b) {
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

static bool same_dashboard(const tblog__dashboard *a, const tblog__dashboard *b) {
    return a->data_class == b->data_class && same_text(a->kind, b->kind);
}

bool tblog__introduces(const tblog__series *series, const tblog__logged *logged) {
    tblog__dashboard own =
        tblog__dashboard_of(&logged->value, logged->has_metadata ? &logged->metadata : NULL);
    return same_text(series->series.metadata, logged->metadata) &&
           same_dashboard(&series->dashboard, &own);
}

/* Append the series' metadata. Plugin and class are added if the metadata alone would give the
 * value another dashboard; and with a description in a value of TensorFlow 1, as the data server
 * replaces its metadata unless they state a class. The last of several descriptions counts. */
static void put_metadata(tblog__message *value, const tblog__value_edit *edit,
                         const tblog__logged *logged) {
    const tblog__series *series = edit->metadata;
    tblog_text_view stated = series->series.metadata;
    tblog__logged said = {.value = {.form = logged->value.form}};
    tblog__metadata_decode(tblog__wire_of(stated), &said.value);
    tblog__dashboard own = tblog__dashboard_of(&said.value, stated.size ? &stated : NULL);
    bool v1 = logged->value.form >= TBLOG_VALUE_V1_SCALAR;
    tblog__message metadata = {0}, plugin = {0};
    tblog__message_bytes(&metadata, stated.data, stated.size);
    if ((v1 && edit->description.data) || !same_dashboard(&series->dashboard, &own)) {
        tblog__message_field(&plugin, PLUGIN_NAME, series->dashboard.kind);
        tblog__message_field(&metadata, METADATA_PLUGIN,
                             (tblog_text_view){(char *)plugin.bytes, plugin.size});
        tblog__message_number(&metadata, METADATA_CLASS, series->dashboard.data_class);
    }
    if (edit->description.data)
        tblog__message_field(&metadata, METADATA_DESCRIPTION, edit->description);
    if (metadata.size)
        tblog__message_field(value, VALUE_METADATA,
                             (tblog_text_view){(char *)metadata.bytes, metadata.size});
    value->failed |= metadata.failed || plugin.failed;
    tblog__message_free(&metadata);
    tblog__message_free(&plugin);
}

/* A set of field numbers. */
#define FIELD(number) (UINT32_C(1) << (number))

enum { WHAT = 0x3f8 }; /* fields 3 to 9, of which an event has only one */

/* Append the fields of a message that are not in the set. */
static void put_others(tblog__message *to, tblog__wire w, uint32_t without) {
    for (tblog__field field; w.at < w.end;) {
        const uint8_t *start = w.at;
        if (!tblog__wire_next(&w, &field)) return; /* cannot happen: it was decoded before */
        if (field.number >= 32 || !(without & FIELD(field.number)))
            tblog__message_bytes(to, start, (size_t)(w.at - start));
    }
}

void tblog__rewrite_value(tblog__message *summary, const tblog__logged *logged,
                          const tblog__value_edit *edit) {
    tblog__message value = {0};
    uint32_t without = 0;
    if (edit->tag.data) {
        tblog__message_field(&value, VALUE_TAG, edit->tag);
        without |= FIELD(VALUE_TAG);
    }
    if (edit->metadata) without |= FIELD(VALUE_METADATA);
    put_others(&value, logged->bytes, without);
    if (edit->metadata) put_metadata(&value, edit, logged);
    tblog__message_field(summary, SUMMARY_VALUE,
                         (tblog_text_view){(char *)value.bytes, value.size});
    summary->failed |= value.failed;
    tblog__message_free(&value);
}

static void put_moment(tblog__message *out, const tblog_event *moment) {
    tblog__message_double(out, EVENT_WALL_TIME, moment->wall_time_s);
    if (moment->step) tblog__message_number(out, EVENT_STEP, (uint64_t)moment->step);
}

tblog_status tblog__rewrite_finish(tblog__message *out, const tblog_record *record,
                                   const tblog__message *summary, const tblog_event *moment,
                                   tblog_error *err) {
    static const uint8_t frame[TBLOG__RECORD_HEADER_SIZE];
    uint32_t without = summary ? WHAT : 0;
    if (moment) without |= FIELD(EVENT_WALL_TIME) | FIELD(EVENT_STEP);
    out->size = 0;
    tblog__message_bytes(out, frame, TBLOG__RECORD_HEADER_SIZE);
    if (moment) put_moment(out, moment);
    put_others(out, (tblog__wire){record->data, record->data + record->length}, without);
    if (summary)
        tblog__message_field(out, EVENT_SUMMARY,
                             (tblog_text_view){(char *)summary->bytes, summary->size});
    size_t length = out->size - TBLOG__RECORD_HEADER_SIZE;
    tblog__message_bytes(out, frame, TBLOG__RECORD_FOOTER_SIZE);
    if (out->failed || (summary && summary->failed)) return tblog__fail_no_memory(err);
    if (length > TBLOG_RECORD_MAX)
        return tblog__fail(err, TBLOG_ERR_TOO_LARGE, "%zu bytes are over the limit of %zu", length,
                           TBLOG_RECORD_MAX);
    tblog__record_seal(out->bytes, length);
    return TBLOG_OK;
}
