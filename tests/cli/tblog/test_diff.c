/* SPDX-License-Identifier: Apache-2.0 */
/* tblog diff over logs that differ in one thing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "command_line.h"
#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"

/* ---- fixture: the logs a and b, of one value each ---- */

static void put(const char *path, int64_t step, raw_value value) {
    FILE *file = fopen(path, "ab");
    raw_put(file, step, 1000 + (double)path[0], &value, 1); /* wall times do not count */
    fclose(file);
}

static void clean(void) {
    expect("rm -rf a b", 0, NULL);
}

/* Compare a and b; 'words' are in the output, or there is none. */
static void differ(const char *options, const char *words) {
    char *line = path_of("$tblog diff %s a b", options);
    outcome o = run(line);
    ck_assert_str_eq(o.err, "");
    ck_assert_msg(o.code == (words ? 1 : 0), "%s: %d: %s", line, o.code, o.out);
    if (words)
        ck_assert_msg(strstr(o.out, words) != NULL, "'%s' in '%s'", words, o.out);
    else
        ck_assert_str_eq(o.out, "");
    free(o.out);
    free(o.err);
    free(line);
}

static void put_scalars(double a, double b) {
    clean();
    put("a", 0, (raw_value){"x", "scalars", raw_number(2, &a, 8, false), 0});
    put("b", 0, (raw_value){"x", "scalars", raw_number(2, &b, 8, false), 0});
}

/* ---- numbers ---- */

START_TEST(the_tolerance_is_absolute_below_one_and_relative_above) {
    put_scalars(.001, .0015);
    differ("", ".  x  step 0: 0.001 in A, 0.0015 in B (+50%)\n1 difference in 1 run, 1 tag\n");
    differ("-t 1e-3", NULL); /* .0005 is below 1e-3, if not below 1e-3 of .0015 */
    differ("-t 1e-4", "0.001 in A");
    put_scalars(1000, 1001);
    differ("-t 1e-3", NULL);
    differ("-t 9e-4", "1000 in A, 1001 in B");
    put_scalars(1, 1 + 1e-12);
    differ("", "1 in A, 1.000000000001 in B");
}
END_TEST

START_TEST(infinity_is_no_number_at_any_tolerance) {
    put_scalars(INFINITY, 1);
    differ("-t 1e300", "inf in A, 1 in B");
    put_scalars(INFINITY, -INFINITY);
    differ("-t 1e300", "inf in A, -inf in B");
    put_scalars(INFINITY, INFINITY);
    differ("", NULL);
    put_scalars(NAN, -NAN);
    differ("", NULL);
    put_scalars(NAN, 1);
    differ("-t 1e300", "nan in A, 1 in B");
}
END_TEST

START_TEST(how_a_value_is_stored_does_not_count) {
    put("a", 0, (raw_value){"x", NULL, NULL, .5});
    put("a", 1, (raw_value){"x", NULL, NULL, .25});
    put("b", 0, (raw_value){"x", "scalars", raw_float(.5), 0});
    put("b", 1, (raw_value){"x", NULL, raw_float(9), 0}); /* a restart replaces it */
    put("b", 1, (raw_value){"x", NULL, raw_float(.25), 0});
    differ("", NULL);
}
END_TEST

/* ---- values that are not numbers ---- */

START_TEST(histograms_are_compared_within_the_tolerance) {
    static const float left[1][3] = {{0, 1, 5}}, right[1][3] = {{0, 1, 5.001f}};
    put("a", 3, (raw_value){"h", "histograms", raw_buckets(left, 1), 0});
    put("b", 3, (raw_value){"h", "histograms", raw_buckets(left, 1), 0});
    differ("", NULL);
    put("a", 4, (raw_value){"h", NULL, raw_buckets(left, 1), 0});
    put("b", 4, (raw_value){"h", NULL, raw_buckets(right, 1), 0});
    differ("", ".  h  step 4: the histograms differ\n");
    differ("-t 1e-3", NULL);
    differ("-t 1e-5", "step 4: the histograms differ\n");
    put("b", 5, (raw_value){"h", NULL, raw_buckets(left, 1), 0});
    put("a", 5, (raw_value){"h", NULL, raw_buckets(left, 0), 0});
    differ("-t 1e9", "step 5: the histograms differ\n");
}
END_TEST

