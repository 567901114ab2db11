/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tblog prune reads a run twice. Here its files change between the two passes: the linker redirects
 * tblog_run_load, the first pass, to this file.
 */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "cli/tblog/commands.h"
#include "event_file.h"
#include "own_folder.h"
#include "suite.h"

enum { BEFORE = 500, KEPT = 10 };

static tblog_writer *first, *second;
static void (*change)(void); /* after the first pass; or NULL */

static void log_steps(tblog_writer *writer, const char *tag, int64_t from, int64_t to) {
    for (int64_t step = from; step < to; step++) tblog_scalar(writer, tag, step, (double)step);
    ck_assert_int_eq(tblog_writer_flush(writer, NULL), TBLOG_OK);
}

static tblog_writer *open_writer(uint64_t index) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1000;
    options.index = index;
    tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
    ck_assert_ptr_nonnull(writer);
    return writer;
}

/* A run of two files; the tag a is in both. */
static void setup(void) {
    own_folder_enter();
    first = open_writer(0);
    second = open_writer(1);
    log_steps(first, "a", 0, BEFORE);
    log_steps(first, "b", 0, BEFORE);
    log_steps(second, "a", BEFORE, 2 * BEFORE);
}

static void teardown(void) {
    tblog_writer_close(first, NULL);
    tblog_writer_close(second, NULL);
    own_folder_teardown();
}

tblog_status __real_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err);
tblog_status __wrap_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err);

tblog_status __wrap_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err) {
    tblog_status status = __real_tblog_run_load(logdir, run, restarts, loaded, err);
    if (change) change();
    return status;
}

static int prune(const char *out) {
    char name[] = "prune", option[] = "-n10", output[] = "-o";
    char *argv[] = {name, option, output, (char *)(uintptr_t)out, folder, NULL};
    return tblog_prune_command(5, argv);
}

/* Far more than a pointer's worth of points beyond those of the first pass, in both files. */
static void grow(void) {
    log_steps(first, "a", 2 * BEFORE, 60000);
    log_steps(first, "new", 0, 100);
    log_steps(second, "a", 60000, 120000);
}

START_TEST(a_file_that_grows_is_pruned_as_it_was) {
    ck_assert_int_eq(prune("before"), 0);
    change = grow;
    ck_assert_int_eq(prune("meanwhile"), 0);
    change = NULL;
    file_bytes want = file_read("before"), got = file_read("meanwhile");
    ck_assert_uint_eq(got.size, want.size);
    ck_assert_mem_eq(got.bytes, want.bytes, want.size);
    free(want.bytes);
    free(got.bytes);
    event_file file = event_file_read("meanwhile");
    ck_assert_uint_ge(file.count, 2 * KEPT);
    ck_assert_uint_le(file.count, 1 + 2 * (KEPT + 2));
    ck_assert_int_eq(file.records[file.count - 1].event->step, 2 * BEFORE - 1);
    event_file_free(&file);
}
END_TEST

static void shorten(void) {
    ck_assert_int_eq(truncate(tblog_writer_path(second), 1000), 0);
}

/* Replace the first file by one with as many records, all of one tag. */
static void replace_by(const char *tag) {
    tblog_writer *other = tblog_writer_open("other", NULL, NULL);
    log_steps(other, tag, 0, 2 * BEFORE);
    file_bytes bytes = file_read(tblog_writer_path(other));
    file_write(tblog_writer_path(first), bytes.bytes, bytes.size);
    free(bytes.bytes);
    tblog_writer_close(other, NULL);
    temp_folder_remove(strdup("other"));
}

static void replace_by_known(void) {
    replace_by("a");
}

static void replace_by_unknown(void) {
    replace_by("z");
}

START_TEST(a_file_that_is_shortened_or_replaced_is_refused) {
    static void (*const changes[])(void) = {replace_by_known, replace_by_unknown, shorten};
    for (size_t i = 0; i < 3; i++) {
        change = changes[i];
        ck_assert_int_eq(prune("out"), 1);
        ck_assert_int_ne(access("out", F_OK), 0);
        change = NULL;
    }
}
END_TEST

SUITE_WITH("prune", setup, teardown, a_file_that_grows_is_pruned_as_it_was,
           a_file_that_is_shortened_or_replaced_is_refused)
