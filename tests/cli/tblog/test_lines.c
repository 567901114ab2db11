/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of `tblog log`: each is stored exactly, or refused. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <tblog/tblog.h>

#include "cli/tblog/lines/json_event.h"
#include "suite.h"

static tblog_error err;
static tblog_summary *summary;
static json_event event;

static void setup(void) {
    summary = tblog_summary_new();
}

static void teardown(void) {
    json_event_free(&event);
    tblog_summary_free(summary);
}

static tblog_status parse_size(const char *line, size_t size) {
    tblog_summary_clear(summary);
    json_event_free(&event);
    err = (tblog_error){0};
    return json_event_parse(line, size, summary, &event, &err);
}

static tblog_status parse(const char *line) {
    return parse_size(line, strlen(line));
}

static void refused(const char *line, const char *words) {
    ck_assert_msg(parse(line) == TBLOG_ERR_ARGUMENT, "%s", line);
    ck_assert_msg(strstr(err.message, words) != NULL, "%s: %s", line, err.message);
}

/* A scalar's line with that step, or value. */
static tblog_status parse_step(const char *step) {
    char line[200];
    snprintf(line, sizeof line, "{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1,\"step\":%s}",
             step);
    return parse(line);
}

static tblog_status parse_field(const char *field) {
    char line[300];
    snprintf(line, sizeof line, "{\"kind\":\"scalar\",\"tag\":\"a\",%s}", field);
    return parse(line);
}

/* The number that was logged, as it would be read: a float32. */
static double logged(void) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    double number = 0;
    char folder[] = "/tmp/tblog-test-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
    char *path = strdup(tblog_writer_path(writer));
    ck_assert_int_eq(tblog_writer_add(writer, event.step, 1, summary, NULL), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, NULL), TBLOG_OK);
    tblog_reader *reader = tblog_reader_open(path, NULL, NULL);
    tblog_record record;
    tblog_event read;
    tblog_value value;
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(tblog_reader_next(reader, &record, NULL), TBLOG_OK);
    ck_assert_int_eq(tblog_event_decode(&record, &read, NULL), TBLOG_OK);
    ck_assert_int_eq(tblog_event_next_value(&read, &value, NULL), TBLOG_OK);
    ck_assert(tblog_value_scalar(&value, &number));
    tblog_reader_close(reader);
    ck_assert_int_eq(remove(path), 0);
    ck_assert_int_eq(remove(folder), 0);
    free(path);
    return number;
}

/* ---- numbers ---- */

START_TEST(steps_are_kept_to_the_last_digit) {
    static const struct {
        const char *text;
        int64_t step;
    } cases[] = {{"9007199254740993", 9007199254740993},
                 {"9223372036854775807", INT64_MAX},
                 {"-9223372036854775808", INT64_MIN},
                 {"-9007199254740993", -9007199254740993},
                 {"0", 0},
                 {"-0", 0},
                 {"1e3", 1000},
                 {"2.0", 2},
                 {"9007199254740992.0", 9007199254740992}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(parse_step(cases[i].text) == TBLOG_OK, "%s: %s", cases[i].text, err.message);
        ck_assert_int_eq(event.step, cases[i].step);
    }
    static const char *const wrong[] = {"9223372036854775808",
                                        "-9223372036854775809",
                                        "1.5",
                                        "1e300",
                                        "9007199254740994.0",
                                        "NaN",
                                        "Infinity",
                                        "\"3\"",
                                        "null",
                                        "true",
                                        "[1]"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(parse_step(wrong[i]) == TBLOG_ERR_ARGUMENT, "%s", wrong[i]);
        ck_assert_ptr_nonnull(strstr(err.message, "\"step\" is not a whole number from -2^63"));
    }
}
END_TEST

