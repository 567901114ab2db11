/* SPDX-License-Identifier: Apache-2.0 */
/* Where a writer writes to beside one file: functions of the program, and one file after another.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "own_writer.h"
#include "suite.h"

/* ---- a sink in memory ---- */

typedef struct memory {
    uint8_t bytes[1 << 20];
    size_t size;
    int writes, flushes, closes;
    int refusing; /* the errno of the next writes, or 0 */
    int flush_error, close_error;
} memory;

static memory sink;

static int put(void *context, const void *bytes, size_t size) {
    memory *m = context;
    m->writes++;
    if (m->refusing) return m->refusing;
    ck_assert_uint_le(size, sizeof m->bytes - m->size);
    memcpy(m->bytes + m->size, bytes, size);
    m->size += size;
    return 0;
}

static int push(void *context) {
    memory *m = context;
    m->flushes++;
    return m->flush_error;
}

static int shut(void *context) {
    memory *m = context;
    m->closes++;
    return m->close_error;
}

static double now_s;

static tblog_writer_options at_7(void) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    now_s = 7;
    options.clock = clock_at;
    options.clock_context = &now_s;
    options.flush_interval_s = -1;
    return options;
}

static tblog_writer *open_sink(const tblog_writer_options *options) {
    memset(&sink, 0, sizeof sink);
    tblog_writer *writer = tblog_writer_open_sink(put, push, shut, &sink, options, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    return writer;
}

static void log_steps(tblog_writer *writer, int from, int to) {
    for (int step = from; step < to; step++)
        ck_assert_int_eq(tblog_scalar(writer, "loss", step, step), TBLOG_OK);
}

static void assert_in_sink(const char *path) {
    file_bytes want = file_read(path);
    ck_assert_uint_eq(sink.size, want.size);
    ck_assert_int_eq(memcmp(sink.bytes, want.bytes, want.size), 0);
    free(want.bytes);
}

START_TEST(a_sink_gets_the_bytes_of_a_file) {
    for (int i = 0; i < 6; i++) {
        tblog_writer_options options = at_7();
        options.compression = (tblog_compression)(i % 3);
        options.queue_bytes = i < 3 ? 0 : 65536;
        tblog_writer *file = open_with(&options), *writer = open_sink(&options);
        ck_assert_ptr_null(tblog_writer_folder(writer));
        ck_assert_str_eq(tblog_writer_path(writer), "the sink");
        log_steps(file, 0, 3000);
        log_steps(writer, 0, 3000);
        char *path = path_of("%s", tblog_writer_path(file));
        ck_assert_int_eq(tblog_writer_close(file, &err), TBLOG_OK);
        ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
        assert_in_sink(path);
        ck_assert_int_eq(sink.closes, 1);
        free(path);
    }
}
END_TEST

START_TEST(a_flush_reaches_the_sink) {
    tblog_writer_options options = at_7();
    tblog_writer *writer = open_sink(&options);
    log_steps(writer, 0, 1);
    int flushes = sink.flushes;
    size_t size = sink.size;
    log_steps(writer, 1, 10);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
    ck_assert_int_eq(sink.flushes, flushes + 1);
    ck_assert_uint_gt(sink.size, size);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
}
END_TEST

/* As a disk that is full for a while. */
START_TEST(what_a_sink_refuses_comes_again) {
    tblog_writer_options options = at_7();
    tblog_writer *file = open_with(&options), *writer = open_sink(&options);
    log_steps(file, 0, 20);
    log_steps(writer, 0, 10);
    sink.refusing = ENOSPC;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_ERR_IO);
        ck_assert_ptr_nonnull(strstr(err.message, "the sink: cannot write: No space left"));
    }
    log_steps(writer, 10, 20);
    sink.refusing = 0;
    char *path = path_of("%s", tblog_writer_path(file));
    ck_assert_int_eq(tblog_writer_close(file, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    assert_in_sink(path);
    free(path);
}
END_TEST

START_TEST(what_a_sink_never_takes_is_reported_at_close) {
    tblog_writer_options options = at_7();
    tblog_writer *writer = open_sink(&options);
    size_t size = sink.size;
    log_steps(writer, 0, 1);
    sink.refusing = EPIPE;
    log_steps(writer, 1, 2);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "Broken pipe"));
    ck_assert_int_eq(sink.closes, 1);
    ck_assert_uint_ge(sink.size, size);

    writer = open_sink(&options);
    log_steps(writer, 0, 1);
    sink.flush_error = -1;
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_ERR_IO);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "the sink: cannot flush"));

    writer = open_sink(&options);
    sink.close_error = EIO;
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "the sink: cannot close"));
}
END_TEST

START_TEST(a_sink_that_refuses_the_beginning_opens_no_writer) {
    memset(&sink, 0, sizeof sink);
    sink.refusing = ECONNRESET;
    ck_assert_ptr_null(tblog_writer_open_sink(put, push, shut, &sink, NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "Connection reset"));
    ck_assert_int_eq(sink.closes, 0);
    ck_assert_ptr_null(tblog_writer_open_sink(NULL, push, shut, &sink, NULL, &err));
    ck_assert_int_eq(err.status, TBLOG_ERR_ARGUMENT);
    sink.refusing = 0;
    tblog_writer *writer = tblog_writer_open_sink(put, NULL, NULL, &sink, NULL, &err);
    log_steps(writer, 0, 9);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
}
END_TEST

/* ---- one file after another ---- */

enum { STEPS = 400, MAX_BYTES = 4000 };

