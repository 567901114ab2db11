/* SPDX-License-Identifier: Apache-2.0 */
/* A writer's options: by their names, and what those of sessions write. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "own_writer.h"
#include "suite.h"

static tblog_writer_options *options;

static void setup(void) {
    own_writer_setup();
    options = tblog_writer_options_new();
}

static void teardown(void) {
    tblog_writer_options_free(options);
    own_folder_teardown();
}

static void set(const char *name, const char *value) {
    ck_assert_msg(tblog_writer_option(options, name, value, &err) == TBLOG_OK, "%s", err.message);
}

START_TEST(every_option_but_the_clock_has_a_name) {
    const tblog_writer_options want = {.size = sizeof want,
                                       .start_time_s = 1.5e3,
                                       .host = "h",
                                       .pid = -7,
                                       .index = UINT64_MAX,
                                       .suffix = "",
                                       .flush_interval_s = -.25,
                                       .buffer_bytes = 100,
                                       .compression = TBLOG_COMPRESSION_ZLIB,
                                       .png_level = 9,
                                       .queue_bytes = 4096,
                                       .when_full = TBLOG_WHEN_FULL_DROP,
                                       .sync = 1,
                                       .no_exit_flush = 1,
                                       .session_start = 1,
                                       .session_step = INT64_MIN,
                                       .max_file_bytes = 5,
                                       .max_file_seconds = 2.5};
    setlocale(LC_ALL, "de_DE.UTF-8"); /* where there is one, a point is a point still */
    set("start_time_s", "1.5e3");
    set("host", want.host);
    set("pid", "-7");
    set("index", "18446744073709551615");
    set("suffix", want.suffix);
    set("flush_interval_s", "-.25");
    set("buffer_bytes", "100");
    set("compression", "zlib");
    set("png_level", "9");
    set("queue_bytes", "4096");
    set("when_full", "drop");
    set("sync", "1");
    set("no_exit_flush", "1");
    set("session_start", "1");
    set("session_step", "-9223372036854775808");
    set("max_file_bytes", "5");
    set("max_file_seconds", "2.5");
    ck_assert(options->max_file_bytes == 5 && options->max_file_seconds == 2.5);
    ck_assert(options->start_time_s == 1500 && options->flush_interval_s == -.25);
    ck_assert(options->host == want.host && options->suffix == want.suffix);
    ck_assert(options->pid == -7 && options->index == UINT64_MAX);
    ck_assert(options->buffer_bytes == 100 && options->queue_bytes == 4096);
    ck_assert(options->compression == want.compression && options->when_full == want.when_full);
    ck_assert(options->png_level == 9 && options->sync == 1 && options->no_exit_flush == 1);
    ck_assert(options->session_start == 1 && options->session_step == INT64_MIN);
    ck_assert(options->size == want.size && !options->clock);
    set("compression", "none");
    set("when_full", "block");
    ck_assert(options->compression == TBLOG_COMPRESSION_NONE &&
              options->when_full == TBLOG_WHEN_FULL_BLOCK);
}
END_TEST

