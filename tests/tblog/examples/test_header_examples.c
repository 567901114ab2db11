/* SPDX-License-Identifier: Apache-2.0 */
/* The examples in the comments of the public headers, as they stand there: `extract` takes them
 * out. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "own_folder.h"
#include "suite.h"

/* What an example prints goes to two files meanwhile. */
static int terminal[2];

static void setup(void) {
    own_folder_enter();
    terminal[0] = dup(STDOUT_FILENO);
    terminal[1] = dup(STDERR_FILENO);
    ck_assert(freopen("printed", "w", stdout) && freopen("complaints", "w", stderr));
}

static void assert_in_file(const char *path, const char *want) {
    file_bytes file = file_read(path);
    ck_assert_msg(file.size == strlen(want) && memcmp(file.bytes, want, file.size) == 0,
                  "%s: '%.*s'", path, (int)file.size, (const char *)file.bytes);
    free(file.bytes);
}

/* 'out' was printed, and to standard error nothing. */
static void assert_printed(const char *out) {
    fflush(stdout);
    fflush(stderr);
    assert_in_file("printed", out);
    assert_in_file("complaints", "");
}

static void teardown(void) {
    fflush(stdout);
    fflush(stderr);
    dup2(terminal[0], STDOUT_FILENO);
    dup2(terminal[1], STDERR_FILENO);
    close(terminal[0]);
    close(terminal[1]);
    own_folder_teardown();
}

static tblog_writer *open_writer(void) {
    tblog_writer *w = tblog_writer_open("logs/my-run", NULL, NULL);
    ck_assert_ptr_nonnull(w);
    return w;
}

/* A run of an image of one pixel, a text and scalars. */
static void log_several(void) {
    static const uint8_t pixel = 7;
    tblog_writer *w = open_writer();
    ck_assert_int_eq(tblog_image(w, "samples", 9, TBLOG_ARRAY(TBLOG_UINT8, &pixel, 1, 1, 1)), 0);
    ck_assert_int_eq(tblog_text(w, "note", 9, "hello"), 0);
    for (int step = 0; step < 2; step++)
        ck_assert_int_eq(tblog_scalar(w, "loss", step, step + .25), 0);
    ck_assert_int_eq(tblog_writer_close(w, NULL), 0);
}

/* What is in the run then, as `tag: kind, number of points`. */
static void assert_run(const char *want) {
    char text[400] = "";
    tblog_run *run;
    tblog_logdir *logs = tblog_logdir_open("logs", NULL);
    ck_assert_ptr_nonnull(logs);
    ck_assert_int_eq(tblog_run_load(logs, 0, TBLOG_RESTARTS_REPLACE, &run, NULL), TBLOG_OK);
    for (size_t i = 0; i < tblog_run_series_count(run); i++) {
        const tblog_series *s = tblog_run_series(run, i);
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s: %s, %zu\n", s->tag, s->kind, s->count);
    }
    ck_assert_str_eq(text, want);
    tblog_run_free(run);
    tblog_logdir_close(logs);
}

/* ---- writing ---- */

START_TEST(of_tblog_h) {
    enum { n = 3, height = 2, width = 2, channels = 1 };
    static const float loss[100], weights[n] = {1, 2, 3};
    static const uint8_t pixels[height * width * channels];
#include "tblog_1.inc"
    assert_printed("");
    assert_run("loss: scalars, 100\ndense/kernel: histograms, 1\nsamples: images, 1\n");
}
END_TEST

START_TEST(of_strides_in_array_h) {
    enum { height = 2, width = 3, row_bytes = 12 };
    static const uint8_t pixels[height * row_bytes] = {[row_bytes] = 7};
#include "array_1.inc"
    tblog_summary *s = tblog_summary_new();
    ck_assert_int_eq(tblog_summary_image(s, "padded", &padded, 1, NULL), TBLOG_OK);
    tblog_summary_free(s);
}
END_TEST

START_TEST(of_array_h) {
    enum { height = 2, width = 3, channels = 1 };
    static const uint8_t pixels[height * width * channels];
    const tblog_array *array =
#include "array_2.inc"
        ;
    ck_assert(array->rank == 3 && array->shape[1] == 3 && array->data == pixels);
}
END_TEST

START_TEST(of_writer_h) {
    const int64_t step = 7;
    const double loss = .5;
    tblog_writer *w = open_writer();
    ck_assert_int_eq(tblog_text(w, "loss", 0, "a text, from now on"), TBLOG_OK);
#include "writer_4.inc"
    tblog_writer_close(w, NULL);
    fflush(stderr);
    assert_in_file("complaints", "the tag 'loss' is logged as text already: TensorBoard could show "
                                 "neither that nor scalars\n");
}
END_TEST

