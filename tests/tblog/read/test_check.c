/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Damaged and odd events compared with what Google's protobuf says about each: golden/protobuf.
 * What it refuses is refused here, and what it accepts has the same step, kind, tags and values
 * here.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "suite.h"
#include "temp_folder.h"

#define EVENTS TEST_DATA "/golden/protobuf/events.bin"

enum { LEAST_OF_EACH = 200 };

typedef void (*visitor)(const tblog_record *record, const char *expected);

/* Each event with its line of expected.txt. */
static void each_event(visitor visit) {
    char line[4096];
    tblog_error err;
    tblog_record record;
    size_t good = 0, bad = 0;
    FILE *expected = fopen(TEST_DATA "/golden/protobuf/expected.txt", "r");
    tblog_reader *reader = tblog_reader_open(EVENTS, NULL, &err);
    ck_assert(expected && reader);
    while (tblog_reader_next(reader, &record, &err) == TBLOG_OK) {
        ck_assert_ptr_nonnull(fgets(line, sizeof line, expected));
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "bad") == 0)
            bad++;
        else
            good++;
        visit(&record, line);
    }
    ck_assert_ptr_null(fgets(line, sizeof line, expected));
    ck_assert_uint_ge(good, LEAST_OF_EACH);
    ck_assert_uint_ge(bad, LEAST_OF_EACH);
    tblog_reader_close(reader);
    fclose(expected);
}

static void check_verdict(const tblog_record *record, const char *expected) {
    tblog_error err = {TBLOG_OK, ""};
    bool bad = strcmp(expected, "bad") == 0;
    tblog_status status = tblog_event_check(record, &err);
    ck_assert_msg(status == (bad ? TBLOG_ERR_FORMAT : TBLOG_OK), "record %" PRIu64 ": %s, %s",
                  record->number, expected, err.message);
    if (bad) ck_assert_ptr_nonnull(strstr(err.message, ": not an event: "));
}

START_TEST(what_protobuf_refuses_is_refused) {
    each_event(check_verdict);
}
END_TEST

/* ---- what is in those that are good ---- */

static const char *name_of(const tblog_event *event) {
    switch (event->kind) {
    case TBLOG_EVENT_EMPTY: return "nothing";
    case TBLOG_EVENT_FILE_VERSION: return "file_version";
    case TBLOG_EVENT_GRAPH_DEF: return "graph_def";
    case TBLOG_EVENT_SUMMARY: return "summary";
    case TBLOG_EVENT_SESSION_LOG: return "session_log";
    case TBLOG_EVENT_RUN_METADATA: return "tagged_run_metadata";
    default: return "other";
    }
}

static void put_value(FILE *out, const tblog_value *value) {
    static const char *const forms[] = {[TBLOG_VALUE_NONE] = "nothing",
                                        [TBLOG_VALUE_TENSOR] = "tensor",
                                        [TBLOG_VALUE_V1_SCALAR] = "simple_value",
                                        [TBLOG_VALUE_V1_HISTOGRAM] = "histo",
                                        [TBLOG_VALUE_V1_IMAGE] = "image",
                                        [TBLOG_VALUE_V1_AUDIO] = "audio",
                                        [TBLOG_VALUE_V1_OTHER] = "obsolete_old_style_histogram"};
    putc(' ', out);
    for (size_t i = 0; i < value->tag.size; i++) fprintf(out, "%02x", (uint8_t)value->tag.data[i]);
    fprintf(out, ":%s", forms[value->form]);
    uint32_t bits;
    memcpy(&bits, &value->simple, sizeof bits);
    if (value->form == TBLOG_VALUE_V1_SCALAR) fprintf(out, ":%08" PRIx32, bits);
}

