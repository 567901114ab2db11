/* SPDX-License-Identifier: Apache-2.0 */
/* What an event logs. The rules: RunLoader of tensorboard/data/server/run.rs, event_file.rs. */
#include "tblog/read/logged.h"

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
    return tblog__event_fail(event, "its wall time is NaN, and TensorBoard reads no further", err);
}

/* A graph is a value of its own tag, whose metadata say that it is bytes: data_class 3. */
static void set_graph(const tblog_event *event, tblog__logged *logged) {
    *logged = (tblog__logged){.value = {.tag = word("__run_graph__"),
                                        .plugin = word("graphs"),
                                        .form = TBLOG_VALUE_TENSOR,
                                        .dtype = DT_STRING,
                                        .rank = 1,
                                        .shape = {1},
                                        .content = event->text},
                              .metadata = word("\x20\x03"),
                              .has_metadata = true};
}

bool tblog__logged_next(tblog_event *event, tblog__logged *logged) {
    if (tblog__is_infinite(event->wall_time_s)) return false;
    if (event->kind == TBLOG_EVENT_GRAPH_DEF) {
        set_graph(event, logged);
        event->kind = TBLOG_EVENT_EMPTY; /* it is used up */
        return true;
    }
    *logged = (tblog__logged){0};
    if (tblog__event_next_bytes(event, &logged->bytes, NULL) ||
        !tblog__value_decode(logged->bytes, &logged->value))
        return false;
    logged->has_metadata = tblog__value_metadata(logged->bytes, &logged->metadata);
    return true;
}