START_TEST(a_wrong_option_is_refused_and_changes_nothing) {
    static const char *const wrong[][3] = {
        {"hosts", "x", "no option 'hosts'"},
        {"", "x", "no option ''"},
        {"clock", "1", "no option 'clock'"},
        {"size", "1", "no option 'size'"},
        {"compression", "xz", "'xz' is not none, gzip or zlib"},
        {"when_full", "wait", "'wait' is not block or drop"},
        {"queue_bytes", "-1", "whole number from 0"},
        {"queue_bytes", "", "whole number from 0"},
        {"queue_bytes", "1e6", "whole number from 0"},
        {"queue_bytes", "99999999999999999999", "whole number from 0"},
        {"png_level", "3000000000", "whole number"},
        {"pid", "x", "whole number"},
        {"start_time_s", "nan", "finite number"},
        {"start_time_s", "1,5", "finite number"},
        {"flush_interval_s", "", "finite number"},
    };
    const tblog_writer_options before = *options;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        tblog_status status = tblog_writer_option(options, wrong[i][0], wrong[i][1], &err);
        ck_assert_int_eq(status, TBLOG_ERR_ARGUMENT);
        ck_assert_msg(strstr(err.message, wrong[i][2]) != NULL, "%s", err.message);
    }
    ck_assert_int_eq(tblog_writer_option(options, NULL, "1", &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_option(options, "host", NULL, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_option(NULL, "host", "x", NULL), TBLOG_ERR_ARGUMENT);
    ck_assert(options->queue_bytes == before.queue_bytes && options->pid == before.pid &&
              options->png_level == before.png_level && options->host == before.host);
}
END_TEST

/* The struct of a program that was compiled for an older library ends earlier. */
START_TEST(options_of_an_older_program_have_no_room_for_new_fields) {
    options->size = offsetof(tblog_writer_options, session_start);
    ck_assert_int_eq(tblog_writer_option(options, "session_start", "1", &err), TBLOG_ERR_ARGUMENT);
    ck_assert_msg(strstr(err.message, "no room for session_start") != NULL, "%s", err.message);
    ck_assert_int_eq(options->session_start, 0);
    set("no_exit_flush", "1");
}
END_TEST

START_TEST(a_session_that_starts_is_the_second_record) {
    set("session_start", "1");
    set("session_step", "-5");
    set("start_time_s", "1000");
    event_file file = close_and_read(open_with(options));
    ck_assert_uint_eq(file.count, 2);
    const Tblog__Event *start = file.records[1].event;
    ck_assert_int_eq(start->what_case, TBLOG__EVENT__WHAT_SESSION_LOG);
    ck_assert(start->step == -5 && start->wall_time == 1000);
    /* tensorboard.compat.proto: SessionLog(status=SessionLog.START).SerializeToString() */
    ck_assert_uint_eq(start->session_log.len, 2);
    ck_assert_int_eq(memcmp(start->session_log.data, "\x08\x01", 2), 0);
    event_file_free(&file);
}
END_TEST

/* tests/tensorboard/test_restarts.py asks TensorBoard; here are the numbers of its case. */
START_TEST(a_second_session_removes_points_of_every_tag) {
    static const struct {
        tblog_restarts restarts;
        size_t loss, rare;
    } want[] = {{TBLOG_RESTARTS_REPLACE, 12, 2},
                {TBLOG_RESTARTS_KEEP, 16, 2},
                {TBLOG_RESTARTS_SESSIONS, 12, 1}};
    set("session_start", "1");
    for (int session = 0; session < 2; session++) {
        set("session_step", session ? "6" : "0");
        tblog_writer *writer = open_with(options);
        for (int step = 6 * session; step < (session ? 12 : 10); step++)
            tblog_scalar(writer, "loss", step, step);
        for (int step = 4; step < 8 && !session; step += 3) tblog_scalar(writer, "rare", step, 1);
        ck_assert_int_eq(tblog_writer_close(writer, NULL), TBLOG_OK);
    }
    for (size_t i = 0; i < 3; i++) {
        tblog_run *run;
        tblog_logdir *logs = tblog_logdir_open(folder, &err);
        ck_assert_int_eq(tblog_run_load(logs, 0, want[i].restarts, &run, &err), TBLOG_OK);
        ck_assert_uint_eq(tblog_run_series(run, 0)->count, want[i].loss);
        ck_assert_uint_eq(tblog_run_series(run, 1)->count, want[i].rare);
        ck_assert_uint_eq(tblog_run_series(run, 1)->shown, want[i].rare);
        tblog_run_free(run);
        tblog_logdir_close(logs);
    }
}
END_TEST

/* Programs may set the members themselves. */
START_TEST(a_value_that_no_option_has_is_refused_when_a_writer_is_opened) {
    static const struct {
        int png_level;
        tblog_compression compression;
        tblog_when_full when_full;
    } wrong[] = {{10, 0, 0}, {-1, 0, 0}, {0, 3, 0}, {0, 0, 2}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        tblog_writer_options given = TBLOG_WRITER_OPTIONS_INIT;
        given.png_level = wrong[i].png_level;
        given.compression = wrong[i].compression;
        given.when_full = wrong[i].when_full;
        ck_assert_ptr_null(tblog_writer_open(folder, &given, &err));
        ck_assert_int_eq(err.status, TBLOG_ERR_ARGUMENT);
        ck_assert_ptr_nonnull(strstr(err.message, "no such png_level, compression or when_full"));
    }
    tblog_writer_options largest = TBLOG_WRITER_OPTIONS_INIT;
    largest.png_level = 9;
    largest.compression = TBLOG_COMPRESSION_ZLIB;
    largest.when_full = TBLOG_WHEN_FULL_DROP;
    tblog_writer *writer = tblog_writer_open(folder, &largest, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
}
END_TEST

SUITE_WITH("writer_options", setup, teardown, every_option_but_the_clock_has_a_name,
           a_value_that_no_option_has_is_refused_when_a_writer_is_opened,
           a_wrong_option_is_refused_and_changes_nothing,
           options_of_an_older_program_have_no_room_for_new_fields,
           a_session_that_starts_is_the_second_record, a_second_session_removes_points_of_every_tag)