START_TEST(texts_images_sound_and_tensors_are_compared) {
    static const struct {
        const char *kind, *a[3], *b[3];
        size_t count;
    } cases[] = {{"text", {"hello"}, {"hellO"}, 1},
                 {"text", {"ab", "c"}, {"a", "bc"}, 2},
                 {"images", {"1", "1", "png"}, {"1", "1", "pnG"}, 3},
                 {"audio", {"one", "two"}, {"one", "tWo"}, 2},
                 {"graph_keras_model", {"{}"}, {"{ }"}, 1},
                 {"my_plugin", {"x"}, {"y"}, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        clean();
        put("a", 7, (raw_value){"t", cases[i].kind, raw_texts(cases[i].a, cases[i].count), 0});
        put("b", 7, (raw_value){"t", cases[i].kind, raw_texts(cases[i].a, cases[i].count), 0});
        differ("", NULL);
        put("b", 7, (raw_value){"t", NULL, raw_texts(cases[i].b, cases[i].count), 0});
        char *words = path_of(".  t  step 7: the %s differ\n", cases[i].kind);
        differ("-t 1e9", words);
        free(words);
    }
}
END_TEST

/* An empty picture more is a picture more; and -0 is 0. */
START_TEST(what_looks_alike_is_distinguished) {
    static const char *const pictures[] = {"1", "1", "png", ""};
    static const float zero[1][3] = {{0, 1, 5}}, minus[1][3] = {{-0.0f, 1, 5}};
    put("a", 0, (raw_value){"t", "images", raw_texts(pictures, 3), 0});
    put("b", 0, (raw_value){"t", "images", raw_texts(pictures, 4), 0});
    differ("", ".  t  step 0: the images differ\n");
    clean();
    put("a", 0, (raw_value){"h", "histograms", raw_buckets(zero, 1), 0});
    put("b", 0, (raw_value){"h", "histograms", raw_buckets(minus, 1), 0});
    differ("", NULL);
}
END_TEST

static void put_graph(const char *path, const char *graph, const char *metadata) {
    Tblog__Event event = TBLOG__EVENT__INIT;
    FILE *file = fopen(path, "wb");
    event.what_case = TBLOG__EVENT__WHAT_GRAPH_DEF;
    event.graph_def = (ProtobufCBinaryData){strlen(graph), (uint8_t *)(uintptr_t)graph};
    raw_put_event(file, &event);
    event.what_case = TBLOG__EVENT__WHAT_TAGGED_RUN_METADATA;
    event.tagged_run_metadata =
        (ProtobufCBinaryData){strlen(metadata), (uint8_t *)(uintptr_t)metadata};
    raw_put_event(file, &event);
    fclose(file);
}

START_TEST(graphs_are_compared) {
    put_graph("a", "graph", "\x0a\x01s\x12\x01m");
    put_graph("b", "graph", "\x0a\x01s\x12\x01m");
    differ("", NULL);
    put_graph("b", "graPh", "\x0a\x01s\x12\x01m");
    differ("", ".  __run_graph__  step 0: the graphs differ\n");
    put_graph("b", "graph", "\x0a\x01s\x12\x01n");
    differ("", ".  s  step 0: the graph_tagged_run_metadata differ\n");
}
END_TEST

/* What a session has in its metadata; its times do not count, nor the order of a map. */
static void put_session(const char *log, const tblog_hparam *hparams, double time_s) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1000;
    tblog_writer *writer = tblog_writer_open(log, &options, NULL);
    tblog_summary *summary = tblog_summary_new();
    ck_assert_int_eq(tblog_summary_hparams_start(summary, hparams, 2, "group", time_s, NULL),
                     TBLOG_OK);
    ck_assert_int_eq(tblog_summary_hparams_end(summary, TBLOG_SESSION_SUCCESS, time_s + 9, NULL),
                     TBLOG_OK);
    ck_assert_int_eq(tblog_writer_add_each(writer, 0, 1000, summary, NULL), TBLOG_OK);
    tblog_summary_free(summary);
    ck_assert_int_eq(tblog_writer_close(writer, NULL), TBLOG_OK);
}

START_TEST(hyperparameters_are_compared_without_times) {
    const tblog_hparam one[] = {TBLOG_HPARAM_NUMBER("lr", .1), TBLOG_HPARAM_STRING("opt", "adam")};
    const tblog_hparam turned[] = {one[1], one[0]};
    tblog_hparam other[] = {one[0], one[1]};
    other[0].number = .2;
    put_session("a", one, 1000);
    put_session("b", turned, 2000);
    differ("", NULL);
    expect("rm -r b", 0, NULL);
    put_session("b", other, 1000);
    differ("", "_hparams_/session_start_info  the hparams differ\n");
}
END_TEST

/* A value of another kind has NaN as its number, but it is not a NaN. */
START_TEST(a_value_that_does_not_fit_is_no_nan) {
    put("a", 0, (raw_value){"x", "scalars", raw_float(1), 0});
    put("b", 0, (raw_value){"x", "scalars", raw_float(1), 0});
    put("a", 1, (raw_value){"x", NULL, raw_float(NAN), 0});
    put("b", 1, (raw_value){"x", NULL, raw_texts((const char *const[]){"nan"}, 1), 0});
    differ("", "step 1: the scalars differ\n");
}
END_TEST

START_TEST(trouble_is_no_difference) {
    put("a", 0, (raw_value){"x", NULL, NULL, 1});
    expect("mkdir none; $tblog diff a none", 2, "none: no event file");
    expect("cp a b; printf x | dd of=b bs=1 seek=20 conv=notrunc 2>/dev/null; $tblog diff a b", 2,
           "data CRC");
}
END_TEST

SUITE_WITH("diff", own_folder_enter, own_folder_teardown,
           the_tolerance_is_absolute_below_one_and_relative_above,
           infinity_is_no_number_at_any_tolerance, how_a_value_is_stored_does_not_count,
           histograms_are_compared_within_the_tolerance,
           texts_images_sound_and_tensors_are_compared, what_looks_alike_is_distinguished,
           graphs_are_compared, hyperparameters_are_compared_without_times,
           a_value_that_does_not_fit_is_no_nan, trouble_is_no_difference)
