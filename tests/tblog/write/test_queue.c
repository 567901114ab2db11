/* SPDX-License-Identifier: Apache-2.0 */
/* Writers with a queue: the same file, the same errors, another thread. */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "own_writer.h"
#include "suite.h"
#include "tblog/write/queue.h"

static tblog_writer *open_queued(size_t queue_bytes, tblog_when_full when_full,
                                 const char *suffix) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at_7;
    options.queue_bytes = queue_bytes;
    options.when_full = when_full;
    options.suffix = suffix;
    return open_with(&options);
}

static tblog_writer *open_async(void) {
    return open_queued(1 << 16, TBLOG_WHEN_FULL_BLOCK, NULL);
}

/* Log something by every one-line function and by the general one. The arguments are overwritten
 * after each call. */
static void log_every_kind(tblog_writer *w, int64_t step) {
    char tag[32] = "scalar";
    float x[24];
    uint8_t bytes[64];
    int32_t faces[3] = {0, 1, 2};
    tblog_plugin plugin = {"mine", bytes, 3};
    tblog_summary *summary = tblog_summary_new();
    for (size_t i = 0; i < 24; i++) x[i] = (float)((double)i / 24);
    for (size_t i = 0; i < 64; i++) bytes[i] = (uint8_t)(i % 2);
#define LOG(name, call)                                                                            \
    do {                                                                                           \
        strcpy(tag, name);                                                                         \
        ck_assert_int_eq(call, TBLOG_OK);                                                          \
        memset(tag, '!', sizeof tag - 1);                                                          \
    } while (0)
    LOG("scalar", tblog_scalar(w, tag, step, 0.5));
    LOG("histogram", tblog_histogram(w, tag, step, x, 24));
    LOG("image", tblog_image(w, tag, step, TBLOG_ARRAY(TBLOG_UINT8, bytes, 8, 8, 1)));
    LOG("weight", tblog_weight_image(w, tag, step, TBLOG_ARRAY(TBLOG_FLOAT32, x, 4, 6)));
    LOG("{\"a\": 1}", tblog_keras_model(w, step, tag, 8));
    LOG("text", tblog_text(w, tag, step, "*text*"));
    LOG("audio", tblog_audio(w, tag, step, TBLOG_ARRAY(TBLOG_FLOAT32, x, 1, 24, 1), 8000));
    LOG("curve", tblog_pr_curve(w, tag, step, bytes, x, 24));
    LOG("mesh", tblog_mesh(w, tag, step, TBLOG_ARRAY(TBLOG_FLOAT32, x, 1, 3, 3),
                           TBLOG_ARRAY(TBLOG_INT32, faces, 1, 1, 3), NULL));
    LOG("tensor", tblog_tensor(w, tag, step, TBLOG_ARRAY(TBLOG_FLOAT32, x, 24), &plugin));
    LOG("summary", tblog_summary_scalar(summary, tag, 1, NULL));
    ck_assert_int_eq(tblog_writer_add(w, step, TBLOG_NOW, summary, &err), TBLOG_OK);
    memset(x, 0, sizeof x);
    memset(bytes, 0, sizeof bytes);
    tblog_summary_free(summary);
#undef LOG
}

static file_bytes every_kind_with(size_t queue_bytes, const char *suffix) {
    tblog_writer *writer = open_queued(queue_bytes, TBLOG_WHEN_FULL_BLOCK, suffix);
    char *path = strdup(tblog_writer_path(writer));
    for (int64_t step = 0; step < 50; step++) log_every_kind(writer, step);
    ck_assert_msg(tblog_writer_close(writer, &err) == TBLOG_OK, "%s", err.message);
    file_bytes bytes = file_read(path);
    free(path);
    return bytes;
}

/* A queue that has room, one that is mostly full, and one that no array fits into. */
START_TEST(the_file_is_that_of_a_writer_without_a_queue) {
    static const size_t sizes[] = {1 << 20, 4096, 600, 1};
    file_bytes want = every_kind_with(0, ".sync");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        file_bytes got = every_kind_with(sizes[i], NULL);
        ck_assert_uint_eq(got.size, want.size);
        ck_assert_mem_eq(got.bytes, want.bytes, want.size);
        free(got.bytes);
    }
    free(want.bytes);
}
END_TEST

