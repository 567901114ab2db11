/* SPDX-License-Identifier: Apache-2.0 */
/* How threads, programs and plugins end while a writer is open: cancelled, by exit, unloaded. */
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "own_writer.h"
#include "suite.h"
#include "tblog/write/writer.h"

enum { VALUES = 100 };

static tblog_writer *open_kind(size_t queue_bytes, tblog_compression compression, int no_flush) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.flush_interval_s = -1; /* nothing gets into the file but by the end */
    options.queue_bytes = queue_bytes;
    options.compression = compression;
    options.no_exit_flush = no_flush;
    return open_with(&options);
}

static void log_values(tblog_writer *writer) {
    for (int64_t step = 0; step < VALUES; step++) tblog_scalar(writer, "a", step, 1);
}

/* The values of the one file in the folder; they must be the first ones, in order. */
static int64_t values_in_file(void) {
    char *path = only_file(folder);
    tblog_record record;
    tblog_event event;
    int64_t count = 0;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    while (tblog_reader_next(reader, &record, &err) == TBLOG_OK) {
        ck_assert_int_eq(tblog_event_decode(&record, &event, &err), TBLOG_OK);
        if (event.kind != TBLOG_EVENT_SUMMARY) continue;
        ck_assert_int_eq(event.step, count);
        count++;
    }
    tblog_reader_close(reader);
    free(path);
    return count;
}

/* Whether the child ends well, in time. */
static void assert_ends(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", (unsigned)status);
}

static pid_t fork_with_alarm(void) {
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL);
        alarm(600);
    }
    return child;
}

/* ---- by exit ---- */

static void assert_exit_leaves(size_t queue_bytes, tblog_compression compression, int no_flush,
                               int64_t values) {
    pid_t child = fork_with_alarm();
    if (child == 0) {
        log_values(open_kind(queue_bytes, compression, no_flush));
        exit(0);
    }
    assert_ends(child);
    ck_assert_int_eq(values_in_file(), values);
    temp_folder_remove(folder);
    folder = temp_folder_new();
}

START_TEST(a_program_that_exits_loses_nothing) {
    for (int i = TBLOG_COMPRESSION_NONE; i <= TBLOG_COMPRESSION_ZLIB; i++) {
        assert_exit_leaves(0, (tblog_compression)i, 0, VALUES);
        assert_exit_leaves(1 << 16, (tblog_compression)i, 0, VALUES);
        assert_exit_leaves(1, (tblog_compression)i, 0, VALUES);
    }
}
END_TEST

START_TEST(that_can_be_turned_off) {
    assert_exit_leaves(0, TBLOG_COMPRESSION_NONE, 1, 0);
}
END_TEST

static tblog_writer *left_open;

static void log_last_value(void) {
    tblog_scalar(left_open, "a", VALUES, 1);
}

START_TEST(what_is_logged_at_exit_is_in_the_file_too) {
    pid_t child = fork_with_alarm();
    if (child == 0) {
        atexit(log_last_value);
        log_values(left_open = open_kind(0, TBLOG_COMPRESSION_NONE, 0));
        exit(0);
    }
    assert_ends(child);
    ck_assert_int_eq(values_in_file(), VALUES + 1);
}
END_TEST

START_TEST(a_writer_that_is_closed_is_not_flushed_again) {
    pid_t child = fork_with_alarm();
    if (child == 0) {
        tblog_writer *writers[3];
        for (int i = 0; i < 3; i++) writers[i] = open_kind(0, TBLOG_COMPRESSION_NONE, i == 1);
        for (int i = 0; i < 3; i++) tblog_writer_close(writers[(i + 1) % 3], NULL);
        exit(0); /* a sanitizer would find what is used after it was freed */
    }
    assert_ends(child);
}
END_TEST

/* What waits in the buffer is the parent's, and is written once. */
START_TEST(a_forked_process_that_exits_writes_nothing) {
    for (size_t queue_bytes = 0; queue_bytes <= 1 << 16; queue_bytes += 1 << 16) {
        if (queue_bytes && FORK_BESIDE_THREADS_HANGS) break;
        tblog_writer *writer = open_kind(queue_bytes, TBLOG_COMPRESSION_NONE, 0);
        log_values(writer);
        pid_t child = fork_with_alarm();
        if (child == 0) exit(0);
        assert_ends(child);
        event_file file = close_and_read(writer);
        ck_assert_uint_eq(file.count, 1 + VALUES);
        event_file_free(&file);
    }
}
END_TEST

static void *take_lock_and_sleep(void *context) {
    tblog_writer *writer = context;
    pthread_mutex_lock(&writer->lock);
    pause(); /* for good: no signal comes */
    return NULL;
}

START_TEST(a_thread_that_keeps_a_writer_is_not_waited_for) {
    pid_t child = fork_with_alarm();
    if (child == 0) {
        pthread_t thread;
        tblog_writer *writer = open_kind(0, TBLOG_COMPRESSION_NONE, 0);
        pthread_create(&thread, NULL, take_lock_and_sleep, writer);
        while (pthread_mutex_trylock(&writer->lock) == 0) pthread_mutex_unlock(&writer->lock);
        exit(0);
    }
    assert_ends(child);
}
END_TEST

static void *open_and_close(void *unused) {
    (void)unused;
    for (int i = 0; i < 1000000; i++) {
        tblog_writer *writer = tblog_writer_open(folder, NULL, NULL);
        unlink(tblog_writer_path(writer));
        tblog_writer_close(writer, NULL);
    }
    return NULL;
}

