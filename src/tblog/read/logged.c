/* SPDX-License-Identifier: Apache-2.0 */
/* What an event logs. run.c and run_reader.c call this. The rules are those of RunLoader in
 * tensorboard/data/server/run.rs, and of event_file.rs. */
#include "tblog/read/logged.h"

#include <string.h>

#include "tblog/bytes.h"
#include "tblog/read/decode.h"

enum { DT_STRING = 7 };

static tblog_text_view word(const char *text) {
    return (tblog_text_view){text, strlen(text)};
}

tblog_status tblog__logged_decode(const tblog_record *record, tblog_event *event,
                                  tblog_error *err) {
    tblog_status status = tblog_event_check(record, err);
    if (!status) status = tblog_event_decode(record, event, err);
    if (status || !tblog__is_nan(event->wall_time_s)) return status;
    return tblog__event_fail(event, "its wall time is NaN, and TensorBoard stops reading there",
                             err);
}

/* A message of the graph dashboard, as a value. Its metadata say that it is bytes: data_class 3. */
static void set_message(tblog__logged *logged, tblog_text_view tag, const char *plugin,
                        tblog_text_view content) {
    *logged = (tblog__logged){.value = {.tag = tag,
                                        .plugin = word(plugin),
                                        .form = TBLOG_VALUE_TENSOR,
                                        .dtype = DT_STRING,
                                        .rank = 1,
                                        .shape = {1},
                                        .content = content},
                              .metadata = word("\x20\x03"),
                              .has_metadata = true};
}

/* TaggedRunMetadata { tag 1, run_metadata 2 }. */
static void set_run_metadata(tblog_text_view message, tblog__logged *logged) {
    tblog_text_view tag = word(""), content = word("");
    tblog__wire w = tblog__wire_of(message);
    for (tblog__field field; w.at < w.end && tblog__wire_next(&w, &field);) {
        if (tblog__field_is(&field, 1, TBLOG__WIRE_BYTES)) tag = tblog__wire_view(&field.bytes);
        if (tblog__field_is(&field, 2, TBLOG__WIRE_BYTES)) content = tblog__wire_view(&field.bytes);
    }
    set_message(logged, tag, "graph_tagged_run_metadata", content);
}

bool tblog__logged_next(tblog_event *event, tblog__logged *logged) {
    tblog_event_kind kind = event->kind;
    if (tblog__is_infinite(event->wall_time_s)) return false;
    if (kind == TBLOG_EVENT_GRAPH_DEF || kind == TBLOG_EVENT_RUN_METADATA) {
        event->kind = TBLOG_EVENT_EMPTY; /* it is used up */
        if (kind == TBLOG_EVENT_GRAPH_DEF)
            set_message(logged, word("__run_graph__"), "graphs", event->text);
        else
            set_run_metadata(event->text, logged);
        return true;
    }
    *logged = (tblog__logged){0};
    if (tblog__event_next_bytes(event, &logged->bytes, NULL) ||
        !tblog__value_decode(logged->bytes, &logged->value))
        return false;
    logged->has_metadata = tblog__value_metadata(logged->bytes, &logged->metadata);
    return true;
}

/* SessionLog { status 1 }. */
bool tblog__starts_session(const tblog_event *event) {
    enum { START = 1 };
    uint64_t status = 0;
    if (event->kind != TBLOG_EVENT_SESSION_LOG) return false;
    tblog__wire w = tblog__wire_of(event->text);
    for (tblog__field field; w.at < w.end && tblog__wire_next(&w, &field);)
        if (tblog__field_is(&field, 1, TBLOG__WIRE_VARINT)) status = field.bits;
    return status == START;
}

/* "brain.Event:" and a number, as ParseFileVersion of TensorBoard's event_util.py; what follows the
 * digits is not looked at: the number is 2 in all files that there are. */
bool tblog__says_sessions(const tblog_event *version) {
    static const char prefix[] = "brain.Event:";
    size_t size = sizeof prefix - 1;
    const char *text = version->text.data;
    if (version->text.size <= size || memcmp(text, prefix, size) != 0) return false;
    return text[size] >= '2' && text[size] <= '9';
}
