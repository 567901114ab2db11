/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "own_writer.h"
#include "suite.h"

static const char *name_of(const tblog_writer *writer) {
    return strrchr(tblog_writer_path(writer), '/') + 1;
}

START_TEST(the_file_is_named_as_tensorflow_names_it) {
    double now = 1795503392.331;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at;
    options.clock_context = &now;
    options.host = "golden";
    options.pid = 22778;
    options.index = 1;
    tblog_writer *writer = open_with(&options);
    ck_assert_str_eq(name_of(writer), "events.out.tfevents.1795503392.golden.22778.1.v2");
    tblog_writer_close(writer, NULL);

    char *other = path_of("%s/other", folder);
    options.suffix = ".mine";
    options.start_time_s = 7;
    writer = tblog_writer_open(other, &options, &err);
    ck_assert_str_eq(name_of(writer), "events.out.tfevents.0000000007.golden.22778.1.mine");
    tblog_writer_close(writer, NULL);
    free(other);
}
END_TEST

START_TEST(without_options_the_name_is_of_this_host_and_process) {
    tblog_writer *writer = open_with(NULL);
    char host[256] = "", *rest = path_of(".%d.0.v2", (int)getpid());
    gethostname(host, sizeof host - 1);
    ck_assert_ptr_nonnull(strstr(name_of(writer), host));
    ck_assert_str_eq(name_of(writer) + strlen(name_of(writer)) - strlen(rest), rest);
    free(rest);
    tblog_writer_close(writer, NULL);
}
END_TEST

START_TEST(two_writers_of_one_second_get_two_files) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1000;
    tblog_writer *first = open_with(&options), *second = open_with(&options);
    ck_assert_str_ne(tblog_writer_path(first), tblog_writer_path(second));
    ck_assert_ptr_nonnull(strstr(name_of(second), ".1.v2"));
    tblog_writer_close(first, NULL);
    tblog_writer_close(second, NULL);
}
END_TEST

/* The name of a new file of second 1000 in a folder that has that one already. */
static void assert_sorts_after(const char *there, const char *want) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    char *other = path_of("%s/%s", folder, there);
    file_write(other, "", 0);
    options.start_time_s = 1000;
    options.host = "host";
    options.pid = 10000;
    tblog_writer *writer = open_with(&options);
    ck_assert_msg(strcmp(name_of(writer), there) > 0, "%s before %s", name_of(writer), there);
    ck_assert_str_eq(name_of(writer), want);
    unlink(other);
    free(other);
    event_file file = close_and_read(writer);
    ck_assert(file.records[0].event->wall_time == 1000); /* only the name has another second */
    event_file_free(&file);
    temp_folder_remove(folder);
    folder = temp_folder_new();
}

/* TensorBoard reads files in the order of their names, and drops the points of a step that goes
 * back: see tests/tensorboard. */