/* Read on until a value of the tag at the step; false if the file ends before. */
static bool comes(tblog_reader *reader, const char *tag, int64_t step) {
    tblog_record record;
    tblog_event event;
    tblog_value value;
    while (tblog_reader_next(reader, &record, NULL) == TBLOG_OK) {
        ck_assert_int_eq(tblog_event_decode(&record, &event, &err), TBLOG_OK);
        while (tblog_event_next_value(&event, &value, NULL) == TBLOG_OK)
            if (event.step == step && value.tag.size == strlen(tag) &&
                memcmp(value.tag.data, tag, value.tag.size) == 0)
                return true;
    }
    return false;
}

static void *log_some(void *context) {
    for (int64_t step = 0; step < 50000; step++) tblog_scalar(context, "theirs", step, 1);
    return NULL;
}

static atomic_bool enough;

static void *log_until_told(void *context) {
    tblog_writer *writer = context;
    for (int64_t step = 0; !atomic_load(&enough); step++) tblog_scalar(writer, "a", step, 1);
    return NULL;
}

START_TEST(many_threads_log_completely_and_each_in_order) {
    tblog_writer *writer = open_async();
    log_from_threads(writer);
    event_file file = close_and_read(writer);
    assert_logged_from_threads(&file);
    event_file_free(&file);
}
END_TEST

START_TEST(what_finds_the_queue_full_is_dropped_and_counted) {
    tblog_writer *writer = open_queued(2048, TBLOG_WHEN_FULL_DROP, NULL);
    float values[1000] = {0};
    ck_assert_int_eq(tblog_histogram(writer, "never fits", 0, values, 1000), TBLOG_OK);
    ck_assert_uint_eq(tblog_writer_dropped(writer), 1);
    log_from_threads(writer);
    uint64_t dropped = tblog_writer_dropped(writer);
    event_file file = close_and_read(writer);
    ck_assert_uint_eq(file.count + dropped, 1 + 1 + LOGGED_FROM_THREADS);
    event_file_free(&file);
}
END_TEST

START_TEST(what_the_thread_refuses_is_reported_once) {
    const float x = 1;
    tblog_writer *writer = open_async();
    ck_assert_int_eq(tblog_scalar(writer, "a", 0, 1), TBLOG_OK);
    ck_assert_int_eq(tblog_histogram(writer, "a", 0, &x, 1), TBLOG_OK); /* found out later */
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "'a' is logged as scalars already"));
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);

    tblog_status status = tblog_text(writer, "a", 0, "x"); /* at some later call */
    for (int i = 0; i < 1000000 && !status; i++) status = tblog_scalar(writer, "a", i, 1);
    ck_assert_int_eq(status, TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);

    ck_assert_int_eq(tblog_text(writer, "a", 0, "x"), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_ARGUMENT);
}
END_TEST

/* Each value of its own: an earlier failure that is reported meanwhile stops none of them. */
START_TEST(every_value_of_a_summary_counts_whatever_failed_before) {
    enum { VALUES = 50 };
    tblog_writer *writer = open_async();
    tblog_summary *summary = tblog_summary_new();
    for (int i = 0; i < VALUES; i++) {
        char tag[8];
        snprintf(tag, sizeof tag, "tag%d", i);
        tblog_summary_scalar(summary, tag, i, NULL);
    }
    for (int round = 0; round < 100; round++) {
        tblog_image(writer, "i", 0, NULL); /* refused, but later */
        tblog_writer_add_each(writer, round, TBLOG_NOW, summary, &err);
    }
    tblog_summary_free(summary);
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(file.count, 1 + 100 * VALUES);
    event_file_free(&file);
}
END_TEST

