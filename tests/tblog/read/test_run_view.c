/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run shows of files as other writers leave them. What is right is what TensorBoard shows;
 * tests/tensorboard/test_same_view.py compares both over random folders.
 */
#include <math.h>
#include <string.h>
#include <tblog/tblog.h>

#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"

static tblog_error err;
static tblog_logdir *logdir;
static tblog_run *run;

static void setup(void) {
    own_folder_enter();
    err = (tblog_error){0};
}

static void teardown(void) {
    tblog_run_free(run);
    tblog_logdir_close(logdir);
    run = NULL;
    logdir = NULL;
    own_folder_teardown();
}

static void put(const char *path, int64_t step, raw_value value) {
    FILE *file = fopen(path, "ab");
    raw_put(file, step, 1000 + (double)step, &value, 1);
    fclose(file);
}

static const tblog_series *load_as(tblog_status want, const char *tag) {
    size_t i;
    tblog_run_free(run);
    tblog_logdir_close(logdir);
    logdir = tblog_logdir_open(".", &err);
    ck_assert_int_eq(tblog_run_load(logdir, 0, TBLOG_RESTARTS_REPLACE, &run, &err), want);
    ck_assert_msg(tblog_run_find(run, tag, strlen(tag), &i), "no %s", tag);
    return tblog_run_series(run, i);
}

static const tblog_series *load(const char *tag) {
    return load_as(TBLOG_OK, tag);
}

/* ---- which dashboard ---- */

START_TEST(metadata_of_the_first_value_hold_for_all_files) {
    put("a.tfevents.1", 0, (raw_value){"loss", "scalars", raw_float(1), 0});
    put("a.tfevents.1", 1, (raw_value){"loss", NULL, raw_float(2), 0});
    put("a.tfevents.2", 2, (raw_value){"loss", NULL, raw_float(3), 0});
    put("a.tfevents.2", 3, (raw_value){"loss", NULL, NULL, 4});
    const tblog_series *s = load("loss");
    ck_assert_str_eq(s->kind, "scalars");
    ck_assert_uint_eq(s->count, 4);
    ck_assert_uint_eq(s->shown, 4);
    ck_assert_uint_eq(s->unfit, 0);
    for (size_t i = 0; i < 4; i++) ck_assert(s->points[i].number == 1 + (double)i);
}
END_TEST

START_TEST(a_v1_value_is_metadata_enough) {
    put("a.tfevents.1", 0, (raw_value){"loss", NULL, NULL, 1});
    put("a.tfevents.1", 1, (raw_value){"loss", NULL, raw_float(2), 0});
    const tblog_series *s = load("loss");
    ck_assert_str_eq(s->kind, "scalars");
    ck_assert_uint_eq(s->shown, 2);
    ck_assert(s->points[1].number == 2);
}
END_TEST

START_TEST(later_metadata_count_for_nothing) {
    put("a.tfevents.1", 0, (raw_value){"a", NULL, raw_float(1), 0});
    put("a.tfevents.1", 1, (raw_value){"a", "scalars", raw_float(2), 0});
    const tblog_series *s = load("a");
    ck_assert_str_eq(s->kind, "");
    ck_assert_uint_eq(s->count, 2);
    ck_assert_uint_eq(s->shown, 0);
}
END_TEST

/* The kind of the first is the kind of all; the other is not what it needs. */
START_TEST(a_tag_of_two_kinds_has_values_that_do_not_fit) {
    static const char *const texts[] = {"1", "1", "png"};
    put("a.tfevents.1", 0, (raw_value){"a", "scalars", raw_float(1), 0});
    put("a.tfevents.2", 1, (raw_value){"a", "images", raw_texts(texts, 3), 0});
    put("a.tfevents.3", 2, (raw_value){"a", "text", raw_texts(texts, 1), 0});
    put("a.tfevents.4", 3, (raw_value){"a", "scalars", raw_float(2), 0});
    const tblog_series *s = load("a");
    ck_assert_str_eq(s->kind, "scalars");
    ck_assert_uint_eq(s->count, 4);
    ck_assert_uint_eq(s->shown, 2);
    ck_assert_uint_eq(s->unfit, 2);
    ck_assert(isnan(s->points[1].number));
}
END_TEST

/* ---- which numbers ---- */

/* What make_ndarray(tensor).item() of TensorBoard 2.21 gives. The default loader shows only the
 * float32 of rank 0. */
