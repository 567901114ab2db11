/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs, and the values of TensorFlow 1 as TensorBoard shows them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "own_writer.h"
#include "suite.h"

static tblog_writer *open_writer(uint64_t index) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1000;
    options.index = index;
    return open_with(&options);
}

static tblog_run *load(const char *path, tblog_restarts restarts, tblog_status want) {
    tblog_run *run;
    tblog_logdir *logdir = tblog_logdir_open(path, &err);
    ck_assert_msg(logdir != NULL, "%s", err.message);
    ck_assert_int_eq(tblog_run_load(logdir, 0, restarts, &run, &err), want);
    tblog_logdir_close(logdir);
    return run;
}

static const tblog_series *series_of(const tblog_run *run, const char *tag) {
    size_t i;
    ck_assert_msg(tblog_run_find(run, tag, strlen(tag), &i), "no %s", tag);
    return tblog_run_series(run, i);
}

/* Steps 0 to 4; then, in a second file, a restart from 2 which gets to 3. */
START_TEST(a_restart_takes_the_place_of_what_it_logs_again) {
    tblog_writer *first = open_writer(0);
    for (int64_t step = 0; step < 5; step++) tblog_scalar(first, "a", step, 1);
    tblog_writer_close(first, NULL);
    tblog_writer *second = open_writer(1);
    for (int64_t step = 2; step < 4; step++) tblog_scalar(second, "a", step, 2);
    tblog_writer_close(second, NULL);

    tblog_run *run = load(folder, TBLOG_RESTARTS_REPLACE, TBLOG_OK);
    const tblog_series *s = series_of(run, "a");
    ck_assert_uint_eq(s->count, 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(s->points[i].step, (int64_t)i);
        ck_assert(s->points[i].number == (i < 2 ? 1 : 2));
    }
    tblog_run_free(run);
    run = load(folder, TBLOG_RESTARTS_KEEP, TBLOG_OK);
    ck_assert_uint_eq(series_of(run, "a")->count, 7);
    tblog_run_free(run);
}
END_TEST

START_TEST(many_tags_are_found_and_keep_their_order) {
    char tag[16];
    size_t at;
    tblog_writer *writer = open_writer(0);
    for (int i = 0; i < 500; i++) {
        snprintf(tag, sizeof tag, "tag%d", i);
        tblog_scalar(writer, tag, i, i);
    }
    tblog_text(writer, "text", 0, "x");
    tblog_writer_close(writer, NULL);
    tblog_run *run = load(folder, TBLOG_RESTARTS_REPLACE, TBLOG_OK);
    ck_assert_uint_eq(tblog_run_series_count(run), 501);
    for (size_t i = 0; i < 500; i++) {
        int size = snprintf(tag, sizeof tag, "tag%zu", i);
        ck_assert(tblog_run_find(run, tag, (size_t)size, &at));
        ck_assert_uint_eq(at, i);
        ck_assert_str_eq(tblog_run_series(run, i)->tag, tag);
        ck_assert_str_eq(tblog_run_series(run, i)->kind, "scalars");
        ck_assert(tblog_run_series(run, i)->points[0].number == (double)i);
    }
    ck_assert_str_eq(series_of(run, "text")->kind, "text");
    ck_assert(isnan(series_of(run, "text")->points[0].number));
    ck_assert(!tblog_run_find(run, "none", 4, &at));
    tblog_run_free(run);
}
END_TEST

START_TEST(of_a_damaged_file_the_part_before_counts) {
    tblog_run *run = load(TEST_DATA "/golden/records/corrupt/flipped_payload_bit",
                          TBLOG_RESTARTS_REPLACE, TBLOG_ERR_DATA_CRC);
    ck_assert_ptr_nonnull(strstr(err.message, "record 3 at byte 200: data CRC"));
    ck_assert_uint_eq(tblog_run_series_count(run), 1);
    ck_assert_uint_eq(tblog_run_series(run, 0)->count, 2);
    tblog_run_free(run);
}
END_TEST

/* ---- TensorFlow 1: golden/v1, written by tensorboardX, migrated by TensorBoard ---- */

static const char v1_path[] = TEST_DATA "/golden/v1/events.tfevents";

