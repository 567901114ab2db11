/* SPDX-License-Identifier: Apache-2.0 */
/* The names of a new run's folder, and of files that several processes begin in one second. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "own_writer.h"
#include "suite.h"

enum { PROCESSES = 12, NOON = 1795780800 /* 2026-11-27 12:00:00 UTC */ };

static void setup(void) {
    own_folder_enter();
    setenv("TZ", "UTC", 1);
    tzset();
    unsetenv("SOURCE_DATE_EPOCH");
    memset(&err, 0, sizeof err);
}

static tblog_writer_options at_noon(void) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = NOON;
    options.host = "host";
    return options;
}

/* ---- folders ---- */

static void expect_folder(const char *parent, const char *comment, const char *want) {
    tblog_writer_options options = at_noon();
    tblog_writer *writer = tblog_writer_open_new(parent, comment, &options, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    ck_assert_str_eq(tblog_writer_folder(writer), want);
    ck_assert_int_eq(strncmp(tblog_writer_path(writer), want, strlen(want)), 0);
    ck_assert_int_eq(tblog_scalar(writer, "loss", 0, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, NULL), TBLOG_OK);
}

/* The form is that of torch.utils.tensorboard.SummaryWriter: %b%d_%H-%M-%S_HOST and the comment. */
START_TEST(a_new_run_gets_a_folder_of_its_own) {
    expect_folder(NULL, NULL, "runs/Nov27_12-00-00_host");
    expect_folder("runs", NULL, "runs/Nov27_12-00-00_host_1");
    expect_folder("runs/", "", "runs/Nov27_12-00-00_host_2");
    expect_folder("a/b", "_lr0.1", "a/b/Nov27_12-00-00_host_lr0.1");
    expect_folder("a/b", "_lr0.1", "a/b/Nov27_12-00-00_host_lr0.1_1");
}
END_TEST

START_TEST(a_folder_of_a_run_that_cannot_begin_does_not_stay) {
    tblog_writer_options options = at_noon();
    options.suffix = "a/b";
    ck_assert_ptr_null(tblog_writer_open_new("runs", NULL, &options, &err));
    ck_assert_msg(strstr(err.message, "suffix") != NULL, "%s", err.message);
    ck_assert_int_eq(rmdir("runs"), 0); /* it is empty */
    options = at_noon();
    options.host = "a/b";
    ck_assert_ptr_null(tblog_writer_open_new("runs", NULL, &options, &err));
    ck_assert_msg(strstr(err.message, "host") != NULL, "%s", err.message);
    file_write("file", "", 0);
    ck_assert_ptr_null(tblog_writer_open_new("file", NULL, NULL, &err));
    ck_assert_msg(strstr(err.message, "file") != NULL, "%s", err.message);
    ck_assert_ptr_null(tblog_writer_open_new("file", NULL, NULL, NULL));
    ck_assert_ptr_null(tblog_writer_open_new("", NULL, NULL, &err));
}
END_TEST

/* ---- processes ---- */

/* In a process of its own, and its writer stays open until the pipe is closed. Print the name. */
static void log_one(int number, tblog_writer *(*open)(int number), const int hold[2], int names) {
    char end;
    close(hold[1]);
    tblog_writer *writer = open(number);
    if (!writer || tblog_scalar(writer, "loss", number, number)) _exit(1);
    dprintf(names, "%s\n", tblog_writer_path(writer));
    if (read(hold[0], &end, 1) != 0) _exit(2);
    _exit(tblog_writer_close(writer, NULL) != TBLOG_OK);
}

/* Every process opens a writer; 'ordered': one after the other, and none closes before the last.
 * The names as they were printed. */
static void log_from_processes(tblog_writer *(*open)(int number), bool ordered,
                               char names[PROCESSES][300]) {
    int hold[2], pipes[2], status;
    ck_assert_int_eq(pipe(hold) + pipe(pipes), 0);
    FILE *in = fdopen(pipes[0], "r");
    for (int i = 0; i < PROCESSES; i++) {
        if (fork() == 0) log_one(i, open, hold, pipes[1]);
        if (ordered) ck_assert_ptr_nonnull(fgets(names[i], sizeof names[i], in));
    }
    for (int i = 0; i < PROCESSES && !ordered; i++)
        ck_assert_ptr_nonnull(fgets(names[i], sizeof names[i], in));
    close(hold[1]);
    for (int i = 0; i < PROCESSES; i++) {
        ck_assert_int_gt(wait(&status), 0);
        ck_assert_int_eq(status, 0);
    }
    close(hold[0]);
    close(pipes[1]);
    fclose(in);
}

static tblog_writer *open_in_run(int number) {
    static const char *const hosts[] = {"b", "a", "c"};
    tblog_writer_options options = at_noon();
    options.host = hosts[number % 3];
    options.index = (uint64_t)(number % 4) * 3;
    return tblog_writer_open("run", &options, NULL);
}

static void assert_shown(size_t want) {
    tblog_run *run;
    tblog_logdir *logs = tblog_logdir_open("run", &err);
    ck_assert_int_eq(tblog_run_load(logs, 0, TBLOG_RESTARTS_REPLACE, &run, &err), TBLOG_OK);
    ck_assert_uint_eq(tblog_run_series(run, 0)->shown, want);
    tblog_run_free(run);
    tblog_logdir_close(logs);
}

/* tests/tensorboard/test_logger.py asks TensorBoard the same. */
START_TEST(files_of_one_second_and_many_processes_sort_as_they_were_begun) {
    char names[PROCESSES][300];
    log_from_processes(open_in_run, true, names);
    for (int i = 1; i < PROCESSES; i++) ck_assert_str_gt(names[i], names[i - 1]);
    assert_shown(PROCESSES);
}
END_TEST

static tblog_writer *open_new_run(int number) {
    tblog_writer_options options = at_noon();
    (void)number;
    return tblog_writer_open_new("runs", NULL, &options, NULL);
}

START_TEST(processes_that_begin_at_once_get_a_folder_each) {
    char names[PROCESSES][300];
    log_from_processes(open_new_run, false, names);
    tblog_logdir *logs = tblog_logdir_open("runs", &err);
    ck_assert_uint_eq(tblog_logdir_run_count(logs), PROCESSES);
    tblog_logdir_close(logs);
}
END_TEST

SUITE_WITH("names", setup, own_folder_teardown, a_new_run_gets_a_folder_of_its_own,
           a_folder_of_a_run_that_cannot_begin_does_not_stay,
           files_of_one_second_and_many_processes_sort_as_they_were_begun,
           processes_that_begin_at_once_get_a_folder_each)
