/* SPDX-License-Identifier: Apache-2.0 */
/* A folder and writers for each test. */
#include "own_writer.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

tblog_error err;

void own_writer_setup(void) {
    own_folder_setup();
    err = (tblog_error){0};
    unsetenv("SOURCE_DATE_EPOCH");
}

double clock_at(void *seconds) {
    const double *now = seconds;
    return *now;
}

double clock_at_7(void *unused) {
    (void)unused;
    return 7.5;
}

tblog_writer *open_with(const tblog_writer_options *options) {
    tblog_writer *writer = tblog_writer_open(folder, options, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    return writer;
}

event_file close_and_read(tblog_writer *writer) {
    return close_with(writer, TBLOG_OK);
}

event_file close_with(tblog_writer *writer, tblog_status want) {
    char *path = strdup(tblog_writer_path(writer));
    ck_assert_msg(tblog_writer_close(writer, &err) == want, "%s", err.message);
    event_file file = event_file_read(path);
    free(path);
    return file;
}

/* ---- from many threads ---- */

enum { THREADS = 8, PER_THREAD = LOGGED_FROM_THREADS / THREADS };

typedef struct logger {
    tblog_writer *writer;
    char tag[16];
} logger;

static void *log_many(void *context) {
    logger *l = context;
    for (int step = 0; step < PER_THREAD; step++) tblog_scalar(l->writer, l->tag, step, step);
    return NULL;
}

void log_from_threads(tblog_writer *writer) {
    pthread_t threads[THREADS];
    logger loggers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        loggers[i].writer = writer;
        snprintf(loggers[i].tag, sizeof loggers[i].tag, "t%d", i);
        pthread_create(&threads[i], NULL, log_many, &loggers[i]);
    }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

void assert_logged_from_threads(const event_file *file) {
    ck_assert_uint_eq(file->count, 1 + LOGGED_FROM_THREADS);
    int64_t next[THREADS] = {0};
    for (size_t i = 1; i < file->count; i++) {
        int thread = file->records[i].event->summary->value[0]->tag[1] - '0';
        ck_assert_int_eq(file->records[i].event->step, next[thread]++);
    }
}
