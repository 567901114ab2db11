/* SPDX-License-Identifier: Apache-2.0 */
/* Other processes change a writer's file: what they removed is reported, and the rest stays
 * readable. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "event_file.h"
#include "own_folder.h"
#include "suite.h"

enum { BEFORE = 20 };

static tblog_writer *writer;
static tblog_error err;

static void log_steps(int64_t from, int64_t to) {
    for (; from < to; from++) ck_assert_int_eq(tblog_scalar(writer, "a", from, 1), TBLOG_OK);
}

static void open_writer(tblog_compression compression, size_t queue_bytes) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.compression = compression;
    options.queue_bytes = queue_bytes;
    options.flush_interval_s = -1;
    writer = tblog_writer_open("run", &options, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    log_steps(0, BEFORE);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
}

static void expect_error(tblog_status status, const char *words) {
    ck_assert_int_eq(status, TBLOG_ERR_IO);
    ck_assert_msg(strstr(err.message, words) != NULL, "%s", err.message);
    ck_assert_ptr_nonnull(strstr(err.message, "run/events.out.tfevents."));
}

/* ---- another file ---- */

/* As `tblog repair` and any tool do that write a new file and rename it. */
START_TEST(a_file_in_its_place_is_reported) {
    for (size_t queue_bytes = 0; queue_bytes <= 4096; queue_bytes += 4096) {
        open_writer(TBLOG_COMPRESSION_NONE, queue_bytes);
        file_write("other", "x", 1);
        ck_assert_int_eq(rename("other", tblog_writer_path(writer)), 0);
        log_steps(BEFORE, BEFORE + 1);
        expect_error(tblog_writer_flush(writer, &err),
                     "another file has replaced it, and does not have");
        expect_error(tblog_writer_close(writer, &err),
                     "another file has replaced it, and does not have");
    }
}
END_TEST

/* What is written is in the file still, which is only elsewhere. */
START_TEST(a_folder_may_be_renamed_and_left) {
    open_writer(TBLOG_COMPRESSION_NONE, 0);
    ck_assert_int_eq(rename("run", "moved"), 0);
    log_steps(BEFORE, BEFORE + 1);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
    ck_assert_int_eq(mkdir("run", 0777), 0);
    ck_assert_int_eq(chdir("moved"), 0);
    log_steps(BEFORE + 1, BEFORE + 2);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    char *path = only_file(".");
    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, 1 + BEFORE + 2);
    event_file_free(&file);
    free(path);
    ck_assert_int_eq(chdir(".."), 0);
}
END_TEST

/* ---- a shorter file ---- */

/* The steps of the file, of which none is damaged: those before 'kept', then from 'from' on. */
static void assert_steps(const char *path, size_t kept, int64_t from, int64_t to) {
    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, kept + (size_t)(to - from));
    for (size_t i = 1; i < file.count; i++)
        ck_assert_int_eq(file.records[i].event->step,
                         i < kept ? (int64_t)i - 1 : from + (int64_t)(i - kept));
    event_file_free(&file);
}

/* Cut within a record, after a record, and to nothing. */
START_TEST(what_another_process_cuts_off_is_reported_and_leaves_no_hole) {
    struct stat info;
    for (int cut = 0; cut < 4; cut++) {
        open_writer(TBLOG_COMPRESSION_NONE, 0);
        char *path = strdup(tblog_writer_path(writer));
        event_file before = event_file_read(path);
        const event_record *r = before.records;
        const off_t sizes[] = {(off_t)(r[0].size + r[1].size + r[2].size + 5),
                               (off_t)(r[0].size + r[1].size + r[2].size), 5, 0};
        event_file_free(&before);
        ck_assert_int_eq(truncate(path, sizes[cut]), 0);
        log_steps(BEFORE, BEFORE + 1);
        expect_error(tblog_writer_flush(writer, &err), "another process cut off the last ");
        ck_assert_int_eq(stat(path, &info), 0);
        ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK); /* it goes on */
        log_steps(BEFORE + 1, BEFORE + 3);
        expect_error(tblog_writer_close(writer, &err), "another process cut off the last ");
        assert_steps(path, cut < 2 ? 3 : 0, BEFORE, BEFORE + 3);
        ck_assert_int_eq(unlink(path), 0);
        free(path);
    }
}
END_TEST

START_TEST(a_cut_before_close_costs_only_what_was_cut) {
    open_writer(TBLOG_COMPRESSION_NONE, 0);
    char *path = strdup(tblog_writer_path(writer));
    log_steps(BEFORE, BEFORE + 2);
    event_file before = event_file_read(path);
    ck_assert_int_eq(truncate(path, (off_t)before.records[0].size), 0);
    event_file_free(&before);
    expect_error(tblog_writer_close(writer, &err), "another process cut off the last ");
    assert_steps(path, 1, BEFORE, BEFORE + 2);
    /* and when nothing was left to be written */
    open_writer(TBLOG_COMPRESSION_NONE, 0);
    ck_assert_int_eq(truncate(tblog_writer_path(writer), 7), 0);
    expect_error(tblog_writer_close(writer, &err), "another process cut off the last ");
    free(path);
}
END_TEST

/* A compressed stream cannot be continued. */
START_TEST(a_compressed_file_that_was_cut_is_over) {
    open_writer(TBLOG_COMPRESSION_GZIP, 0);
    ck_assert_int_eq(truncate(tblog_writer_path(writer), 30), 0);
    log_steps(BEFORE, BEFORE + 1);
    expect_error(tblog_writer_flush(writer, &err), "another process cut off the last ");
    ck_assert_int_eq(tblog_scalar(writer, "a", BEFORE + 1, 1), TBLOG_ERR_IO);
    expect_error(tblog_writer_close(writer, &err), "another process cut off the last ");
}
END_TEST

START_TEST(close_returns_the_first_of_several_failures) {
    open_writer(TBLOG_COMPRESSION_NONE, 0);
    ck_assert_int_eq(truncate(tblog_writer_path(writer), 5), 0);
    expect_error(tblog_writer_flush(writer, &err), "another process cut off the last ");
    file_write("other", "x", 1);
    ck_assert_int_eq(rename("other", tblog_writer_path(writer)), 0);
    expect_error(tblog_writer_flush(writer, &err), "another file ");
    expect_error(tblog_writer_close(writer, &err), "another process cut off the last ");
}
END_TEST

SUITE_WITH("others", own_folder_enter, own_folder_teardown, a_file_in_its_place_is_reported,
           a_folder_may_be_renamed_and_left,
           what_another_process_cuts_off_is_reported_and_leaves_no_hole,
           a_cut_before_close_costs_only_what_was_cut, a_compressed_file_that_was_cut_is_over,
           close_returns_the_first_of_several_failures)