static void check_content(const tblog_record *record, const char *expected) {
    tblog_error err;
    tblog_event event;
    tblog_value value;
    char *text;
    size_t size;
    if (strcmp(expected, "bad") == 0) return;
    ck_assert_int_eq(tblog_event_decode(record, &event, &err), TBLOG_OK);
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "ok %" PRId64 " %s", event.step, name_of(&event));
    tblog_status status;
    while ((status = tblog_event_next_value(&event, &value, &err)) == TBLOG_OK)
        put_value(out, &value);
    fclose(out);
    ck_assert_int_eq(status, TBLOG_END);
    bool other = event.kind == TBLOG_EVENT_OTHER;
    ck_assert_msg(other || strcmp(text, expected) == 0, "record %" PRIu64 ": '%s', not '%s'",
                  record->number, text, expected);
    if (other) ck_assert_ptr_null(strstr(expected, "summary"));
    free(text);
}

START_TEST(what_protobuf_accepts_holds_the_same_here) {
    each_event(check_content);
}
END_TEST

/* ---- writers ---- */

static tblog_writer *writer;

/* A tag that is of another kind already is refused too, with another reason. */
static void check_added(const tblog_record *record, const char *expected) {
    tblog_error err = {TBLOG_OK, ""};
    tblog_add_event(writer, record->data, record->length, &err);
    bool refused = strstr(err.message, "are not an event") != NULL;
    ck_assert_msg(refused == (strcmp(expected, "bad") == 0), "record %" PRIu64 ": %s, %s",
                  record->number, expected, err.message);
}

START_TEST(only_what_protobuf_accepts_can_be_added) {
    char *folder = temp_folder_new();
    writer = tblog_writer_open(folder, NULL, NULL);
    each_event(check_added);
    tblog_writer_close(writer, NULL);
    temp_folder_remove(folder);
}
END_TEST

/* ---- decoding what is bad ---- */

typedef struct bad_event {
    size_t size;
    uint8_t bytes[12];
} bad_event;

/* Decode all of it, as far as it goes. */
static tblog_status decode(const bad_event *bad, tblog_event *event) {
    const tblog_record record = {.data = bad->bytes, .length = bad->size};
    tblog_value value;
    ck_assert_int_eq(tblog_event_check(&record, NULL), TBLOG_ERR_FORMAT);
    tblog_status status = tblog_event_decode(&record, event, NULL);
    while (!status) status = tblog_event_next_value(event, &value, NULL);
    return status;
}

/* A value that is malformed is an error also when it is the last, and ends the event. */
START_TEST(a_malformed_last_value_is_an_error) {
    static const bad_event cases[] = {
        {9, {0x2a, 0x07, 0x0a, 0x05, 0x0a, 0x32, 'a', 'b', 'c'}}, /* a tag too long */
        {5, {0x2a, 0x03, 0x0a, 0x05, 'a'}},                       /* a value too long */
        {4, {0x2a, 0x02, 0x0a, 0x80}},                            /* a length without an end */
        {10, {0x2a, 0x03, 0x0a, 0x01, 0x0c, 0x2a, 0x03, 0x0a, 0x01, 0x0a}}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tblog_event event;
        tblog_value value;
        ck_assert_int_eq(decode(&cases[i], &event), TBLOG_ERR_FORMAT);
        ck_assert_int_eq(tblog_event_next_value(&event, &value, NULL), TBLOG_END);
    }
}
END_TEST

/* Decoding looks at less than all, but never reads on after a malformed field of the event's own.
 */
START_TEST(a_malformed_field_of_the_event_is_an_error) {
    static const bad_event cases[] = {
        {1, {0x10}},       /* no value */
        {2, {0x7b, 0x74}}, /* the end of another group */
        {1, {0x7b}},       /* a group without an end */
        {1, {0x7c}},       /* an end without a group */
        {1, {0x0e}},       /* no such wire type */
        {2, {0x00, 0x01}}, /* field 0 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tblog_event event;
        ck_assert_int_eq(decode(&cases[i], &event), TBLOG_ERR_FORMAT);
    }
}
END_TEST

SUITE("check", what_protobuf_refuses_is_refused, what_protobuf_accepts_holds_the_same_here,
      only_what_protobuf_accepts_can_be_added, a_malformed_last_value_is_an_error,
      a_malformed_field_of_the_event_is_an_error)