/* Only sound has labels, a second string beside each; and a bucket is three numbers. */
START_TEST(values_of_another_shape_do_not_fit) {
    static const float buckets[3][3] = {{0, 1, 5}, {1, 2, 5}, {2, 3, 5}};
    static const char *const clips[] = {"wave", "label"};
    static const char *const kinds[] = {"audio", "images"};
    for (size_t i = 0; i < 2; i++) {
        Tblog__TensorProto *pairs = raw_texts(clips, 2);
        Tblog__TensorShapeProto__Dim two = *pairs->tensor_shape->dim[0], *dims[] = {&two, &two};
        pairs->tensor_shape->n_dim = 2;
        pairs->tensor_shape->dim = dims;
        put("a.tfevents.1", 0, (raw_value){kinds[i], kinds[i], pairs, 0});
    }
    ck_assert_uint_eq(load("audio")->shown, 1);
    ck_assert_uint_eq(load("images")->shown, 0);
    ck_assert_uint_eq(load("images")->unfit, 1);
    Tblog__TensorProto *rows = raw_buckets(buckets, 3);
    rows->tensor_shape->dim[1]->size = 9;
    put("a.tfevents.1", 0, (raw_value){"h", "histograms", rows, 0});
    ck_assert_uint_eq(load("h")->unfit, 1);
}
END_TEST

/* Two clips in a column of one; of rows of two the second are labels. */
START_TEST(sound_has_labels_only_in_pairs) {
    static const char *const clips[] = {"one", "two"};
    Tblog__TensorProto *column = raw_texts(clips, 2);
    Tblog__TensorShapeProto__Dim two = *column->tensor_shape->dim[0], one = two;
    Tblog__TensorShapeProto__Dim *dims[] = {&two, &one};
    one.size = 1;
    column->tensor_shape->n_dim = 2;
    column->tensor_shape->dim = dims;
    put("a.tfevents.1", 0, (raw_value){"a", "audio", column, 0});
    load("a");
    tblog_run_value v;
    tblog_text_view clip;
    tblog_run_reader *reader = tblog_run_reader_open(logdir, 0, run, &err);
    ck_assert_int_eq(tblog_run_reader_next(reader, NULL, NULL, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_run_reader_next_value(reader, &v, &err), TBLOG_OK);
    ck_assert(tblog_value_audio(&v.value, 1, &clip) && memcmp(clip.data, "two", 3) == 0);
    tblog_run_reader_close(reader);
}
END_TEST

START_TEST(scalars_of_any_type_have_the_number_that_the_python_loader_shows) {
    static const struct {
        int dtype;
        size_t size;
        uint64_t content;
        bool listed, shown, wide;
        double number;
    } cases[] = {{TBLOG__DATA_TYPE__DT_FLOAT, 4, 0x3f80bf00, false, true, false, 1.005828857421875},
                 {TBLOG__DATA_TYPE__DT_FLOAT, 4, 0x3f80bf00, true, false, false, 1.005828857421875},
                 {TBLOG__DATA_TYPE__DT_DOUBLE, 8, 0x3fb999999999999a, false, false, true, .1},
                 {TBLOG__DATA_TYPE__DT_INT64, 8, UINT64_MAX - 4, false, false, true, -5},
                 {TBLOG__DATA_TYPE__DT_INT32, 4, 0x7fffffff, false, false, true, 2147483647},
                 {TBLOG__DATA_TYPE__DT_UINT32, 4, 0xffffffff, false, false, true, 4294967295},
                 {TBLOG__DATA_TYPE__DT_INT16, 2, 0xbf00, false, false, false, -16640},
                 {TBLOG__DATA_TYPE__DT_UINT8, 1, 200, true, false, false, 200},
                 {TBLOG__DATA_TYPE__DT_HALF, 2, 0xbf00, false, false, false, -1.75},
                 {TBLOG__DATA_TYPE__DT_BOOL, 1, 1, false, false, false, 1}};
    enum { COUNT = sizeof cases / sizeof cases[0] };
    for (size_t i = 0; i < COUNT; i++) {
        const uint8_t *low = (const uint8_t *)&cases[i].content; /* its low bytes */
        if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) low += sizeof cases[i].content - cases[i].size;
        put("a.tfevents.1", (int64_t)i,
            (raw_value){"a", "scalars",
                        raw_number(cases[i].dtype, low, cases[i].size, cases[i].listed), 0});
    }
    const tblog_series *s = load("a");
    ck_assert_uint_eq(s->count, COUNT);
    ck_assert_uint_eq(s->shown, 1);
    ck_assert_uint_eq(s->unfit, 0);
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_msg(s->points[i].number == cases[i].number, "%zu: %.17g", i, s->points[i].number);
        ck_assert_int_eq(s->points[i].shown, cases[i].shown);
        ck_assert_int_eq(s->points[i].wide, cases[i].wide);
    }
}
END_TEST