START_TEST(a_new_file_sorts_after_those_that_are_there) {
    static const char *const cases[][2] = {
        {"events.out.tfevents.0000000999.zzz.9.9.v2", "0000001000.host.10000.0.v2"},
        {"events.out.tfevents.0000001000.host.10000.0.v2", "0000001000.host.10000.1.v2"},
        {"events.out.tfevents.0000001000.host.10000.8.v2", "0000001000.host.10000.9.v2"},
        {"events.out.tfevents.0000001000.host.10000.9.v2", "0000001001.host.10000.0.v2"},
        {"events.out.tfevents.0000001000.host.10000.10.v2", "0000001000.host.10000.2.v2"},
        {"events.out.tfevents.0000001000.host.9999.0.v2", "0000001001.host.10000.0.v2"},
        {"events.out.tfevents.0000001000.zebra.1.0.v2", "0000001001.host.10000.0.v2"},
        {"events.out.tfevents.0000001000.ant.1.0.v2", "0000001000.host.10000.0.v2"},
        {"events.out.tfevents.0000001007.ant.1.0", "0000001008.host.10000.0.v2"},
        {"events.out.tfevents.00000010001234.ant", "0000001001.host.10000.0.v2"},
        {"events.out.tfevents.1700000000.ant.profile-empty", "1700000001.host.10000.0.v2"},
        /* What is not an event file's name is not looked at, and cannot be outdone. */
        {"events.out.ahead", "0000001000.host.10000.0.v2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *want = path_of("events.out.tfevents.%s", cases[i][1]);
        assert_sorts_after(cases[i][0], want);
        free(want);
    }
}
END_TEST

START_TEST(writers_of_one_second_sort_in_the_order_in_which_they_were_opened) {
    enum { WRITERS = 35 };
    static const char *const hosts[] = {"b", "a", "c"};
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    tblog_writer *writers[WRITERS];
    options.start_time_s = 1000;
    for (int i = 0; i < WRITERS; i++) {
        options.host = hosts[i % 3];
        options.pid = 9990 + i;
        options.index = (uint64_t)(i % 7) * 9;
        writers[i] = open_with(&options);
        if (i) ck_assert_str_gt(name_of(writers[i]), name_of(writers[i - 1]));
    }
    for (int i = 0; i < WRITERS; i++) tblog_writer_close(writers[i], NULL);
}
END_TEST

/* As a folder of another user's may be: its files cannot be listed, but one can be added. */
START_TEST(a_folder_that_cannot_be_listed_gets_a_file_too) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1000;
    chmod(folder, 0300);
    for (int i = 0; i < 2; i++) tblog_writer_close(open_with(&options), NULL);
    chmod(folder, 0700);
}
END_TEST

START_TEST(missing_parent_folders_are_created) {
    char *deep = path_of("%s/a/b//c", folder);
    tblog_writer *writer = tblog_writer_open(deep, NULL, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    ck_assert_int_eq(access(tblog_writer_path(writer), F_OK), 0);
    tblog_writer_close(writer, NULL);
    free(deep);
}
END_TEST

START_TEST(the_first_record_is_the_version_at_a_whole_second) {
    double now = 1795503392.9;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at;
    options.clock_context = &now;
    event_file file = close_and_read(open_with(&options));
    ck_assert_uint_eq(file.count, 1);
    ck_assert(file.records[0].event->wall_time == 1795503392.0);
    ck_assert_str_eq(file.records[0].event->file_version, "brain.Event:2");
    event_file_free(&file);
}
END_TEST

START_TEST(values_carry_step_and_wall_time) {
    double now = 0x1.abcdef0123456p+30;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at;
    options.clock_context = &now;
    tblog_writer *writer = open_with(&options);
    ck_assert_int_eq(tblog_scalar(writer, "a", INT64_MIN, 1), TBLOG_OK);
    now += 1;
    ck_assert_int_eq(tblog_scalar(writer, "b", INT64_MAX, 2), TBLOG_OK);
    event_file file = close_and_read(writer);
    ck_assert_uint_eq(file.count, 3);
    ck_assert(file.records[1].event->wall_time == 0x1.abcdef0123456p+30);
    ck_assert(file.records[1].event->step == INT64_MIN);
    ck_assert(file.records[2].event->wall_time == now);
    ck_assert(file.records[2].event->step == INT64_MAX);
    ck_assert_str_eq(file.records[2].event->summary->value[0]->tag, "b");
    event_file_free(&file);
}
END_TEST

START_TEST(source_date_epoch_fixes_every_wall_time) {
    setenv("SOURCE_DATE_EPOCH", "1600000000", 1);
    tblog_writer *writer = open_with(NULL);
    tblog_scalar(writer, "a", 1, 1);
    ck_assert_ptr_nonnull(strstr(name_of(writer), ".1600000000."));
    ck_assert(tblog_writer_now(writer) == 1600000000);
    event_file file = close_and_read(writer);
    ck_assert(file.records[0].event->wall_time == 1600000000);
    ck_assert(file.records[1].event->wall_time == 1600000000);
    event_file_free(&file);

    setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
    ck_assert_ptr_null(tblog_writer_open(folder, NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "yesterday"));
}
END_TEST

static off_t size_on_disk(const tblog_writer *writer) {
    struct stat info;
    ck_assert_int_eq(stat(tblog_writer_path(writer), &info), 0);
    return info.st_size;
}

START_TEST(the_first_value_is_written_at_once_and_others_wait_for_a_flush) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.flush_interval_s = 1e6;
    tblog_writer *writer = open_with(&options);
    off_t before = size_on_disk(writer);
    tblog_scalar(writer, "a", 1, 1);
    off_t first = size_on_disk(writer);
    ck_assert_int_gt(first, before);
    tblog_scalar(writer, "a", 2, 1);
    ck_assert_int_eq(size_on_disk(writer), first);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
    ck_assert_int_eq(size_on_disk(writer), first + (first - before)); /* the same bytes again */
    tblog_writer_close(writer, NULL);
}
END_TEST