START_TEST(what_cannot_even_be_copied_is_refused_at_once) {
    tblog_writer *writer = open_async();
    const tblog_plugin nobody = {NULL, NULL, 0};
    const tblog_array *one = TBLOG_ARRAY(TBLOG_UINT8, "x", 1);
    ck_assert_int_eq(tblog_scalar(writer, NULL, 0, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_scalar(writer, "\xff", 0, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_histogram(writer, "h", 0, NULL, 3), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_text(writer, "t", 0, NULL), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_keras_model(writer, 0, NULL, 5), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_tensor(writer, "x", 0, one, &nobody), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_add_event(writer, "\xff\xff", 2, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_image(writer, "i", 0, NULL), TBLOG_OK); /* known by its kind only */
    tblog_writer_flush(writer, NULL);
    ck_assert_uint_eq(tblog_writer_failed(writer), 8);
    ck_assert_str_eq(tblog_writer_error(writer)->message, "the tag is empty");
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_ARGUMENT);
}
END_TEST

/* Whatever its parent's threads were doing when it was forked. */
START_TEST(a_forked_process_may_ask_how_many_values_were_dropped) {
    tblog_writer *writer = open_queued(2048, TBLOG_WHEN_FULL_DROP, NULL);
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, log_until_told, writer);
    for (int i = 0; i < 300; i++) {
        pid_t child = fork();
        if (child == 0) {
            alarm(600); /* rather than hang */
            uint64_t dropped = tblog_writer_dropped(writer);
            bool refused = tblog_writer_error(writer)->status == TBLOG_ERR_ARGUMENT &&
                           strstr(tblog_writer_error(writer)->message, "daemon()");
            _exit(dropped < UINT64_MAX && refused ? 0 : 1);
        }
        int status;
        waitpid(child, &status, 0);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    atomic_store(&enough, true);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    tblog_writer_close(writer, NULL);
}
END_TEST

/* A worker whose calls do what their number says. */
enum { PUSH_A_BLOCKING_CALL = 1, BLOCK = 2 };

typedef struct stage {
    tblog__queue *queue;
    sem_t let_go;
    atomic_int blocked;
} stage;

static tblog_status act(void *context, const tblog__log_call *call, tblog_error *reason) {
    stage *s = context;
    (void)reason;
    if (call->number == PUSH_A_BLOCKING_CALL)
        tblog__queue_push(s->queue, &(tblog__log_call){.number = BLOCK}, NULL);
    if (call->number == BLOCK) {
        atomic_store(&s->blocked, 1);
        sem_wait(&s->let_go);
        atomic_store(&s->blocked, 2);
    }
    return TBLOG_OK;
}

static double never(void *context, tblog_error *reason) {
    (void)context, (void)reason;
    return -1;
}

/* What comes after a flush does not end here: if it were waited for, this test would not end. */
START_TEST(a_flush_waits_only_for_what_was_logged_before_it) {
    stage s = {0};
    sem_init(&s.let_go, 0, 0);
    s.queue = tblog__queue_open(1 << 16, TBLOG_WHEN_FULL_BLOCK,
                                (tblog__queue_worker){act, never, &s}, &err);
    ck_assert_ptr_nonnull(s.queue);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(tblog__queue_push(s.queue, &(tblog__log_call){0}, NULL), TBLOG_OK);
    const tblog__log_call flush = {.number = PUSH_A_BLOCKING_CALL};
    ck_assert_int_eq(tblog__queue_finish(s.queue, &flush, NULL), TBLOG_OK);
    ck_assert_int_lt(atomic_load(&s.blocked), 2);
    sem_post(&s.let_go);
    tblog__queue_close(s.queue);
    ck_assert_int_eq(atomic_load(&s.blocked), 2);
    sem_destroy(&s.let_go);
}
END_TEST

/* One half takes calls while the thread carries out those of the other one. */
START_TEST(half_of_the_bytes_is_filled) {
    enum { BYTES = 1 << 16 };
    stage s = {0};
    const tblog__log_call block = {.number = BLOCK}, call = {0};
    const size_t size = tblog__log_call_size(&call), overhead = 64; /* at most, for each */
    sem_init(&s.let_go, 0, 0);
    s.queue =
        tblog__queue_open(BYTES, TBLOG_WHEN_FULL_DROP, (tblog__queue_worker){act, never, &s}, &err);
    ck_assert_ptr_nonnull(s.queue);
    ck_assert_int_eq(tblog__queue_push(s.queue, &block, NULL), TBLOG_OK);
    while (!atomic_load(&s.blocked)) usleep(1000);
    size_t taken = 0;
    for (; !tblog__queue_dropped(s.queue) && taken < BYTES; taken++)
        tblog__queue_push(s.queue, &call, NULL);
    taken--;
    ck_assert_uint_le(taken * size, BYTES / 2);
    ck_assert_uint_gt((taken + 1) * (size + overhead), BYTES / 2);
    sem_post(&s.let_go);
    tblog__queue_close(s.queue);
    sem_destroy(&s.let_go);
}
END_TEST

START_TEST(a_flush_has_every_value_before_it_in_the_file) {
    static const size_t sizes[] = {1, 2048, 1 << 16};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        tblog_writer *writer = open_queued(sizes[i], TBLOG_WHEN_FULL_BLOCK, i ? NULL : ".tiny");
        tblog_reader *reader = tblog_reader_open(tblog_writer_path(writer), NULL, &err);
        pthread_t other;
        pthread_create(&other, NULL, log_some, writer);
        for (int64_t step = 0; step < 30; step++) {
            ck_assert_int_eq(tblog_scalar(writer, "mine", step, 1), TBLOG_OK);
            ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
            ck_assert(comes(reader, "mine", step));
        }
        pthread_join(other, NULL);
        tblog_reader_close(reader);
        tblog_writer_close(writer, NULL);
    }
}
END_TEST

static void wait_until_longer(const char *path, off_t *size) {
    struct stat info = {0};
    for (int i = 0; i < 6000 && info.st_size <= *size; i++) {
        usleep(10000);
        ck_assert_int_eq(stat(path, &info), 0);
    }
    ck_assert_int_gt(info.st_size, *size);
    *size = info.st_size;
}

/* What is logged and no other call: the first value, which does not wait; then one in the buffer,
 * or one that zlib holds back. */
static void assert_reaches_the_file(tblog_compression compression, size_t size) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = 1 << 20;
    options.flush_interval_s = .05;
    options.compression = compression;
    options.suffix = size > 1 ? ".large" : ".small";
    char *text = calloc(size + 1, 1);
    memset(text, 'x', size);
    tblog_writer *writer = tblog_writer_open(folder, &options, &err);
    struct stat info;
    ck_assert_int_eq(stat(tblog_writer_path(writer), &info), 0);
    tblog_scalar(writer, "first", 1, 1);
    wait_until_longer(tblog_writer_path(writer), &info.st_size);
    tblog_text(writer, "a", 1, text);
    wait_until_longer(tblog_writer_path(writer), &info.st_size);
    tblog_writer_close(writer, NULL);
    free(text);
}