/* As json.dumps of Python writes them, which is not JSON; and as texts, which is. */
START_TEST(what_is_not_finite_is_a_number) {
    static const struct {
        const char *field;
        double value;
    } cases[] = {{"\"value\":NaN", NAN},
                 {"\"value\": Infinity ", INFINITY},
                 {"\"value\":-Infinity", -INFINITY},
                 {"\"value\":\"NaN\"", NAN},
                 {"\"value\":\"-Infinity\"", -INFINITY},
                 {"\"description\":\"NaN, -Infinity\",\"value\":NaN,\"step\":7", NAN},
                 {"\"step\":7,\"value\":1e-400", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(parse_field(cases[i].field) == TBLOG_OK, "%s: %s", cases[i].field,
                      err.message);
        double number = logged();
        ck_assert(isnan(cases[i].value) ? isnan(number) : number == cases[i].value);
        ck_assert_int_eq(event.step, i < 5 ? 0 : 7);
    }
}
END_TEST

START_TEST(numbers_that_no_double_holds_are_refused) {
    refused("{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1e999}", "the number 1e999 is too large");
    refused("{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":Infinite}", "not valid JSON near column");
    refused("{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":nan}", "not valid JSON near column 36");
    refused("{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":--Infinity}", "not valid JSON");
    refused("{\"kind\":\"hparams\",\"value\":{\"n\":9007199254740993}}",
            "hyperparameter \"n\": 9007199254740993 is not a number that a double holds");
    refused("{\"kind\":\"hparams\",\"value\":{\"n\":NaN}}", "hyperparameter \"n\": NaN is not");
    ck_assert_int_eq(parse("{\"kind\":\"hparams\",\"value\":{\"n\":9007199254740994,\"m\":0.1}}"),
                     TBLOG_OK);
    refused("{\"kind\":\"histogram\",\"tag\":\"a\",\"npy\":\"x\",\"buckets\":Infinity}",
            "\"buckets\" is not finite");
}
END_TEST

START_TEST(wall_times_are_finite) {
    ck_assert_int_eq(parse_field("\"value\":1,\"wall_time\":1795503392.331013"), TBLOG_OK);
    ck_assert(event.wall_time_s == 1795503392.331013);
    static const char *const wrong[] = {"Infinity", "NaN", "-Infinity"};
    for (size_t i = 0; i < 3; i++) {
        char field[100];
        snprintf(field, sizeof field, "\"value\":1,\"wall_time\":%s", wrong[i]);
        ck_assert_int_eq(parse_field(field), TBLOG_ERR_ARGUMENT);
        ck_assert_ptr_nonnull(strstr(err.message, "\"wall_time\" is not finite"));
    }
    refused("{\"kind\":\"file_version\",\"wall_time\":Infinity}", "\"wall_time\" is not finite");
}
END_TEST

/* ---- texts ---- */

/* A C string cannot hold one: what follows would be lost. */
START_TEST(nul_characters_are_refused) {
    refused("{\"kind\":\"scalar\",\"tag\":\"a\\u0000b\",\"value\":1}",
            "a NUL character in column 26");
    refused("{\"kind\":\"text\",\"tag\":\"a\",\"value\":[\"x\",\"y\\u0000\"]}",
            "a NUL character in column 41");
    refused("{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1,\"\\u0000\":1}", "a NUL character");
    static const char raw[] = "{\"kind\":\"scalar\",\"tag\":\"a\0b\",\"value\":1}";
    ck_assert_int_eq(parse_size(raw, sizeof raw - 1), TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "a NUL character in column 26"));
    /* a backslash before it is a text of six characters */
    ck_assert_int_eq(parse("{\"kind\":\"scalar\",\"tag\":\"a\\\\u0000b\",\"value\":1}"), TBLOG_OK);
}
END_TEST

START_TEST(names_that_come_twice_are_refused) {
    refused("{\"kind\":\"scalar\",\"tag\":\"a\",\"step\":1,\"value\":1,\"step\":2}",
            "\"step\" is given twice");
    refused("{\"kind\":\"hparams\",\"value\":{\"lr\":1,\"opt\":\"x\",\"lr\":2}}",
            "\"lr\" is given twice");
    refused("{\"kind\":\"graph\",\"nodes\":[{\"name\":\"a\",\"op\":\"b\",\"op\":\"c\"}]}",
            "\"op\" is given twice");
}
END_TEST

/* All names in a line of 1 MiB are compared, but not each with each other. */
START_TEST(many_names_are_compared_in_time) {
    enum { NAMES = 90000 };
    char *line = malloc(1 << 20), *at = line;
    at += sprintf(at, "{\"kind\":\"graph\",\"nodes\":[{\"name\":\"a\",\"op\":\"b\","
                      "\"attributes\":{");
    for (int i = 0; i < NAMES; i++) at += sprintf(at, "\"%x\":\"\",", i);
    sprintf(at, "\"last\":\"\"}}]}");
    ck_assert_msg(parse(line) == TBLOG_OK, "%s", err.message);
    sprintf(at, "\"7\":\"\"}}]}");
    refused(line, "\"7\" is given twice");
    free(line);
}
END_TEST

/* ---- arrays ---- */

#define INPUT(name) "\"" TEST_DATA "/golden/summaries/inputs/" name ".npy\""
#define CURVE                                                                                      \
    "{\"kind\":\"pr_curve\",\"tag\":\"a\",\"labels\":" INPUT("labels") ",\"predictions\":" INPUT(  \
        "predictions") ",\"weights\":"

START_TEST(a_curve_has_weights) {
    ck_assert_msg(parse(CURVE INPUT("predictions") "}") == TBLOG_OK, "%s", err.message);
    refused(CURVE INPUT("normal") "}", "60 labels, 60 predictions and 200 weights");
}
END_TEST

SUITE_WITH("lines", setup, teardown, steps_are_kept_to_the_last_digit,
           what_is_not_finite_is_a_number, numbers_that_no_double_holds_are_refused,
           wall_times_are_finite, nul_characters_are_refused, names_that_come_twice_are_refused,
           many_names_are_compared_in_time, a_curve_has_weights)