START_TEST(nothing_is_written_by_time_if_that_is_turned_off) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.flush_interval_s = -1;
    tblog_writer *writer = open_with(&options);
    off_t before = size_on_disk(writer);
    tblog_scalar(writer, "a", 1, 1);
    ck_assert_int_eq(size_on_disk(writer), before);
    tblog_writer_close(writer, NULL);
}
END_TEST

/* TensorBoard looks every 5 seconds: what waits longer than that has no reason to. */
START_TEST(by_default_a_value_after_five_seconds_reaches_the_file) {
    tblog_writer *writer = open_with(NULL);
    tblog_scalar(writer, "a", 1, 1);
    off_t first = size_on_disk(writer);
    usleep(5100000);
    tblog_scalar(writer, "a", 2, 1);
    ck_assert_int_gt(size_on_disk(writer), first);
    tblog_writer_close(writer, NULL);
}
END_TEST

START_TEST(a_value_after_the_flush_interval_reaches_the_file) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.flush_interval_s = 1e-9;
    tblog_writer *writer = open_with(&options);
    tblog_scalar(writer, "a", 1, 1);
    off_t first = size_on_disk(writer);
    usleep(20000); /* over the tick of the coarse clock */
    tblog_scalar(writer, "a", 2, 1);
    ck_assert_int_gt(size_on_disk(writer), first);
    tblog_writer_close(writer, NULL);
}
END_TEST

START_TEST(records_larger_than_the_buffer_keep_their_place) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.buffer_bytes = 100;
    tblog_writer *writer = open_with(&options);
    float values[4] = {1, 2, 3, 4};
    for (int step = 0; step < 20; step++) {
        tblog_scalar(writer, "a", step, step);
        tblog_histogram(writer, "h", step, values, 4);
    }
    event_file file = close_and_read(writer);
    ck_assert_uint_eq(file.count, 41);
    for (size_t i = 1; i < file.count; i++) {
        ck_assert_int_eq(file.records[i].event->step, (int64_t)(i - 1) / 2);
        ck_assert_str_eq(file.records[i].event->summary->value[0]->tag, i % 2 ? "a" : "h");
    }
    event_file_free(&file);
}
END_TEST