START_TEST(v1_scalars_are_scalars) {
    tblog_run *run = load(v1_path, TBLOG_RESTARTS_REPLACE, TBLOG_OK);
    const tblog_series *s = series_of(run, "scalar");
    ck_assert_str_eq(s->kind, "scalars");
    ck_assert_uint_eq(s->count, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert(s->points[i].number == (double)i / 4);
        ck_assert(s->points[i].wall_time_s == 1000 + (double)i);
    }
    ck_assert_str_eq(series_of(run, "histogram/normal")->kind, "histograms");
    ck_assert_str_eq(series_of(run, "image")->kind, "images");
    ck_assert_str_eq(series_of(run, "sound")->kind, "audio");
    tblog_run_free(run);
}
END_TEST

/* TensorBoard keeps migrated buckets as float32. */
static void assert_same_buckets(const tblog_value *value, FILE *expected) {
    char tag[64];
    size_t count;
    double want[3], got[3];
    tblog_buckets buckets;
    ck_assert_int_eq(fscanf(expected, "%63s %zu", tag, &count), 2);
    ck_assert_uint_eq(strlen(tag), value->tag.size);
    ck_assert_mem_eq(tag, value->tag.data, value->tag.size);
    ck_assert(tblog_value_buckets(value, &buckets));
    ck_assert_uint_eq(buckets.count, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(fscanf(expected, "%lf %lf %lf", &want[0], &want[1], &want[2]), 3);
        ck_assert(tblog_buckets_get(&buckets, i, &got[0], &got[1], &got[2]));
        for (size_t k = 0; k < 3; k++) ck_assert_float_eq((float)got[k], (float)want[k]);
    }
    ck_assert(!tblog_buckets_get(&buckets, count, &got[0], &got[1], &got[2]));
}

static void assert_same_file(tblog_text_view content, const char *name) {
    char *path = path_of("%s/golden/v1/%s", TEST_DATA, name);
    file_bytes want = file_read(path);
    ck_assert_uint_eq(content.size, want.size);
    ck_assert_mem_eq(content.data, want.bytes, want.size);
    free(want.bytes);
    free(path);
}

static void check_value(const tblog_value *value, FILE *expected, size_t *seen) {
    tblog_text_view content;
    tblog_buckets buckets;
    if (value->form == TBLOG_VALUE_V1_HISTOGRAM) {
        assert_same_buckets(value, expected);
    } else {
        ck_assert(!tblog_value_buckets(value, &buckets));
        ck_assert_uint_eq(buckets.count, 0);
    }
    if (value->form == TBLOG_VALUE_V1_IMAGE) {
        ck_assert(tblog_value_image(value, 0, &content) && !tblog_value_image(value, 1, &content));
        assert_same_file(content, "image.png");
    }
    if (value->form == TBLOG_VALUE_V1_AUDIO) {
        ck_assert(tblog_value_audio(value, 0, &content) && !tblog_value_audio(value, 1, &content));
        assert_same_file(content, "sound.wav");
    }
    seen[value->form]++;
}

START_TEST(v1_values_are_what_tensorboard_makes_of_them) {
    FILE *expected = fopen(TEST_DATA "/golden/v1/expected.txt", "r");
    tblog_reader *reader = tblog_reader_open(v1_path, NULL, &err);
    tblog_record record;
    tblog_event event;
    tblog_value value;
    size_t seen[8] = {0};
    while (tblog_reader_next(reader, &record, &err) == TBLOG_OK) {
        ck_assert_int_eq(tblog_event_decode(&record, &event, &err), TBLOG_OK);
        while (tblog_event_next_value(&event, &value, &err) == TBLOG_OK)
            check_value(&value, expected, seen);
    }
    ck_assert_uint_eq(seen[TBLOG_VALUE_V1_HISTOGRAM], 6);
    ck_assert_uint_eq(seen[TBLOG_VALUE_V1_IMAGE], 1);
    ck_assert_uint_eq(seen[TBLOG_VALUE_V1_AUDIO], 1);
    tblog_reader_close(reader);
    fclose(expected);
}
END_TEST

SUITE_WITH("run", own_writer_setup, own_folder_teardown,
           a_restart_takes_the_place_of_what_it_logs_again,
           many_tags_are_found_and_keep_their_order, of_a_damaged_file_the_part_before_counts,
           v1_scalars_are_scalars, v1_values_are_what_tensorboard_makes_of_them)
