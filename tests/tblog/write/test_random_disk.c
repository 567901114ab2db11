/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writers on a disk at which anything happens: it fills up and has space again, calls are
 * interrupted or write a part, files are cut, replaced, removed, and their folder is renamed, at
 * random, in all modes. What flush and close reported is compared with what a reader finds.
 *
 * RANDOM_DISK_SEEDS=100000 test_random_disk tries so many instead of a few.
 */
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "any_number.h"
#include "own_folder.h"
#include "suite.h"

/* ---- the disk: the linker redirects the library's calls to this file ---- */

static atomic_long disk_end, calls; /* how long a file may be */
static atomic_bool cannot_shorten;

ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __real_ftruncate(int fd, off_t size);
int __wrap_ftruncate(int fd, off_t size);

ssize_t __wrap_write(int fd, const void *bytes, size_t size) {
    long room = atomic_load(&disk_end) - (long)lseek(fd, 0, SEEK_CUR);
    long call = atomic_fetch_add(&calls, 1);
    if (room <= 0 || call % 7 == 0) {
        errno = room <= 0 ? ENOSPC : EINTR;
        return -1;
    }
    if (call % 5 == 0) size = (size + 1) / 2;
    return __real_write(fd, bytes, size < (size_t)room ? size : (size_t)room);
}

int __wrap_ftruncate(int fd, off_t size) {
    if (!atomic_load(&cannot_shorten)) return __real_ftruncate(fd, size);
    errno = EIO;
    return -1;
}

/* ---- one writer's life ---- */

enum { MOST = 150 };

static struct {
    uint64_t seed, random;
    tblog_writer_options options;
    tblog_writer *writer;
    char *path;       /* where the file is now */
    int64_t count;    /* values logged: the steps below */
    int64_t flushed;  /* of those, how many a flush reported as written */
    bool sure[MOST];  /* accepted, and nothing was reported that it may be lost by */
    bool gone;        /* the file was removed or replaced */
    bool cut;         /* whole records of it were cut off */
    bool cut_is_news; /* and no call has failed since */
    bool over;        /* a compressed stream that failed */
} life;

/* From 0 to n - 1. */
static uint64_t any(uint64_t n) {
    return any_number(&life.random, n);
}