/* The lists of TensorProto instead of its content: one element is the number, more are an error. */
START_TEST(numbers_may_be_in_the_list_of_their_type) {
    int64_t whole[] = {-7, 8};
    int32_t small[] = {300, 0x3c00};
    float floats[] = {1.5f, 2};
    Tblog__TensorProto *t = raw_number(TBLOG__DATA_TYPE__DT_INT64, "", 0, false);
    t->n_int64_val = 1;
    t->int64_val = whole;
    put("a.tfevents.1", 0, (raw_value){"a", "scalars", t, 0});
    t->n_int64_val = 2;
    put("a.tfevents.1", 1, (raw_value){"a", "scalars", t, 0});
    t = raw_number(TBLOG__DATA_TYPE__DT_FLOAT, "", 0, false);
    t->n_float_val = 1;
    t->float_val = floats;
    put("a.tfevents.1", 2, (raw_value){"a", "scalars", t, 0});
    t->n_float_val = 2;
    put("a.tfevents.1", 3, (raw_value){"a", "scalars", t, 0});
    t = raw_number(TBLOG__DATA_TYPE__DT_UINT8, "", 0, false); /* 300 is out of its range */
    t->n_int_val = 1;
    t->int_val = small;
    put("a.tfevents.1", 4, (raw_value){"a", "scalars", t, 0});
    t = raw_number(TBLOG__DATA_TYPE__DT_HALF, "", 0, false);
    t->n_half_val = 1;
    t->half_val = small + 1;
    put("a.tfevents.1", 5, (raw_value){"a", "scalars", t, 0});
    const tblog_series *s = load("a");
    ck_assert_uint_eq(s->count, 6);
    ck_assert(s->points[0].number == -7 && s->points[2].number == 1.5 && s->points[5].number == 1);
    ck_assert(isnan(s->points[1].number) && isnan(s->points[3].number) &&
              isnan(s->points[4].number));
    ck_assert_uint_eq(s->unfit, 3);
    ck_assert_uint_eq(s->shown, 1);
}
END_TEST

/* ---- which points ---- */

START_TEST(steps_that_go_back_take_the_place_of_those_from_there_on) {
    static const int64_t steps[] = {0, 1, 2, 3, 4, 5, 2, 3};
    for (size_t i = 0; i < 8; i++)
        put("a.tfevents.1", steps[i], (raw_value){"a", NULL, NULL, (float)i});
    const tblog_series *s = load("a");
    ck_assert_uint_eq(s->logged, 8);
    ck_assert_uint_eq(s->count, 4);
    ck_assert_uint_eq(s->shown, 4);
    ck_assert_uint_eq(s->points[3].value, 7);
    ck_assert(s->points[1].number == 1 && s->points[2].number == 6);
}
END_TEST

START_TEST(a_wall_time_that_is_not_finite_hides_values) {
    FILE *file = fopen("a.tfevents.1", "wb");
    raw_put(file, 0, 1000, &(raw_value){"a", NULL, NULL, 1}, 1);
    raw_put(file, 1, INFINITY, &(raw_value){"a", NULL, NULL, 2}, 1);
    raw_put(file, 2, 1002, &(raw_value){"a", NULL, NULL, 3}, 1);
    raw_put(file, 3, NAN, &(raw_value){"a", NULL, NULL, 4}, 1);
    raw_put(file, 4, 1004, &(raw_value){"a", NULL, NULL, 5}, 1);
    fclose(file);
    put("a.tfevents.2", 5, (raw_value){"a", NULL, NULL, 6});
    const tblog_series *s = load_as(TBLOG_ERR_FORMAT, "a");
    ck_assert_ptr_nonnull(strstr(err.message, "record 3 at byte "));
    ck_assert_ptr_nonnull(strstr(err.message, "wall time is NaN"));
    ck_assert_uint_eq(s->count, 3);
    ck_assert(s->points[1].step == 2 && s->points[2].step == 5);
}
END_TEST

/* The first value of this event is sound, the second is not: TensorBoard shows neither. */
START_TEST(an_event_counts_as_a_whole) {
    static const uint8_t half_malformed[] = {0x2a, 0x0f, 0x0a, 0x08, 0x0a, 0x01, 'b',  0x15, 0,
                                             0,    0x80, 0x3f, 0x0a, 0x03, 0x0a, 0x7f, 'x'};
    put("a.tfevents.1", 0, (raw_value){"a", NULL, NULL, 1});
    FILE *file = fopen("a.tfevents.1", "ab");
    raw_put_record(file, half_malformed, sizeof half_malformed);
    fclose(file);
    load_as(TBLOG_ERR_FORMAT, "a");
    ck_assert_uint_eq(tblog_run_series_count(run), 1);
}
END_TEST