/* All points are there, in files of which each was finished before the next began. */
static size_t assert_points(size_t want) {
    tblog_run *run;
    tblog_logdir *logs = tblog_logdir_open(folder, &err);
    size_t files = tblog_logdir_file_count(logs, 0);
    ck_assert_int_eq(tblog_run_load(logs, 0, TBLOG_RESTARTS_REPLACE, &run, &err), TBLOG_OK);
    ck_assert_uint_eq(tblog_run_series(run, 0)->count, want);
    for (size_t i = 0; i < files; i++) {
        ck_assert_ptr_null(tblog_run_torn(run, i));
        ck_assert_uint_gt(tblog_run_records(run, i), 1);
    }
    tblog_run_free(run);
    tblog_logdir_close(logs);
    return files;
}

static void log_to_files(tblog_writer_options options) {
    options.max_file_bytes = MAX_BYTES;
    options.host = "host";
    tblog_writer *writer = open_with(&options);
    log_steps(writer, 0, STEPS);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
}

START_TEST(a_file_of_its_size_is_followed_by_one_that_sorts_after_it) {
    for (int queue = 0; queue < 2; queue++) {
        tblog_writer_options options = at_7();
        options.queue_bytes = (size_t)queue * 65536;
        log_to_files(options);
        ck_assert_uint_ge(assert_points(STEPS), 5);
        tblog_logdir *logs = tblog_logdir_open(folder, &err);
        for (size_t i = 0; i < tblog_logdir_file_count(logs, 0); i++) {
            file_bytes file = file_read(tblog_logdir_file(logs, 0, i));
            ck_assert_uint_le(file.size, MAX_BYTES);
            if (i + 1 < tblog_logdir_file_count(logs, 0))
                ck_assert_uint_gt(file.size, MAX_BYTES - 100);
            free(file.bytes);
        }
        tblog_logdir_close(logs);
        temp_folder_remove(folder);
        folder = temp_folder_new();
    }
}
END_TEST

/* An uploader takes away all files but the last. */
START_TEST(all_files_but_the_last_are_finished_at_any_time) {
    tblog_writer_options options = at_7();
    options.max_file_bytes = 1000;
    options.buffer_bytes = 300;
    tblog_writer *writer = open_with(&options);
    size_t taken = 0;
    for (int step = 0; step < STEPS; step++) {
        log_steps(writer, step, step + 1);
        tblog_logdir *logs = tblog_logdir_open(folder, &err);
        for (size_t i = 0; i + 1 < tblog_logdir_file_count(logs, 0); i++) {
            event_file file = event_file_read(tblog_logdir_file(logs, 0, i));
            taken += file.count - 1;
            event_file_free(&file);
            unlink(tblog_logdir_file(logs, 0, i));
        }
        tblog_logdir_close(logs);
    }
    event_file last = close_and_read(writer);
    ck_assert_uint_eq(taken + last.count - 1, STEPS);
    event_file_free(&last);
}
END_TEST

START_TEST(a_record_larger_than_a_file_has_one_of_its_own) {
    tblog_writer_options options = at_7();
    char text[3000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    options.max_file_bytes = 1000;
    tblog_writer *writer = open_with(&options);
    for (int step = 0; step < 3; step++)
        ck_assert_int_eq(tblog_text(writer, "text", step, text), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    ck_assert_uint_eq(assert_points(3), 3);
}
END_TEST

START_TEST(a_file_of_its_age_is_followed_by_another) {
    tblog_writer_options options = at_7();
    options.max_file_seconds = .01;
    tblog_writer *writer = open_with(&options);
    for (int step = 0; step < 3; step++) {
        log_steps(writer, step, step + 1);
        usleep(30000); /* the clock's steps are some milliseconds */
    }
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    ck_assert_uint_eq(assert_points(3), 3);
}
END_TEST

START_TEST(compressed_files_follow_each_other_too) {
    tblog_writer_options options = at_7();
    options.compression = TBLOG_COMPRESSION_GZIP;
    options.buffer_bytes = 500;
    options.max_file_bytes = 600;
    tblog_writer *writer = open_with(&options);
    for (int step = 0; step < STEPS; step += 10) {
        log_steps(writer, step, step + 10);
        ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
    }
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    ck_assert_uint_gt(assert_points(STEPS), 2);
}
END_TEST

/* Its folder is not there for a while. */
START_TEST(a_file_that_cannot_be_begun_leaves_the_old_one) {
    tblog_writer_options options = at_7();
    options.max_file_bytes = 1000;
    char *run = path_of("%s/run", folder), *moved = path_of("%s/moved", folder);
    tblog_writer *writer = tblog_writer_open(run, &options, &err);
    log_steps(writer, 0, 5);
    ck_assert_int_eq(rename(run, moved), 0);
    file_write(run, "", 0); /* so that no folder can be made there */
    log_steps(writer, 5, 100);
    ck_assert_int_eq(unlink(run), 0);
    ck_assert_int_eq(rename(moved, run), 0);
    log_steps(writer, 100, 200);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    ck_assert_uint_gt(assert_points(200), 2);
    free(run);
    free(moved);
}
END_TEST

SUITE_WITH("sinks", own_writer_setup, own_folder_teardown, a_sink_gets_the_bytes_of_a_file,
           a_flush_reaches_the_sink, what_a_sink_refuses_comes_again,
           what_a_sink_never_takes_is_reported_at_close,
           a_sink_that_refuses_the_beginning_opens_no_writer,
           a_file_of_its_size_is_followed_by_one_that_sorts_after_it,
           all_files_but_the_last_are_finished_at_any_time,
           a_record_larger_than_a_file_has_one_of_its_own, a_file_of_its_age_is_followed_by_another,
           compressed_files_follow_each_other_too, a_file_that_cannot_be_begun_leaves_the_old_one)