#define CHECK(condition)                                                                           \
    ck_assert_msg(condition, "seed %llu, compression %d, queue %zu, step %lld: %s",                \
                  (unsigned long long)life.seed, (int)life.options.compression,                    \
                  life.options.queue_bytes, (long long)life.count, #condition)

/* What a reader finds. */
typedef struct content {
    bool has[MOST];
    tblog_status end;  /* how reading ended */
    uint64_t whole_to; /* where the last whole record ends */
} content;

static content read_content(void) {
    content c = {.end = TBLOG_END};
    int64_t last = -1;
    tblog_record record;
    tblog_event event;
    tblog_reader *reader = tblog_reader_open(life.path, NULL, NULL);
    CHECK(reader != NULL);
    while ((c.end = tblog_reader_next(reader, &record, NULL)) == TBLOG_OK) {
        CHECK(tblog_event_decode(&record, &event, NULL) == TBLOG_OK);
        c.whole_to = record.offset + record.whole_size;
        if (event.kind != TBLOG_EVENT_SUMMARY) continue;
        CHECK(event.step > last && event.step < life.count);
        last = event.step;
        c.has[last] = true;
    }
    tblog_reader_close(reader);
    return c;
}

/* How many of the first values that are sure are not there. */
static uint64_t missing(const content *c, int64_t count) {
    uint64_t n = 0;
    for (int64_t i = 0; i < count; i++) n += life.sure[i] && !c->has[i];
    return n;
}

static bool compressed(void) {
    return life.options.compression != TBLOG_COMPRESSION_NONE;
}

/* A call returned TBLOG_ERR_IO. In a plain file what was accepted waits for the next try; with a
 * queue it may also be what was accepted that failed. */
static void failed(void) {
    life.cut_is_news = false;
    if (!compressed() && !life.options.queue_bytes) return;
    for (int64_t i = life.flushed; i < life.count; i++) life.sure[i] = false;
    if (compressed() && !life.gone) life.over = true;
}

static void log_value(void) {
    static char text[4000];
    if (life.count == MOST) return;
    size_t size = (size_t)(any(8) ? any(60) : any(sizeof text));
    for (size_t i = 0; i < size; i++) text[i] = (char)(' ' + any(90));
    text[size] = '\0';
    tblog_status status = any(2) ? tblog_text(life.writer, "t", life.count, text)
                                 : tblog_scalar(life.writer, "s", life.count, 1);
    CHECK(status == TBLOG_OK || status == TBLOG_ERR_IO);
    if (!life.options.queue_bytes && life.over) CHECK(status == TBLOG_ERR_IO);
    if (status) failed();
    life.sure[life.count++] = !status && !life.over;
}

static void flush(void) {
    tblog_status status = tblog_writer_flush(life.writer, NULL);
    CHECK(status == TBLOG_OK || status == TBLOG_ERR_IO);
    if (status) {
        failed();
        return;
    }
    CHECK(!life.gone && !life.over && !life.cut_is_news);
    content c = read_content();
    CHECK(missing(&c, life.count) <= tblog_writer_dropped(life.writer));
    if (!compressed()) CHECK(c.end == TBLOG_END);
    for (int64_t i = life.flushed; i < life.count; i++) life.sure[i] &= c.has[i]; /* not dropped */
    life.flushed = life.count;
}

static void finish(void) {
    bool whole = true;
    uint64_t dropped = tblog_writer_dropped(life.writer);
    uint64_t refused = tblog_writer_failed(life.writer);
    tblog_status status = tblog_writer_close(life.writer, NULL);
    CHECK(status == TBLOG_OK || status == TBLOG_ERR_IO);
    if (life.gone) {
        CHECK(status == TBLOG_ERR_IO);
        return;
    }
    content c = read_content();
    uint64_t lost = 0;
    for (int64_t i = 0; i < life.count; i++) lost += !c.has[i];
    if (!compressed() && !cannot_shorten) CHECK(c.end == TBLOG_END);
    whole = lost == 0 && c.end == TBLOG_END;
    CHECK(missing(&c, life.flushed) == 0);
    if (status == TBLOG_OK) CHECK(lost <= dropped && c.end == TBLOG_END && !life.cut && !refused);
    /* A compressed stream may lack no more than its end, which no reader needs. */
    if (status == TBLOG_ERR_IO) CHECK(!whole || life.cut || compressed());
}

/* ---- what happens to it ---- */

static void fill_or_empty_the_disk(void) {
    struct stat info;
    CHECK(life.gone || stat(life.path, &info) == 0);
    atomic_store(&disk_end, any(2) && !life.gone ? (long)info.st_size + (long)any(3000) : LONG_MAX);
}

/* While the queue's thread has nothing to write. */
static void cut_the_file(void) {
    struct stat info;
    flush();
    if (life.gone || stat(life.path, &info) != 0 || !info.st_size) return;
    content before = read_content();
    off_t size = (off_t)any((uint64_t)info.st_size);
    CHECK(truncate(life.path, size) == 0);
    if (!compressed() && (uint64_t)size >= before.whole_to) return; /* a torn rest */
    life.cut = life.cut_is_news = true;
    content after = read_content();
    for (int64_t i = 0; i < life.count; i++)
        if (before.has[i] || compressed()) life.sure[i] &= after.has[i];
}

static void rename_the_folder(void) {
    char *to = path_of("moved%llu-%llu", (unsigned long long)life.seed,
                       (unsigned long long)any(1 << 30)),
         *name = strrchr(life.path, '/');
    *name = '\0';
    CHECK(rename(life.path, to) == 0);
    char *path = path_of("%s/%s", to, name + 1);
    free(to);
    free(life.path);
    life.path = path;
}

static void remove_or_replace_the_file(void) {
    if (life.gone) return;
    file_write("other", "x", 1);
    CHECK((any(2) ? unlink(life.path) : rename("other", life.path)) == 0);
    life.gone = true;
}

static void live(uint64_t seed) {
    static const size_t queues[] = {0, 0, 4096, 65536}, buffers[] = {1, 200, 1000, 0};
    memset(&life, 0, sizeof life);
    life.seed = seed;
    life.random = any_number_state(seed);
    life.options = (tblog_writer_options)TBLOG_WRITER_OPTIONS_INIT;
    life.options.compression = any(2) ? TBLOG_COMPRESSION_NONE : (tblog_compression)any(3);
    life.options.queue_bytes = queues[any(4)];
    life.options.when_full = (tblog_when_full)any(2);
    life.options.buffer_bytes = buffers[any(4)];
    life.options.flush_interval_s = life.options.queue_bytes || any(4) ? -1 : 1e-9;
    atomic_store(&disk_end, LONG_MAX);
    atomic_store(&cannot_shorten, false);
    char *run = path_of("run%llu", (unsigned long long)seed);
    life.writer = tblog_writer_open(run, &life.options, NULL);
    free(run);
    CHECK(life.writer != NULL);
    life.path = strdup(tblog_writer_path(life.writer));
    bool peaceful = any(4) == 0; /* only the disk fills up and has space again */
    for (uint64_t i = any(MOST); i > 0; i--) {
        uint64_t event = any(100);
        if (event < 78)
            log_value();
        else if (event < 88)
            flush();
        else if (event < 95)
            fill_or_empty_the_disk();
        else if (peaceful)
            continue;
        else if (event < 97)
            cut_the_file();
        else if (event < 98)
            atomic_store(&cannot_shorten, any(2) != 0);
        else if (event < 99)
            rename_the_folder();
        else if (any(4) == 0)
            remove_or_replace_the_file();
    }
    finish();
    free(life.path);
}

START_TEST(what_flush_and_close_report_is_in_the_file) {
    const char *seeds = getenv("RANDOM_DISK_SEEDS");
    uint64_t count = seeds ? strtoull(seeds, NULL, 10) : 300;
    for (uint64_t seed = 1; seed <= count; seed++) live(seed);
}
END_TEST

SUITE_WITH("random_disk", own_folder_enter, own_folder_teardown,
           what_flush_and_close_report_is_in_the_file)