START_TEST(of_options_in_writer_h) {
    tblog_error err;
#include "writer_1.inc"
    ck_assert_int_eq(tblog_writer_close(w, &err), TBLOG_OK);
    assert_printed("");
    tblog_logdir *logs = tblog_logdir_open("logs/my-run", NULL);
    file_bytes file = file_read(tblog_logdir_file(logs, 0, 0));
    ck_assert_int_eq(file.bytes[0], 0x1f); /* gzip */
    free(file.bytes);
    tblog_logdir_close(logs);
}
END_TEST

START_TEST(of_new_runs_in_writer_h) {
    tblog_error err;
#include "writer_2.inc"
    tblog_writer_close(w, NULL);
    fflush(stdout);
    file_bytes printed = file_read("printed");
    ck_assert_int_eq(strncmp((char *)printed.bytes, "runs/", 5), 0);
    ck_assert_int_eq(memcmp(printed.bytes + printed.size - 7, "_lr0.1\n", 7), 0);
    free(printed.bytes);
}
END_TEST

#include "writer_3.inc"

START_TEST(of_sinks_in_writer_h) {
    FILE *pipe = fopen("pipe", "w+");
    tblog_writer *w = tblog_writer_open_sink(put, push, NULL, pipe, NULL, NULL);
    ck_assert_int_eq(tblog_scalar(w, "loss", 1, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(w, NULL), TBLOG_OK);
    ck_assert_int_eq(fseek(pipe, 0, SEEK_END), 0);
    ck_assert_int_gt(ftell(pipe), 100);
    fclose(pipe);
}
END_TEST

START_TEST(of_summary_h) {
    const int64_t step = 7;
    tblog_error err;
    tblog_writer *w = open_writer();
#include "summary_1.inc"
    ck_assert_int_eq(tblog_writer_close(w, NULL), TBLOG_OK);
    assert_printed("");
    assert_run("loss: scalars, 1\naccuracy: scalars, 1\n");
}
END_TEST

START_TEST(of_graph_h) {
    tblog_error err;
    tblog_writer *w = open_writer();
#include "graph_1.inc"
    ck_assert_int_eq(tblog_writer_close(w, NULL), TBLOG_OK);
    assert_printed("");
    assert_run("__run_graph__: graphs, 1\n");
}
END_TEST

static void train(void) {}

START_TEST(of_hparams_h) {
    tblog_error err;
    tblog_writer *w = open_writer();
#include "hparams_1.inc"
    ck_assert_int_eq(tblog_writer_close(w, NULL), TBLOG_OK);
    assert_printed("");
    assert_run(
        "_hparams_/session_start_info: hparams, 1\n_hparams_/session_end_info: hparams, 1\n");
}
END_TEST

/* ---- reading ---- */

START_TEST(of_reader_h) {
    log_several();
    char *path = only_file("logs/my-run");
#include "reader_1.inc"
    assert_printed("loss 0 0.25\nloss 1 1.25\n");
    free(path);
}
END_TEST

START_TEST(of_strings_and_fields_in_reader_h) {
    log_several();
    char *path = only_file("logs/my-run");
    tblog_reader *r = tblog_reader_open(path, NULL, NULL);
    tblog_record record;
    tblog_event event;
    tblog_value value;
    tblog_strings strings;
    tblog_text_view text;
    for (int i = 0; i < 3; i++) ck_assert_int_eq(tblog_reader_next(r, &record, NULL), TBLOG_OK);
    ck_assert_int_eq(tblog_event_decode(&record, &event, NULL), TBLOG_OK);
    ck_assert_int_eq(tblog_event_next_value(&event, &value, NULL), TBLOG_OK);
#include "reader_2.inc"
#include "reader_3.inc"
    assert_printed("hello\nDataType 7\n");
    tblog_reader_close(r);
    free(path);
}
END_TEST

START_TEST(of_run_h) {
    log_several();
#include "run_1.inc"
    assert_printed("loss: 1.25\n");
}
END_TEST

START_TEST(of_values_in_run_h) {
    log_several();
    tblog_error err;
    tblog_run *run;
    tblog_logdir *logs = tblog_logdir_open("logs", &err);
    ck_assert_int_eq(tblog_run_load(logs, 0, TBLOG_RESTARTS_REPLACE, &run, &err), TBLOG_OK);
#include "run_2.inc"
    assert_printed("step 9: 67 bytes\n");
    tblog_run_free(run);
    tblog_logdir_close(logs);
}
END_TEST

SUITE_WITH("header_examples", setup, teardown, of_tblog_h, of_strides_in_array_h, of_array_h,
           of_writer_h, of_options_in_writer_h, of_new_runs_in_writer_h, of_sinks_in_writer_h,
           of_summary_h, of_graph_h, of_hparams_h, of_reader_h, of_strings_and_fields_in_reader_h,
           of_run_h, of_values_in_run_h)
