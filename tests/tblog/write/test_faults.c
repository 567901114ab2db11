/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every system call of a writer failed in turn, once and from then on. The linker redirects the
 * library's calls to this file. Whatever fails: a documented status, a message that names the file,
 * whole records only, and nothing that was accepted is missing unless close says so.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "event_file.h"
#include "own_folder.h"
#include "suite.h"

/* ---- the shim ---- */

typedef enum fault { NOTHING, FAIL, SHORT_WRITE } fault;

static struct {
    long count, at; /* calls so far; the one that fails, from 1; 0: none */
    long opening;   /* the calls before the first write: how many depends on where the folder is */
    bool from_then_on;
    fault kind;
    int error;
} shim;

/* Whether this call is one that fails; errno is then set. */
static bool fails(void) {
    shim.count++;
    if (!shim.at || shim.count < shim.at || (shim.count > shim.at && !shim.from_then_on))
        return false;
    errno = shim.error;
    return true;
}

ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode);
int __real_ftruncate(int fd, off_t size);
int __wrap_ftruncate(int fd, off_t size);
int __real_close(int fd);
int __wrap_close(int fd);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_madvise(void *start, size_t size, int advice);
int __wrap_madvise(void *start, size_t size, int advice);

ssize_t __wrap_write(int fd, const void *bytes, size_t size) {
    if (!shim.opening) shim.opening = shim.count;
    if (!fails()) return __real_write(fd, bytes, size);
    if (shim.kind == FAIL) return -1;
    return __real_write(fd, bytes, size / 2 ? size / 2 : 1);
}

int __wrap_open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    /* No other process's file is taken, and the umask decides who may read it. */
    if (flags & O_CREAT) ck_assert((flags & O_EXCL) && mode == 0666);
    return fails() && shim.kind == FAIL ? -1 : __real_open(path, flags, mode);
}

int __wrap_mkdir(const char *path, mode_t mode) {
    return fails() && shim.kind == FAIL ? -1 : __real_mkdir(path, mode);
}

int __wrap_ftruncate(int fd, off_t size) {
    return fails() && shim.kind == FAIL ? -1 : __real_ftruncate(fd, size);
}

/* A descriptor is gone even if close fails. */
int __wrap_close(int fd) {
    bool failing = fails() && shim.kind == FAIL;
    int result = __real_close(fd);
    return failing ? -1 : result;
}

static long syncs; /* calls of fdatasync, or of fsync where there is none */

int __wrap_fdatasync(int fd) {
    syncs++;
    return fails() && shim.kind == FAIL ? -1 : __real_fdatasync(fd);
}

int __wrap_fsync(int fd) {
    syncs++;
    return fails() && shim.kind == FAIL ? -1 : __real_fsync(fd);
}

static bool pretends; /* the system takes any advice, and does not follow it */

int __wrap_madvise(void *start, size_t size, int advice) {
    return pretends ? 0 : __real_madvise(start, size, advice);
}

/* ---- a run of calls ---- */

static tblog_error err;

static void setup(void) {
    own_folder_setup();
    memset(&shim, 0, sizeof shim);
}

static void teardown(void) {
    shim.at = 0;
    own_folder_teardown();
}

/* Steps whose value was accepted; and what close said. */
typedef struct outcome {
    bool opened, accepted[200];
    size_t count;
    tblog_status closed;
    char *path;
} outcome;

enum { STEPS = 100 };

static outcome log_all(const tblog_writer_options *options) {
    outcome o = {0};
    char *run = path_of("%s/a/b", folder);
    memset(&err, 0, sizeof err);
    tblog_writer *writer = tblog_writer_open(run, options, &err);
    o.opened = writer != NULL;
    if (writer) o.path = strdup(tblog_writer_path(writer));
    for (int64_t step = 0; writer && step < STEPS; step++) {
        tblog_status status = tblog_scalar(writer, "loss", step, 1);
        ck_assert(status == TBLOG_OK || status == TBLOG_ERR_IO);
        o.accepted[step] = status == TBLOG_OK;
        o.count += status == TBLOG_OK;
        if (step % 7 == 0) tblog_writer_flush(writer, &err);
    }
    o.closed = writer ? tblog_writer_close(writer, &err) : TBLOG_OK;
    free(run);
    return o;
}

