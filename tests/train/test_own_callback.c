/* SPDX-License-Identifier: Apache-2.0 */
/* doc/examples/own_callback.c does what doc/callbacks.md says of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

enum { EPOCHS = 20 };

static void setup(void) {
    own_folder_enter();
    small_data_write(".", 400);
}

static int run(const char *arguments) {
    char *command = path_of("'%s' %s >said 2>&1", OWN_CALLBACK, arguments);
    int status = system(command);
    free(command);
    return WEXITSTATUS(status);
}

static void assert_said(const char *words) {
    file_bytes said = file_read("said");
    ck_assert_msg(strstr((char *)said.bytes, words) != NULL, "it says '%s'", (char *)said.bytes);
    free(said.bytes);
}

/* The values of a tag of train/; *count of them. They live as long as the run. */
static const tblog_point *points_of(const tblog_run *logs, const char *tag, size_t *count) {
    size_t i;
    ck_assert_msg(tblog_run_find(logs, tag, strlen(tag), &i), "no %s", tag);
    const tblog_series *series = tblog_run_series(logs, i);
    *count = series->count;
    return series->points;
}

static tblog_run *load(const char *path) {
    tblog_error err;
    tblog_run *logs;
    tblog_logdir *files = tblog_logdir_open(path, &err);
    ck_assert_msg(files != NULL, "%s", err.message);
    ck_assert_int_eq(tblog_run_load(files, 0, TBLOG_RESTARTS_KEEP, &logs, &err), TBLOG_OK);
    tblog_logdir_close(files);
    return logs;
}

/* A norm changes by no more than the kernel moves, and begins as glorot_uniform's does. */
static void assert_norms(const tblog_run *logs, size_t epochs) {
    size_t count, moved_count;
    const tblog_point *norm = points_of(logs, "norm/dense/kernel", &count);
    const tblog_point *moved = points_of(logs, "moved/dense/kernel", &moved_count);
    double before = sqrt(784 * 256 * 2. / (784 + 256)), slack = .01;
    ck_assert_uint_eq(count, epochs);
    ck_assert_uint_eq(moved_count, epochs);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(norm[i].step, (int64_t)i);
        ck_assert(moved[i].number > 0 && moved[i].number < .5);
        ck_assert(fabs(norm[i].number - before) <= before * (moved[i].number + slack));
        before = norm[i].number;
        slack = 1e-6;
    }
}

START_TEST(each_epoch_is_logged_beside_keras_own) {
    size_t count;
    ck_assert_int_eq(run(". logs"), 0);
    assert_said("all epochs are done");
    tblog_run *logs = load("logs/train");
    assert_norms(logs, EPOCHS);
    points_of(logs, "moved/dense_2/kernel", &count);
    ck_assert_uint_eq(count, EPOCHS);
    points_of(logs, "epoch_loss", &count);
    ck_assert_uint_eq(count, EPOCHS);
    tblog_run_free(logs);
}
END_TEST

START_TEST(it_ends_when_it_is_accurate_enough) {
    size_t count;
    ck_assert_int_eq(run(". logs .9"), 0);
    assert_said("accurate enough");
    tblog_run *logs = load("logs/validation");
    const tblog_point *accuracy = points_of(logs, "epoch_accuracy", &count);
    ck_assert_uint_lt(count, EPOCHS);
    for (size_t i = 0; i < count; i++) ck_assert((accuracy[i].number >= .9) == (i + 1 == count));
    tblog_run_free(logs);
}
END_TEST

START_TEST(failures_are_reported) {
    ck_assert_int_eq(run("nowhere logs"), 1);
    assert_said("own_callback: nowhere: neither a folder nor");
    ck_assert_int_eq(run(". /proc/logs"), 1);
    assert_said("own_callback: /proc/logs");
    ck_assert_int_eq(run(""), 2);
    assert_said("Usage");
}
END_TEST

SUITE_WITH("own_callback", setup, own_folder_teardown, each_epoch_is_logged_beside_keras_own,
           it_ends_when_it_is_accurate_enough, failures_are_reported)
