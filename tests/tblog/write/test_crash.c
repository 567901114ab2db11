/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill -9 at random moments: the file holds a beginning of what was logged, with at most one torn
 * record after it; and everything that was flushed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "killed_writer.h"
#include "own_folder.h"
#include "suite.h"

enum { KILLS = 520 };

static tblog_error err;

static void kill_one(unsigned seed) {
    int64_t flushed =
        killed_writer_run(folder, seed, seed % 5 ? TBLOG_COMPRESSION_NONE : TBLOG_COMPRESSION_GZIP);

    tblog_logdir *logdir = tblog_logdir_open(folder, &err);
    if (tblog_logdir_run_count(logdir)) {
        tblog_reader *reader = tblog_reader_open(tblog_logdir_file(logdir, 0, 0), NULL, &err);
        tblog_record record;
        tblog_event event;
        tblog_status status;
        int64_t scalars = 0;
        while ((status = tblog_reader_next(reader, &record, &err)) == TBLOG_OK) {
            tblog_value value;
            ck_assert_int_eq(tblog_event_decode(&record, &event, &err), TBLOG_OK);
            if (tblog_event_next_value(&event, &value, &err) == TBLOG_OK &&
                value.tag.data[0] == 'a')
                ck_assert_int_eq(event.step, scalars++);
        }
        ck_assert_msg(status == TBLOG_END || status == TBLOG_ERR_TRUNCATED, "%s", err.message);
        ck_assert_int_ge(scalars, flushed + 1);
        tblog_reader_close(reader);
    }
    tblog_logdir_close(logdir);
}

START_TEST(killed_at_any_moment_the_file_is_a_beginning) {
    for (unsigned i = 0; i < KILLS; i++) {
        kill_one(i);
        own_folder_teardown();
        own_folder_setup();
    }
}
END_TEST

enum { PROCESSES = 12 };

/* Names never collide, whoever else opens a file in the same second. */
START_TEST(processes_that_share_a_folder_have_files_of_their_own) {
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i]) continue;
        tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
        options.start_time_s = 1;
        options.pid = 7; /* as in containers */
        options.host = "host";
        for (int k = 0; k < 5; k++) {
            tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
            for (int step = 0; step < 100; step++) tblog_scalar(writer, "a", step, i);
            if (tblog_writer_close(writer, NULL)) _exit(1);
        }
        _exit(0);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        waitpid(children[i], &status, 0);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    tblog_logdir *logdir = tblog_logdir_open(folder, &err);
    ck_assert_uint_eq(tblog_logdir_run_count(logdir), 1);
    ck_assert_uint_eq(tblog_logdir_file_count(logdir, 0), 5 * PROCESSES);
    tblog_run *run;
    ck_assert_int_eq(tblog_run_load(logdir, 0, TBLOG_RESTARTS_KEEP, &run, &err), TBLOG_OK);
    ck_assert_uint_eq(tblog_run_series(run, 0)->count, 5 * PROCESSES * 100);
    tblog_run_free(run);
    tblog_logdir_close(logdir);
}
END_TEST

SUITE_WITH("crash", own_folder_setup, own_folder_teardown,
           killed_at_any_moment_the_file_is_a_beginning,
           processes_that_share_a_folder_have_files_of_their_own)