/* Whatever another thread was doing when it was forked; each time it may be the first to open. */
START_TEST(a_forked_process_may_log_by_a_writer_of_its_own) {
    if (FORK_BESIDE_THREADS_HANGS) return;
    char *mine = path_of("%s/mine", folder);
    for (int round = 0; round < 5; round++) {
        pid_t parent = fork_with_alarm();
        for (int i = 0; i < 20 && parent == 0; i++) {
            pthread_t thread;
            if (i == 0) pthread_create(&thread, NULL, open_and_close, NULL);
            pid_t child = fork_with_alarm();
            if (child == 0) {
                log_values(tblog_writer_open(mine, NULL, NULL));
                exit(0);
            }
            int status;
            waitpid(child, &status, 0);
            if (status) _exit(1);
        }
        if (parent == 0) _exit(0);
        assert_ends(parent);
    }
    free(mine);
}
END_TEST

/* The same for certain: at exit this thread has the library's lock while another one forks. */
static struct forker {
    bool started;
    pthread_t thread;
    int status; /* of the process that it forked */
} forker;

static void *fork_and_log(void *unused) {
    (void)unused;
    pid_t child = fork_with_alarm();
    if (child == 0) {
        tblog_writer_close(tblog_writer_open(folder, NULL, NULL), NULL);
        _exit(0);
    }
    waitpid(child, &forker.status, 0);
    return NULL;
}

static void start_to_fork(void *unused) {
    (void)unused;
    forker.started = true;
    pthread_create(&forker.thread, NULL, fork_and_log, NULL);
    usleep(200000); /* with the lock */
}

/* After everything that is done at exit. */
__attribute__((destructor)) static void see_what_was_forked(void) {
    if (!forker.started) return;
    pthread_join(forker.thread, NULL);
    if (forker.status) _exit(1);
}

START_TEST(a_fork_waits_for_the_lock_that_the_child_would_find_locked) {
#ifndef __GLIBC__ /* musl: the fork waits for the destructor that waits for it */
    SKIP("this C library cannot fork while its destructors run");
#endif
    pid_t child = fork_with_alarm();
    if (child == 0) {
        tblog__at_exit entry = {.end = start_to_fork};
        tblog__at_exit_add(&entry);
        exit(0);
    }
    assert_ends(child);
}
END_TEST

/* ---- cancelled ---- */

static void *log_until_cancelled(void *context) {
    for (int64_t step = 0; step < INT64_MAX; step++) {
        tblog_scalar(context, "theirs", step, 1);
        tblog_writer_flush(context, NULL);
    }
    return NULL;
}

START_TEST(a_cancelled_thread_leaves_the_writer_to_others) {
    for (size_t queue_bytes = 0; queue_bytes <= 4096; queue_bytes += 4096) {
        tblog_writer *writer = open_kind(queue_bytes, TBLOG_COMPRESSION_NONE, 0);
        for (int i = 0; i < 100; i++) {
            pthread_t thread;
            void *result;
            pthread_create(&thread, NULL, log_until_cancelled, writer);
            usleep(500);
            pthread_cancel(thread);
            pthread_join(thread, &result);
            ck_assert(result == PTHREAD_CANCELED);
            ck_assert_int_eq(tblog_scalar(writer, "mine", i, 1), TBLOG_OK);
        }
        ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    }
}
END_TEST

/* A thread that has turned cancelling off finds it so again. */
START_TEST(whether_a_thread_may_be_cancelled_stays_as_it_is) {
    int state;
    tblog_writer *writer = open_kind(0, TBLOG_COMPRESSION_NONE, 0);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    tblog_scalar(writer, "a", 0, 1);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
    ck_assert_int_eq(state, PTHREAD_CANCEL_DISABLE);
    tblog_scalar(writer, "a", 1, 1);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
    ck_assert_int_eq(state, PTHREAD_CANCEL_ENABLE);
    tblog_writer_close(writer, NULL);
}
END_TEST

/* ---- unloaded ---- */

static void log_by_plugin(const char *path) {
    void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    void (*log)(const char *) = NULL;
    if (!plugin) _exit(2);
    *(void **)&log = dlsym(plugin, "log_values_and_leave_open");
    log(folder);
    dlclose(plugin);
    usleep(300000); /* the queue's thread continues, if its code is still loaded */
    exit(0);
}

START_TEST(a_plugin_is_unloaded_while_its_writer_is_open) {
    static const char *const plugins[] = {TBLOG_PLUGIN_STATIC, TBLOG_PLUGIN_SHARED};
    for (size_t i = 0; i < 2; i++) {
        pid_t child = fork_with_alarm();
        if (child == 0) log_by_plugin(plugins[i]);
        assert_ends(child);
        ck_assert_int_eq(values_in_file(), VALUES);
        temp_folder_remove(folder);
        folder = temp_folder_new();
    }
}
END_TEST

SUITE_WITH("endings", own_writer_setup, own_folder_teardown, a_program_that_exits_loses_nothing,
           that_can_be_turned_off, what_is_logged_at_exit_is_in_the_file_too,
           a_writer_that_is_closed_is_not_flushed_again, a_forked_process_that_exits_writes_nothing,
           a_thread_that_keeps_a_writer_is_not_waited_for,
           a_forked_process_may_log_by_a_writer_of_its_own,
           a_fork_waits_for_the_lock_that_the_child_would_find_locked,
           a_cancelled_thread_leaves_the_writer_to_others,
           whether_a_thread_may_be_cancelled_stays_as_it_is,
           a_plugin_is_unloaded_while_its_writer_is_open)