/* Records are whole, their steps ascend, and all accepted ones are there if close was content. */
static void assert_sound(const outcome *o) {
    tblog_error reason;
    tblog_record record;
    tblog_event event;
    tblog_status status;
    bool found[STEPS] = {false};
    int64_t last = -1;
    tblog_reader *reader = tblog_reader_open(o->path, NULL, &reason);
    ck_assert_msg(reader != NULL, "%s", reason.message);
    while ((status = tblog_reader_next(reader, &record, &reason)) == TBLOG_OK) {
        ck_assert_int_eq(tblog_event_decode(&record, &event, &reason), TBLOG_OK);
        if (event.kind != TBLOG_EVENT_SUMMARY) continue;
        ck_assert_int_gt(event.step, last);
        last = event.step;
        found[event.step] = true;
    }
    /* Where even cutting failed, one torn record may be left at the end. */
    ck_assert_msg(status == TBLOG_END || (status == TBLOG_ERR_TRUNCATED && o->closed), "%s",
                  reason.message);
    tblog_reader_close(reader);
    for (int step = 0; step < STEPS; step++)
        ck_assert_msg(!o->accepted[step] || found[step] || o->closed, "step %d is lost", step);
}

/* The calls before the first write. */
static long calls_of_opening(const tblog_writer_options *options) {
    memset(&shim, 0, sizeof shim);
    outcome o = log_all(options);
    free(o.path);
    own_folder_teardown();
    own_folder_setup();
    return shim.opening;
}

/* Fail the n-th call for every n, until a run passes untouched; returns how many runs failed. */
static size_t fail_each(const tblog_writer_options *options, fault kind, int error, bool on) {
    size_t failed = 0;
    for (long n = 1;; n++) {
        memset(&shim, 0, sizeof shim);
        shim.kind = kind, shim.error = error, shim.from_then_on = on, shim.at = n;
        outcome o = log_all(options);
        long calls = shim.count;
        shim.at = 0;
        if (!o.opened) {
            ck_assert_int_eq(err.status, TBLOG_ERR_IO);
            ck_assert_int_eq(err.message[0], '/'); /* the folder or file that failed */
            ck_assert_ptr_nonnull(strstr(err.message, strerror(error)));
        } else {
            if (o.closed) {
                ck_assert_ptr_nonnull(strstr(err.message, o.path));
                ck_assert_ptr_nonnull(strstr(err.message, strerror(error)));
            }
            assert_sound(&o);
        }
        failed += !o.opened || o.closed != TBLOG_OK;
        free(o.path);
        own_folder_teardown();
        own_folder_setup();
        if (calls < n) return failed;
        ck_assert_int_lt(n, 2000);
    }
}

static tblog_writer_options small_buffer(int sync) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.buffer_bytes = 400;
    options.sync = sync;
    return options;
}

START_TEST(each_call_fails_once_and_from_then_on) {
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EROFS, EBADF};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        for (int sync = 0; sync < 2; sync++) {
            tblog_writer_options options = small_buffer(sync);
            fail_each(&options, FAIL, errors[i], false);
            ck_assert_uint_gt(fail_each(&options, FAIL, errors[i], true), 10);
        }
}
END_TEST

START_TEST(short_writes_and_interruptions_do_no_harm) {
    tblog_writer_options options = small_buffer(0);
    ck_assert_uint_eq(fail_each(&options, SHORT_WRITE, 0, false), 0);
    ck_assert_uint_eq(fail_each(&options, SHORT_WRITE, 0, true), 0);
}
END_TEST

