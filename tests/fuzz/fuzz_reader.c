/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader, and everything that reads records. Properties: resynchronising always ends, no view
 * lies outside its record, the same bytes read twice give the same result, and what is checked as
 * an event can be decoded to its end.
 */
#include <string.h>
#include <tblog/tblog.h>

#include "fuzz_file.h"

static uint64_t digest;

static void note(const void *data, size_t size) {
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; i++) digest = (digest << 7 | digest >> 57) ^ bytes[i];
}

/* Read every byte of a view, so that sanitizers find wrong ones. */
static void note_view(tblog_text_view view) {
    note(&view.size, sizeof view.size);
    if (view.size) note(view.data, view.size);
}

static void look_at_value(const tblog_value *value) {
    tblog_text_view text;
    tblog_buckets buckets;
    double left, right, count;
    note_view(value->tag);
    note_view(value->plugin_content);
    note_view(value->content);
    note_view(tblog_value_kind(value));
    if (tblog_value_scalar(value, &left)) note(&left, sizeof left);
    for (size_t i = 0; i < 3; i++) {
        if (tblog_value_string(value, i, &text)) note_view(text);
        if (tblog_value_image(value, i, &text)) note_view(text);
        if (tblog_value_audio(value, i, &text)) note_view(text);
    }
    if (!tblog_value_buckets(value, &buckets)) return;
    for (size_t i = 0; i < buckets.count && i < 1000; i++)
        if (tblog_buckets_get(&buckets, i, &left, &right, &count)) note(&count, sizeof count);
}

static void look_at_record(const tblog_record *record) {
    tblog_event event;
    tblog_value value;
    bool sound = tblog_event_check(record, NULL) == TBLOG_OK;
    tblog_status status = tblog_event_decode(record, &event, NULL);
    note_view(event.text);
    while (!status && !(status = tblog_event_next_value(&event, &value, NULL)))
        look_at_value(&value);
    FUZZ_ASSERT(!sound || status == TBLOG_END);
}

static uint64_t read_all(const char *path) {
    tblog_error err;
    tblog_record record;
    tblog_reader_options options = {sizeof options, 1 << 20};
    tblog_reader *reader = tblog_reader_open(path, &options, &err);
    uint64_t skipped;
    digest = 14695981039346656037u;
    FUZZ_ASSERT(reader != NULL);
    for (;;) {
        tblog_status status = tblog_reader_next(reader, &record, &err);
        note(&status, sizeof status);
        if (status == TBLOG_OK) look_at_record(&record);
        if (status == TBLOG_OK || status == TBLOG_ERR_DATA_CRC) continue;
        if (status != TBLOG_ERR_LENGTH_CRC && status != TBLOG_ERR_TOO_LARGE) break;
        if (tblog_reader_resync(reader, &skipped, &err) != TBLOG_OK) break;
        FUZZ_ASSERT(skipped > 0);
    }
    tblog_reader_close(reader);
    return digest;
}

/* The bytes as a file; and as one payload with correct CRCs, which a fuzzer would not find. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const char *path = fuzz_file(bytes, size);
    FUZZ_ASSERT(read_all(path) == read_all(path));
    const tblog_record record = {.data = bytes, .length = size};
    look_at_record(&record);
    return 0;
}