START_TEST(several_values_share_one_event) {
    tblog_writer *writer = open_with(NULL);
    tblog_summary *summary = tblog_summary_new();
    for (int i = 0; i < 9; i++) {
        char tag[] = {(char)('a' + i), 0};
        ck_assert_int_eq(tblog_summary_scalar(summary, tag, i, &err), TBLOG_OK);
    }
    ck_assert_int_eq(tblog_summary_describe(summary, "Name", "*Text*", &err), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_add(writer, 5, 123.25, summary, &err), TBLOG_OK);
    tblog_summary_clear(summary);
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
    ck_assert_int_eq(tblog_writer_add(writer, 6, TBLOG_NOW, summary, &err), TBLOG_OK);
    tblog_summary_free(summary);

    event_file file = close_and_read(writer);
    ck_assert_uint_eq(file.count, 2); /* the empty summary wrote nothing */
    const Tblog__Event *event = file.records[1].event;
    ck_assert(event->wall_time == 123.25);
    ck_assert_uint_eq(event->summary->n_value, 9);
    ck_assert_str_eq(event->summary->value[8]->tag, "i");
    ck_assert_str_eq(event->summary->value[8]->metadata->display_name, "Name");
    ck_assert_str_eq(event->summary->value[8]->metadata->summary_description, "*Text*");
    ck_assert_str_eq(event->summary->value[7]->metadata->display_name, "");
    event_file_free(&file);
}
END_TEST

START_TEST(many_threads_log_completely_and_each_in_order) {
    tblog_writer *writer = open_with(NULL);
    log_from_threads(writer);
    event_file file = close_and_read(writer);
    assert_logged_from_threads(&file);
    event_file_free(&file);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_is_named) {
    char *file = path_of("%s/file", folder), *below = path_of("%s/file/run", folder);
    file_write(file, "", 0);
    ck_assert_ptr_null(tblog_writer_open(below, NULL, &err));
    ck_assert_int_eq(err.status, TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, below));
    ck_assert_ptr_nonnull(strstr(err.message, strerror(ENOTDIR)));
    ck_assert_ptr_null(tblog_writer_open(file, NULL, &err));
    ck_assert_ptr_null(tblog_writer_open("", NULL, &err));
    ck_assert_int_eq(err.status, TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_null(tblog_writer_open(NULL, NULL, NULL));
    free(file);
    free(below);
}
END_TEST

START_TEST(options_that_make_no_file_name_are_refused) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.host = "../../etc";
    ck_assert_ptr_null(tblog_writer_open(folder, &options, &err));
    ck_assert_int_eq(err.status, TBLOG_ERR_ARGUMENT);
    options.host = NULL;
    options.suffix = "/x";
    ck_assert_ptr_null(tblog_writer_open(folder, &options, &err));
    options.suffix = NULL;
    options.start_time_s = -1;
    ck_assert_ptr_null(tblog_writer_open(folder, &options, &err));
    options.size = 3;
    ck_assert_ptr_null(tblog_writer_open(folder, &options, &err));
}
END_TEST

START_TEST(options_of_an_older_library_are_understood) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.size = offsetof(tblog_writer_options, suffix);
    options.suffix = "beyond the older struct's end";
    options.host = "old";
    tblog_writer *writer = open_with(&options);
    ck_assert_ptr_nonnull(strstr(name_of(writer), ".old."));
    ck_assert_ptr_nonnull(strstr(name_of(writer), ".v2"));
    tblog_writer_close(writer, NULL);
}
END_TEST

START_TEST(options_of_a_newer_program_are_understood_if_they_set_nothing_new) {
    struct newer {
        tblog_writer_options known;
        size_t field;
    } newer = {TBLOG_WRITER_OPTIONS_INIT, 0};
    newer.known.size = sizeof newer;
    newer.known.host = "new";
    tblog_writer *writer = open_with(&newer.known);
    ck_assert_ptr_nonnull(strstr(name_of(writer), ".new."));
    tblog_writer_close(writer, NULL);
    newer.field = 1;
    ck_assert_ptr_null(tblog_writer_open(folder, &newer.known, &err));
    ck_assert_int_eq(err.status, TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "does not have"));
}
END_TEST

