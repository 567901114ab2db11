/* SPDX-License-Identifier: Apache-2.0 */
/* Events with fewer values. run_reader.c calls this. Field numbers: see proto/event.proto and
 * proto/summary.proto. */
#include "tblog/read/reduce.h"

#include <tblog/writer.h>

#include "tblog/error.h"
#include "tblog/read/decode.h"
#include "tblog/record.h"

enum {
    EVENT_FIRST_WHAT = 3, /* fields of which an event has only one */
    EVENT_SUMMARY = 5,
    EVENT_LAST_WHAT = 9,
    SUMMARY_VALUE = 1,
    VALUE_METADATA = 9,
    METADATA_PLUGIN = 1,
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

/* Append the series' metadata; with plugin and class added if the metadata alone would give the
 * value another dashboard. */
static void put_metadata(tblog__message *value, const tblog__series *series,
                         const tblog__logged *logged) {
    tblog_text_view stated = series->series.metadata;
    tblog__logged said = {.value = {.form = logged->value.form}};
    tblog__metadata_decode(tblog__wire_of(stated), &said.value);
    tblog__dashboard own = tblog__dashboard_of(&said.value, stated.size ? &stated : NULL);
    tblog__message metadata = {0}, plugin = {0};
    tblog__message_bytes(&metadata, stated.data, stated.size);
    if (!same_dashboard(&series->dashboard, &own)) {
        tblog__message_field(&plugin, PLUGIN_NAME, series->dashboard.kind);
        tblog__message_field(&metadata, METADATA_PLUGIN,
                             (tblog_text_view){(char *)plugin.bytes, plugin.size});
        tblog__message_number(&metadata, METADATA_CLASS, series->dashboard.data_class);
    }
    if (metadata.size)
        tblog__message_field(value, VALUE_METADATA,
                             (tblog_text_view){(char *)metadata.bytes, metadata.size});
    value->failed |= metadata.failed || plugin.failed;
    tblog__message_free(&metadata);
    tblog__message_free(&plugin);
}

/* Append the fields of a message whose numbers are not from 'first' to 'last'. */
static void put_others(tblog__message *to, tblog__wire w, uint32_t first, uint32_t last) {
    for (tblog__field field; w.at < w.end;) {
        const uint8_t *start = w.at;
        if (!tblog__wire_next(&w, &field)) return; /* cannot happen: it was decoded before */
        if (field.number < first || field.number > last)
            tblog__message_bytes(to, start, (size_t)(w.at - start));
    }
}

void tblog__reduce_introduce(tblog__message *summary, const tblog__series *series,
                             const tblog__logged *logged) {
    tblog__message value = {0};
    put_others(&value, logged->bytes, VALUE_METADATA, VALUE_METADATA);
    put_metadata(&value, series, logged);
    tblog__message_field(summary, SUMMARY_VALUE,
                         (tblog_text_view){(char *)value.bytes, value.size});
    summary->failed |= value.failed;
    tblog__message_free(&value);
}

void tblog__reduce_keep(tblog__message *summary, const tblog__logged *logged) {
    tblog__message_field(summary, SUMMARY_VALUE, tblog__wire_view(&logged->bytes));
}

tblog_status tblog__reduce_finish(tblog__message *out, const tblog_record *record,
                                  const tblog__message *summary, tblog_error *err) {
    static const uint8_t frame[TBLOG__RECORD_HEADER_SIZE];
    out->size = 0;
    tblog__message_bytes(out, frame, TBLOG__RECORD_HEADER_SIZE);
    put_others(out, (tblog__wire){record->data, record->data + record->length}, EVENT_FIRST_WHAT,
               EVENT_LAST_WHAT);
    tblog__message_field(out, EVENT_SUMMARY,
                         (tblog_text_view){(char *)summary->bytes, summary->size});
    size_t length = out->size - TBLOG__RECORD_HEADER_SIZE;
    tblog__message_bytes(out, frame, TBLOG__RECORD_FOOTER_SIZE);
    if (out->failed || summary->failed) return tblog__fail_no_memory(err);
    if (length > TBLOG_RECORD_MAX)
        return tblog__fail(err, TBLOG_ERR_TOO_LARGE, "%zu bytes are over the limit of %zu", length,
                           TBLOG_RECORD_MAX);
    tblog__record_seal(out->bytes, length);
    return TBLOG_OK;
}