START_TEST(a_value_reaches_the_file_when_the_interval_is_over) {
    for (int i = TBLOG_COMPRESSION_NONE; i <= TBLOG_COMPRESSION_ZLIB; i++) {
        assert_reaches_the_file((tblog_compression)i, 1);
        assert_reaches_the_file((tblog_compression)i, 100000);
    }
}
END_TEST

static volatile sig_atomic_t signals;

static void count_signal(int number) {
    (void)number;
    signals++;
}

/* A program that holds a signal back in its threads must not get it in the writer's. */
START_TEST(no_signal_is_handled_in_the_thread) {
    sigset_t usr1;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    signal(SIGUSR1, count_signal);
    tblog_writer *writer = open_async();
    tblog_scalar(writer, "a", 0, 0);
    sigprocmask(SIG_BLOCK, &usr1, NULL);
    kill(getpid(), SIGUSR1);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK); /* the thread has run since */
    ck_assert_int_eq(signals, 0);
    sigprocmask(SIG_UNBLOCK, &usr1, NULL);
    ck_assert_int_eq(signals, 1);
    tblog_writer_close(writer, NULL);
}
END_TEST

START_TEST(a_full_disk_is_reported_and_nothing_that_fits_is_lost) {
    signal(SIGXFSZ, SIG_IGN);
    tblog_writer *writer = open_async();
    struct rlimit limit = {1000, RLIM_INFINITY}, no_limit = {RLIM_INFINITY, RLIM_INFINITY};
    for (int step = 0; step < 100; step++)
        ck_assert_int_eq(tblog_scalar(writer, "a", step, step), TBLOG_OK);
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, tblog_writer_path(writer)));
    setrlimit(RLIMIT_FSIZE, &no_limit);
    event_file file = close_and_read(writer);
    ck_assert_uint_eq(file.count, 101);
    event_file_free(&file);
}
END_TEST

SUITE_WITH("queue", own_writer_setup, own_folder_teardown,
           the_file_is_that_of_a_writer_without_a_queue,
           many_threads_log_completely_and_each_in_order,
           what_finds_the_queue_full_is_dropped_and_counted,
           what_the_thread_refuses_is_reported_once,
           every_value_of_a_summary_counts_whatever_failed_before,
           what_cannot_even_be_copied_is_refused_at_once,
           a_flush_waits_only_for_what_was_logged_before_it, half_of_the_bytes_is_filled,
           a_flush_has_every_value_before_it_in_the_file,
           a_forked_process_may_ask_how_many_values_were_dropped,
           a_value_reaches_the_file_when_the_interval_is_over, no_signal_is_handled_in_the_thread,
           a_full_disk_is_reported_and_nothing_that_fits_is_lost)