/* A file-size limit fails like a full disk, in the middle of a record. */
START_TEST(a_full_disk_leaves_whole_records_and_loses_nothing_that_fits_the_buffer) {
    signal(SIGXFSZ, SIG_IGN);
    tblog_writer *writer = open_with(NULL);
    char *path = strdup(tblog_writer_path(writer));
    struct rlimit limit = {1000, RLIM_INFINITY}, no_limit = {RLIM_INFINITY, RLIM_INFINITY};
    for (int step = 0; step < 100; step++)
        ck_assert_int_eq(tblog_scalar(writer, "a", step, step), TBLOG_OK);
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_ERR_IO);
    setrlimit(RLIMIT_FSIZE, &no_limit);
    ck_assert_ptr_nonnull(strstr(err.message, path));
    ck_assert_ptr_nonnull(strstr(err.message, strerror(EFBIG)));

    event_file file = event_file_read(path); /* fails the test on a torn record */
    ck_assert_uint_gt(file.count, 10);
    ck_assert_uint_lt(file.count, 30);
    event_file_free(&file);

    ck_assert_int_eq(tblog_scalar(writer, "a", 100, 1), TBLOG_OK); /* there is space again */
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    file = event_file_read(path);
    ck_assert_uint_eq(file.count, 102);
    for (size_t i = 1; i < file.count; i++)
        ck_assert_int_eq(file.records[i].event->step, (int64_t)i - 1);
    event_file_free(&file);
    free(path);
}
END_TEST

START_TEST(what_a_full_disk_and_buffer_cannot_hold_is_reported_at_once_and_at_close) {
    signal(SIGXFSZ, SIG_IGN);
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.buffer_bytes = 2000;
    tblog_writer *writer = open_with(&options);
    char *path = strdup(tblog_writer_path(writer));
    struct rlimit limit = {1000, RLIM_INFINITY}, no_limit = {RLIM_INFINITY, RLIM_INFINITY};
    size_t kept = 0, refused = 0;
    setrlimit(RLIMIT_FSIZE, &limit);
    for (int step = 0; step < 100; step++) {
        tblog_status status = tblog_scalar(writer, "a", step, step);
        kept += status == TBLOG_OK; /* no assertion here: Check writes files too */
        refused += status == TBLOG_ERR_IO;
    }
    setrlimit(RLIMIT_FSIZE, &no_limit);
    ck_assert_uint_gt(refused, 10);
    ck_assert_uint_eq(tblog_writer_failed(writer), refused);
    ck_assert_int_eq(tblog_writer_error(writer)->status, TBLOG_ERR_IO);
    ck_assert_int_eq(tblog_scalar(writer, "a", 100, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_IO); /* the first reason */
    ck_assert_ptr_nonnull(strstr(err.message, path));
    ck_assert_ptr_nonnull(strstr(err.message, strerror(EFBIG)));

    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, 1 + kept + 1);
    ck_assert_int_eq(file.records[kept + 1].event->step, 100);
    event_file_free(&file);
    free(path);
}
END_TEST