/* Only write(2) is tried again when a signal interrupts it. */
START_TEST(an_interrupted_write_is_tried_again) {
    tblog_writer_options options = small_buffer(0);
    long opening = calls_of_opening(&options);
    for (long n = opening + 1; n < opening + 15; n++) {
        memset(&shim, 0, sizeof shim);
        shim.kind = FAIL, shim.error = EINTR, shim.at = n;
        outcome o = log_all(&options);
        ck_assert_int_eq(o.closed, TBLOG_OK);
        ck_assert_uint_eq(o.count, STEPS);
        shim.at = 0;
        assert_sound(&o);
        free(o.path);
        own_folder_teardown();
        own_folder_setup();
    }
}
END_TEST

/* A queue's thread meets the same faults; a status may come at a later call. */
START_TEST(a_queue_meets_the_same_faults) {
    tblog_writer_options options = small_buffer(0);
    options.queue_bytes = 4096;
    long opening = calls_of_opening(&options);
    for (long n = opening + 2; n < opening + 35; n += 3) { /* after the version */
        memset(&shim, 0, sizeof shim);
        shim.kind = FAIL, shim.error = ENOSPC, shim.from_then_on = true, shim.at = n;
        outcome o = log_all(&options);
        shim.at = 0;
        ck_assert_int_eq(o.closed, TBLOG_ERR_IO);
        memset(o.accepted, 0, sizeof o.accepted); /* accepted is what was queued */
        assert_sound(&o);
        free(o.path);
        own_folder_teardown();
        own_folder_setup();
    }
}
END_TEST

START_TEST(a_compressed_file_keeps_what_was_flushed) {
    tblog_writer_options options = small_buffer(0);
    options.compression = TBLOG_COMPRESSION_GZIP;
    long opening = calls_of_opening(&options);
    for (long n = opening - 1; n < opening + 25; n++) {
        memset(&shim, 0, sizeof shim);
        shim.kind = FAIL, shim.error = ENOSPC, shim.from_then_on = true, shim.at = n;
        outcome o = log_all(&options);
        shim.at = 0;
        if (o.opened && o.closed) assert_sound(&o);
        free(o.path);
        own_folder_teardown();
        own_folder_setup();
    }
}
END_TEST

/* ---- what no shim is needed for ---- */