START_TEST(a_graph_is_a_tag_of_its_own) {
    Tblog__Event event = TBLOG__EVENT__INIT;
    event.what_case = TBLOG__EVENT__WHAT_GRAPH_DEF;
    event.graph_def = (ProtobufCBinaryData){5, (uint8_t *)"graph"};
    FILE *file = fopen("a.tfevents.1", "wb");
    raw_put_event(file, &event);
    fclose(file);
    const tblog_series *s = load("__run_graph__");
    ck_assert_str_eq(s->kind, "graphs");
    ck_assert_uint_eq(s->shown, 1);
}
END_TEST

/* TensorFlow 1's, beside its graph: tag "step1" and content "meta"; and one with nothing in it. */
START_TEST(metadata_of_a_session_are_a_tag_of_their_own) {
    Tblog__Event event = TBLOG__EVENT__INIT;
    event.what_case = TBLOG__EVENT__WHAT_TAGGED_RUN_METADATA;
    event.tagged_run_metadata = (ProtobufCBinaryData){13, (uint8_t *)"\x0a\x05step1\x12\x04meta"};
    FILE *file = fopen("a.tfevents.1", "wb");
    raw_put_event(file, &event);
    event.tagged_run_metadata.len = 0;
    raw_put_event(file, &event);
    fclose(file);
    /* The class is what a tag's first value has: these are not tensors. */
    static const float buckets[1][3] = {{0, 1, 5}};
    put("a.tfevents.2", 0, (raw_value){"h", "pr_curves", raw_buckets(buckets, 1), 0});
    event.tagged_run_metadata = (ProtobufCBinaryData){3, (uint8_t *)"\x0a\x01h"};
    event.step = 1;
    file = fopen("a.tfevents.2", "ab");
    raw_put_event(file, &event);
    fclose(file);
    ck_assert_uint_eq(load("h")->shown, 1);
    ck_assert_uint_eq(load("h")->count, 2);
    const tblog_series *s = load("step1");
    ck_assert_str_eq(s->kind, "graph_tagged_run_metadata");
    ck_assert_uint_eq(s->shown, 1);
    ck_assert_uint_eq(load("")->shown, 1);
    tblog_run_value v;
    tblog_run_reader *reader = tblog_run_reader_open(logdir, 0, run, &err);
    ck_assert_int_eq(tblog_run_reader_next(reader, NULL, NULL, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_run_reader_next_value(reader, &v, &err), TBLOG_OK);
    ck_assert(v.fits && v.value.content.size == 4 && memcmp(v.value.content.data, "meta", 4) == 0);
    tblog_run_reader_close(reader);
}
END_TEST

/* ---- the second pass ---- */

static tblog_run_reader *open_reader(void) {
    tblog_run_reader *reader = tblog_run_reader_open(logdir, 0, run, &err);
    ck_assert_ptr_nonnull(reader);
    return reader;
}

START_TEST(each_value_is_its_point_or_was_replaced) {
    static const int64_t steps[] = {0, 1, 2, 1, 2, 3};
    static const bool stays[] = {true, false, false, true, true, true};
    for (size_t i = 0; i < 6; i++)
        put(i < 3 ? "a.tfevents.1" : "a.tfevents.2", steps[i],
            (raw_value){"a", i ? NULL : "scalars", raw_float((float)i), 0});
    load("a");
    tblog_run_reader *reader = open_reader();
    tblog_run_value v;
    tblog_event event;
    for (size_t i = 0; i < 6; i++) {
        ck_assert_int_eq(tblog_run_reader_next(reader, NULL, &event, &err), TBLOG_OK);
        ck_assert_int_eq(event.step, steps[i]);
        ck_assert_int_eq(tblog_run_reader_next_value(reader, &v, &err), TBLOG_OK);
        ck_assert_int_eq(v.point != NULL, stays[i]);
        if (v.point) ck_assert(v.point->number == (double)i);
        ck_assert_uint_eq(v.value.plugin.size, 7); /* also where the file has none */
        ck_assert_mem_eq(v.value.plugin.data, "scalars", 7);
        ck_assert_int_eq(tblog_run_reader_next_value(reader, &v, &err), TBLOG_END);
    }
    ck_assert_int_eq(tblog_run_reader_next(reader, NULL, NULL, &err), TBLOG_END);
    tblog_run_reader_close(reader);
}
END_TEST

/* Of an event with two values one stays, and says what the one that went said. */
/* As many records and tags, but other steps. */
START_TEST(a_file_that_was_replaced_is_not_read) {
    put("a.tfevents.1", 0, (raw_value){"a", NULL, NULL, 1});
    put("a.tfevents.1", 1, (raw_value){"a", NULL, NULL, 1});
    load("a");
    ck_assert_int_eq(remove("a.tfevents.1"), 0);
    put("a.tfevents.1", 0, (raw_value){"a", NULL, NULL, 1});
    put("a.tfevents.1", 2, (raw_value){"a", NULL, NULL, 1});
    tblog_run_reader *reader = open_reader();
    tblog_run_value v;
    ck_assert_int_eq(tblog_run_reader_next(reader, NULL, NULL, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_run_reader_next_value(reader, &v, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_run_reader_next(reader, NULL, NULL, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_run_reader_next_value(reader, &v, &err), TBLOG_ERR_IO);
    tblog_run_reader_close(reader);
}
END_TEST

static tblog_status rewrite(tblog_run_reader *reader, const bool *keep, tblog_record *record) {
    tblog_event_edit edit = TBLOG_EVENT_EDIT_INIT;
    edit.keep = keep;
    return tblog_run_reader_rewrite(reader, &edit, record, &err);
}

START_TEST(a_reduced_event_says_what_its_series_are) {
    FILE *file = fopen("a.tfevents.1", "wb");
    raw_put(file, 0, 1000, (raw_value[]){{"a", "scalars", raw_float(1), 0}, {"b", NULL, NULL, 2}},
            2);
    raw_put(file, 1, 1001, (raw_value[]){{"b", NULL, NULL, 3}, {"a", NULL, raw_float(4), 0}}, 2);
    fclose(file);
    load("a");
    tblog_record record;
    tblog_run_reader *reader = open_reader();
    file = fopen("out.tfevents.1", "wb");
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(tblog_run_reader_next(reader, NULL, NULL, &err), TBLOG_OK);
        ck_assert_int_eq(rewrite(reader, (bool[]){false, true}, &record), TBLOG_OK);
        fwrite(record.whole, 1, record.whole_size, file);
    }
    fclose(file);
    tblog_run_reader_close(reader);
    ck_assert_int_eq(remove("a.tfevents.1"), 0);
    const tblog_series *s = load("a");
    ck_assert_str_eq(s->kind, "scalars");
    ck_assert_uint_eq(s->count, 1);
    ck_assert(s->shown == 1 && s->points[0].number == 4 && s->points[0].wall_time_s == 1001);
    s = load("b");
    ck_assert_str_eq(s->kind, "scalars");
    ck_assert(s->count == 1 && s->points[0].number == 2 && s->points[0].step == 0);
}
END_TEST

/* What stays whole stays as it is, byte for byte. */
START_TEST(an_event_that_stays_whole_is_not_written_anew) {
    put("a.tfevents.1", 0, (raw_value){"a", "scalars", raw_float(1), 0});
    put("a.tfevents.1", 1, (raw_value){"a", "scalars", raw_float(2), 0});
    load("a");
    tblog_record record, reduced;
    tblog_run_reader *reader = open_reader();
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(tblog_run_reader_next(reader, &record, NULL, &err), TBLOG_OK);
        ck_assert_int_eq(rewrite(reader, (bool[]){true}, &reduced), TBLOG_OK);
        ck_assert_ptr_eq(reduced.data, record.data);
    }
    tblog_run_reader_close(reader);
}
END_TEST

SUITE_WITH("run_view", setup, teardown, metadata_of_the_first_value_hold_for_all_files,
           a_v1_value_is_metadata_enough, later_metadata_count_for_nothing,
           a_tag_of_two_kinds_has_values_that_do_not_fit, values_of_another_shape_do_not_fit,
           sound_has_labels_only_in_pairs,
           scalars_of_any_type_have_the_number_that_the_python_loader_shows,
           numbers_may_be_in_the_list_of_their_type,
           steps_that_go_back_take_the_place_of_those_from_there_on,
           a_wall_time_that_is_not_finite_hides_values, an_event_counts_as_a_whole,
           a_graph_is_a_tag_of_its_own, metadata_of_a_session_are_a_tag_of_their_own,
           each_value_is_its_point_or_was_replaced, a_file_that_was_replaced_is_not_read,
           a_reduced_event_says_what_its_series_are, an_event_that_stays_whole_is_not_written_anew)