/* Nothing of it is written anew: unknown fields and all. */
START_TEST(a_hand_made_event_is_stored_byte_for_byte) {
    static const uint8_t event[] = {0x09, 0,    0,    0,    0,    0,    0,    0xf8, 0x3f,
                                    0x10, 0x05, 0x2a, 0x0a, 0x0a, 0x08, 0x0a, 0x01, 'x',
                                    0x15, 0,    0,    0x80, 0x3f, 0x78, 0x01};
    tblog_writer *writer = open_with(NULL);
    ck_assert_int_eq(tblog_add_event(writer, event, sizeof event, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_add_event(writer, event, sizeof event - 1, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_add_event(writer, "\x2a\x02\x0a\x05", 4, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_add_event(writer, NULL, 4, &err), TBLOG_ERR_ARGUMENT);
    /* The first byte is no field's; the rest is not read. */
    static const uint8_t none[] = {0x07};
    ck_assert_int_eq(tblog_add_event(writer, none, TBLOG_RECORD_MAX, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_add_event(writer, none, TBLOG_RECORD_MAX + 1, &err),
                     TBLOG_ERR_TOO_LARGE);
    ck_assert_int_eq(tblog_text(writer, "x", 1, "not a scalar"), TBLOG_ERR_ARGUMENT);
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(file.count, 2);
    ck_assert_uint_eq(file.records[1].size, sizeof event + 16);
    ck_assert_mem_eq(file.records[1].bytes + 12, event, sizeof event);
    ck_assert(file.records[1].event->wall_time == 1.5);
    event_file_free(&file);
}
END_TEST

START_TEST(what_is_refused_is_counted_and_the_first_reason_is_kept) {
    const float x = 1;
    tblog_writer *writer = open_with(NULL);
    ck_assert_int_eq(tblog_writer_error(writer)->status, TBLOG_OK);
    ck_assert_str_eq(tblog_writer_error(writer)->message, "");
    ck_assert_uint_eq(tblog_writer_failed(writer), 0);
    tblog_scalar(writer, "a", 0, 1);
    tblog_histogram(writer, "a", 0, &x, 1);
    tblog_scalar(writer, "", 0, 1);
    tblog_writer_add(writer, 0, TBLOG_NOW, NULL, NULL);
    tblog_add_event(writer, "\xff", 1, NULL);
    tblog_scalar(writer, "a", 1, 1);
    ck_assert_uint_eq(tblog_writer_failed(writer), 4);
    ck_assert_int_eq(tblog_writer_error(writer)->status, TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(tblog_writer_error(writer)->message, "is logged as scalars"));
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "is logged as scalars"));
    ck_assert_uint_eq(file.count, 3);
    event_file_free(&file);
}
END_TEST

START_TEST(a_wall_time_that_is_not_a_number_is_refused) {
    tblog_writer *writer = open_with(NULL);
    tblog_summary *summary = tblog_summary_new();
    tblog_summary_scalar(summary, "a", 1, &err);
    ck_assert_int_eq(tblog_writer_add(writer, 0, NAN, summary, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_add(writer, 0, -NAN, summary, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_add(writer, 0, INFINITY, summary, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "not a finite number"));
    ck_assert_ptr_nonnull(strstr(err.message, "wall time"));
    tblog_summary_free(summary);
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(file.count, 1);
    event_file_free(&file);
}
END_TEST

static double clock_of(void *context) {
    return *(double *)context;
}

/* An event of such a time TensorBoard does not show, or nothing after it. */
START_TEST(a_clock_that_gives_no_finite_number_is_refused) {
    static const double times[] = {NAN, INFINITY, -INFINITY};
    double now = 1000;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_of;
    options.clock_context = &now;
    tblog_writer *writer = open_with(&options);
    for (size_t i = 0; i < 3; i++) {
        const uint8_t event[] = {0x09, 0, 0, 0, 0, 0, 0, i ? 0xf0 : 0xf8, i > 1 ? 0xff : 0x7f};
        now = times[i];
        ck_assert_int_eq(tblog_scalar(writer, "a", 0, 1), TBLOG_ERR_ARGUMENT);
        ck_assert_int_eq(tblog_text(writer, "b", 0, "x"), TBLOG_ERR_ARGUMENT);
        ck_assert_int_eq(tblog_add_event(writer, event, sizeof event, &err), TBLOG_ERR_ARGUMENT);
        ck_assert_ptr_nonnull(strstr(err.message, "wall time is not a finite number"));
    }
    now = 1001;
    ck_assert_int_eq(tblog_scalar(writer, "a", 0, 1), TBLOG_OK);
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(file.count, 2);
    event_file_free(&file);
}
END_TEST

/* From an open that failed and was not checked. */
START_TEST(every_call_refuses_a_writer_that_is_not_there) {
    const float x = 0;
    const tblog_array *array = TBLOG_ARRAY(TBLOG_FLOAT32, &x, 1, 1, 1);
    tblog_summary *summary = tblog_summary_new();
    tblog_graph *graph = tblog_graph_new();
    ck_assert_int_eq(tblog_scalar(NULL, "a", 0, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_histogram(NULL, "a", 0, &x, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_image(NULL, "a", 0, array), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_weight_image(NULL, "a", 0, array), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_keras_model(NULL, 0, "{}", 2), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_text(NULL, "a", 0, "x"), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_audio(NULL, "a", 0, array, 8000), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_pr_curve(NULL, "a", 0, (const uint8_t *)"x", &x, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_mesh(NULL, "a", 0, array, NULL, NULL), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_tensor(NULL, "a", 0, array, NULL), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_add_event(NULL, "", 0, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_add(NULL, 0, 0, summary, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_add_each(NULL, 0, 0, summary, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_add_graph(NULL, 0, graph, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_flush(NULL, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "tblog_writer_open returned NULL"));
    ck_assert_str_eq(tblog_writer_error(NULL)->message, err.message);
    ck_assert_uint_eq(tblog_writer_dropped(NULL), 0);
    ck_assert_uint_eq(tblog_writer_failed(NULL), 0);
    ck_assert_ptr_null(tblog_writer_path(NULL));
    ck_assert(tblog_writer_now(NULL) > 1e9);
    tblog_summary_free(summary);
    tblog_graph_free(graph);
}
END_TEST

START_TEST(a_kind_is_its_whole_name) {
    const tblog_plugin whole = {"scalars", NULL, 0}, more = {"scalarsets", NULL, 0};
    const float x = 1;
    const tblog_array *array = TBLOG_ARRAY(TBLOG_FLOAT32, &x, 1);
    tblog_writer *writer = open_with(NULL);
    ck_assert_int_eq(tblog_tensor(writer, "a", 0, array, &more), TBLOG_OK);
    ck_assert_int_eq(tblog_tensor(writer, "a", 0, array, &whole), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_tensor(writer, "b", 0, array, &whole), TBLOG_OK);
    ck_assert_int_eq(tblog_tensor(writer, "b", 0, array, &more), TBLOG_ERR_ARGUMENT);
    tblog_writer_close(writer, NULL);
}
END_TEST

START_TEST(closing_nothing_is_fine) {
    ck_assert_int_eq(tblog_writer_close(NULL, NULL), TBLOG_OK);
}
END_TEST

/* tblog_scalar must write the same bytes as the general way. */
START_TEST(the_short_way_writes_the_bytes_of_the_general_way) {
    static const int64_t steps[] = {0, 1, 127, 128, 16384, INT64_MAX, -1, INT64_MIN};
    static const size_t sizes[] = {1, 2, 79, 80, 100, 127, 128, 200, 255, 256, 5000};
    double now = 1.5;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at;
    options.clock_context = &now;
    tblog_writer *writer = open_with(&options);
    tblog_summary *summary = tblog_summary_new();
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *tag = malloc(sizes[i] + 1);
        memset(tag, 'x', sizes[i]);
        tag[sizes[i]] = 0;
        for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
            double value = (double)steps[k] / 3;
            now = i == 3 ? 0 : 1.5; /* a wall time of 0 is left out */
            ck_assert_int_eq(tblog_scalar(writer, tag, steps[k], value), TBLOG_OK);
            tblog_summary_scalar(summary, tag, value, NULL);
            ck_assert_int_eq(tblog_writer_add(writer, steps[k], TBLOG_NOW, summary, NULL),
                             TBLOG_OK);
            tblog_summary_clear(summary);
        }
        free(tag);
    }
    tblog_summary_free(summary);
    event_file file = close_and_read(writer);
    ck_assert_uint_eq(file.count, 1 + 2 * 11 * 8);
    for (size_t i = 1; i < file.count; i += 2) {
        ck_assert_uint_eq(file.records[i].size, file.records[i + 1].size);
        ck_assert_mem_eq(file.records[i].bytes, file.records[i + 1].bytes, file.records[i].size);
    }
    event_file_free(&file);
}
END_TEST

START_TEST(the_short_ways_refuse_what_the_general_way_refuses) {
    tblog_writer *writer = open_with(NULL);
    ck_assert_int_eq(tblog_scalar(writer, NULL, 0, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_scalar(writer, "", 0, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_scalar(writer, "\xff", 0, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_histogram(writer, "h", 0, NULL, 3), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_text(writer, "t", 0, NULL), TBLOG_ERR_ARGUMENT);
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(file.count, 1);
    event_file_free(&file);
}
END_TEST

/* The fast loader would list neither, the slow one answer 500. */
START_TEST(a_tag_of_two_kinds_is_refused) {
    const float x = 1;
    tblog_writer *writer = open_with(NULL);
    ck_assert_int_eq(tblog_scalar(writer, "a", 0, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_histogram(writer, "a", 1, &x, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_histogram(writer, "b", 1, &x, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_scalar(writer, "b", 1, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_scalar(writer, "a", 2, 1), TBLOG_OK);
    tblog_summary *summary = tblog_summary_new();
    tblog_summary_text(summary, "a", "text", NULL);
    ck_assert_int_eq(tblog_writer_add(writer, 3, TBLOG_NOW, summary, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "'a' is logged as scalars already"));
    tblog_summary_free(summary);
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(file.count, 4);
    event_file_free(&file);
}
END_TEST

START_TEST(many_tags_keep_their_kinds) {
    tblog_writer *writer = open_with(NULL);
    char tag[16];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 3000; i++) {
            snprintf(tag, sizeof tag, "tag%d", i);
            ck_assert_int_eq(tblog_scalar(writer, tag, round, 1), TBLOG_OK);
            ck_assert_int_eq(tblog_text(writer, tag, round, "x"), TBLOG_ERR_ARGUMENT);
        }
    tblog_writer_close(writer, NULL);
}
END_TEST

SUITE_WITH("writer", own_writer_setup, own_folder_teardown,
           the_file_is_named_as_tensorflow_names_it,
           without_options_the_name_is_of_this_host_and_process,
           two_writers_of_one_second_get_two_files, a_new_file_sorts_after_those_that_are_there,
           writers_of_one_second_sort_in_the_order_in_which_they_were_opened,
           a_folder_that_cannot_be_listed_gets_a_file_too, missing_parent_folders_are_created,
           the_first_record_is_the_version_at_a_whole_second, values_carry_step_and_wall_time,
           source_date_epoch_fixes_every_wall_time,
           the_first_value_is_written_at_once_and_others_wait_for_a_flush,
           nothing_is_written_by_time_if_that_is_turned_off,
           by_default_a_value_after_five_seconds_reaches_the_file,
           a_value_after_the_flush_interval_reaches_the_file,
           records_larger_than_the_buffer_keep_their_place, several_values_share_one_event,
           many_threads_log_completely_and_each_in_order, a_folder_that_cannot_be_made_is_named,
           options_that_make_no_file_name_are_refused, options_of_an_older_library_are_understood,
           options_of_a_newer_program_are_understood_if_they_set_nothing_new,
           a_full_disk_leaves_whole_records_and_loses_nothing_that_fits_the_buffer,
           what_a_full_disk_and_buffer_cannot_hold_is_reported_at_once_and_at_close,
           a_hand_made_event_is_stored_byte_for_byte,
           what_is_refused_is_counted_and_the_first_reason_is_kept,
           a_wall_time_that_is_not_a_number_is_refused,
           a_clock_that_gives_no_finite_number_is_refused,
           every_call_refuses_a_writer_that_is_not_there, a_kind_is_its_whole_name,
           closing_nothing_is_fine, the_short_way_writes_the_bytes_of_the_general_way,
           the_short_ways_refuse_what_the_general_way_refuses, a_tag_of_two_kinds_is_refused,
           many_tags_keep_their_kinds)