START_TEST(a_file_size_limit_does_not_kill) {
    pid_t child = fork();
    if (child == 0) { /* SIGXFSZ has its default action, which is death */
        struct rlimit limit = {3000, 3000};
        tblog_writer *writer = tblog_writer_open(folder, NULL, &err);
        setrlimit(RLIMIT_FSIZE, &limit);
        for (int step = 0; step < 1000; step++) tblog_scalar(writer, "a", step, 1);
        tblog_status flushed = tblog_writer_flush(writer, &err);
        tblog_status closed = tblog_writer_close(writer, &err);
        _exit(flushed == TBLOG_ERR_IO && closed == TBLOG_ERR_IO ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    char *path = only_file(folder);
    event_file file = event_file_read(path); /* fails the test on a torn record */
    ck_assert_uint_gt(file.count, 10);
    event_file_free(&file);
    free(path);
}
END_TEST

/* The program's own SIGXFSZ, which it holds back, is not eaten. */
START_TEST(a_pending_signal_stays) {
    sigset_t signals, pending;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    raise(SIGXFSZ);
    struct rlimit limit = {100, RLIM_INFINITY}, none = {RLIM_INFINITY, RLIM_INFINITY};
    tblog_writer *writer = tblog_writer_open(folder, NULL, &err);
    setrlimit(RLIMIT_FSIZE, &limit);
    tblog_scalar(writer, "a", 0, 1);
    tblog_status status = tblog_writer_flush(writer, &err);
    setrlimit(RLIMIT_FSIZE, &none);
    ck_assert_int_eq(status, TBLOG_ERR_IO);
    sigpending(&pending);
    ck_assert(sigismember(&pending, SIGXFSZ));
    signal(SIGXFSZ, SIG_IGN); /* which takes it away */
    tblog_writer_close(writer, NULL);
}
END_TEST

static void assert_child_is_refused(size_t queue_bytes) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = queue_bytes;
    options.suffix = queue_bytes ? ".async" : ".sync";
    tblog_writer *writer = tblog_writer_open(folder, &options, &err);
    char *path = strdup(tblog_writer_path(writer));
    tblog_scalar(writer, "a", 0, 1); /* waits in the buffer */
    pid_t child = fork();
    if (child == 0) {
        int good = tblog_scalar(writer, "a", 1, 1) == TBLOG_ERR_ARGUMENT &&
                   tblog_writer_flush(writer, &err) == TBLOG_ERR_ARGUMENT &&
                   strstr(err.message, "forked") != NULL &&
                   tblog_writer_close(writer, &err) == TBLOG_ERR_ARGUMENT;
        _exit(good ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_int_eq(tblog_scalar(writer, "a", 2, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, 3); /* each value once */
    ck_assert_int_eq(file.records[2].event->step, 2);
    event_file_free(&file);
    free(path);
}

START_TEST(a_forked_process_cannot_use_the_writer) {
    for (int i = 0; i < 2; i++) {
        pretends = i;
        assert_child_is_refused(0);
        if (!FORK_BESIDE_THREADS_HANGS) assert_child_is_refused(1 << 16);
    }
}
END_TEST

START_TEST(a_file_that_was_removed_is_reported) {
    tblog_writer *writer = tblog_writer_open(folder, NULL, &err);
    tblog_scalar(writer, "a", 0, 1);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
    unlink(tblog_writer_path(writer));
    tblog_scalar(writer, "a", 1, 1);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, strerror(ENOENT)));
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_IO);
    writer = tblog_writer_open(folder, NULL, &err); /* and when all had been written */
    unlink(tblog_writer_path(writer));
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_IO);
}
END_TEST

START_TEST(with_sync_what_is_flushed_or_closed_is_on_disk) {
    for (int sync = 0; sync < 2; sync++) {
        tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
        options.sync = sync;
        tblog_writer *writer = tblog_writer_open(folder, &options, &err);
        tblog_scalar(writer, "a", 0, 1);
        tblog_scalar(writer, "a", 1, 1);
        long before = syncs;
        ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
        ck_assert_int_eq(syncs - before, sync);
        tblog_scalar(writer, "a", 2, 1);
        ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
        ck_assert_int_eq(syncs - before, 2 * sync);
    }
}
END_TEST

static double clock_backwards(void *context) {
    double *now = context;
    return *now -= 10;
}

START_TEST(a_clock_that_goes_backwards_is_written_as_it_goes) {
    double now = 1e9;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_backwards;
    options.clock_context = &now;
    tblog_writer *writer = tblog_writer_open(folder, &options, &err);
    for (int step = 0; step < 5; step++)
        ck_assert_int_eq(tblog_scalar(writer, "a", step, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    char *path = only_file(folder);
    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, 6);
    ck_assert(file.records[5].event->wall_time < file.records[1].event->wall_time);
    event_file_free(&file);
    free(path);
}
END_TEST

SUITE_WITH("faults", setup, teardown, each_call_fails_once_and_from_then_on,
           short_writes_and_interruptions_do_no_harm, an_interrupted_write_is_tried_again,
           a_queue_meets_the_same_faults, a_compressed_file_keeps_what_was_flushed,
           a_file_size_limit_does_not_kill, a_pending_signal_stays,
           a_forked_process_cannot_use_the_writer, a_file_that_was_removed_is_reported,
           with_sync_what_is_flushed_or_closed_is_on_disk,
           a_clock_that_goes_backwards_is_written_as_it_goes)
