/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disks that fill up at many fixed places: a file-size limit stands for the disk. What flush and
 * close reported is compared with what a reader finds in the file: plain, gzip and zlib, with and
 * without a queue, for records smaller and larger than the buffer and than what zlib holds back.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <tblog/tblog.h>

#include "own_writer.h"
#include "suite.h"

static void setup(void) {
    own_writer_setup();
    signal(SIGXFSZ, SIG_IGN);
}

static tblog_writer_options options_of(tblog_compression compression, size_t queue_bytes) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at_7;
    options.compression = compression;
    options.queue_bytes = queue_bytes;
    return options;
}

/* ---- one writer on one disk ---- */

/* What is logged: 'count' texts, the n-th of sizes[n % 4] characters, a flush after each
 * 'flush_each' of them. */
typedef struct load {
    size_t count, sizes[4], flush_each;
    bool noise; /* texts that deflate hardly shortens; else one character repeated */
} load;

enum { MOST = 200 };

/* What the calls reported: 'safe' is the number of leading steps that a flush reported as written.
 * With a queue a failure may be reported by a later call: no step after it counts as accepted. */
typedef struct outcome {
    bool accepted[MOST];
    size_t safe;
    tblog_status closed;
    char *path;
} outcome;

static void fill(char *text, size_t size, bool noise, uint32_t *state) {
    for (size_t i = 0; i < size; i++) {
        *state = (uint32_t)((uint64_t)*state * 1664525 + 1013904223);
        text[i] = noise ? (char)(' ' + (*state >> 24) % 95) : 'x';
    }
    text[size] = '\0';
}

/* Nothing is asserted while the limit holds: Check writes files too. */
static outcome log_to_disk_of(rlim_t bytes, const tblog_writer_options *options, const load *l) {
    static char text[1 << 18];
    const struct rlimit limit = {bytes, RLIM_INFINITY}, none = {RLIM_INFINITY, RLIM_INFINITY};
    outcome o = {.closed = TBLOG_OK};
    uint32_t state = 1;
    bool failed = false;
    tblog_writer *writer = open_with(options);
    o.path = strdup(tblog_writer_path(writer));
    setrlimit(RLIMIT_FSIZE, &limit);
    for (size_t i = 0; i < l->count; i++) {
        fill(text, l->sizes[i % 4], l->noise, &state);
        bool refused = tblog_text(writer, "t", (int64_t)i, text) != TBLOG_OK;
        failed |= refused && options->queue_bytes;
        o.accepted[i] = !refused && !failed;
        if ((i + 1) % l->flush_each) continue;
        if (tblog_writer_flush(writer, NULL) == TBLOG_OK)
            o.safe = failed ? o.safe : i + 1;
        else
            failed |= options->queue_bytes != 0;
    }
    o.closed = tblog_writer_close(writer, &err);
    setrlimit(RLIMIT_FSIZE, &none);
    return o;
}

/* The steps that a reader finds; returns how reading ended. */
static tblog_status read_steps(const char *path, bool found[MOST]) {
    tblog_error reason;
    tblog_record record;
    tblog_event event;
    tblog_status status;
    tblog_reader *reader = tblog_reader_open(path, NULL, &reason);
    ck_assert_msg(reader != NULL, "%s", reason.message);
    memset(found, 0, MOST * sizeof *found);
    while ((status = tblog_reader_next(reader, &record, &reason)) == TBLOG_OK) {
        ck_assert_int_eq(tblog_event_decode(&record, &event, &reason), TBLOG_OK);
        if (event.kind == TBLOG_EVENT_SUMMARY) found[event.step] = true;
    }
    tblog_reader_close(reader);
    return status;
}

/* Returns whether close reported a failure. */
static bool check_disk_of(rlim_t bytes, const tblog_writer_options *options, const load *l) {
    bool found[MOST], complete = true;
    outcome o = log_to_disk_of(bytes, options, l);
    tblog_status end = read_steps(o.path, found);
    for (size_t i = 0; i < l->count; i++) {
        complete &= found[i];
        ck_assert_msg(found[i] || !o.accepted[i] || i >= o.safe,
                      "limit %lu, compression %d, queue %zu: step %zu was flushed and is lost",
                      (unsigned long)bytes, (int)options->compression, options->queue_bytes, i);
        ck_assert_msg(found[i] || o.closed,
                      "limit %lu, compression %d, queue %zu: step %zu is lost, close returned 0",
                      (unsigned long)bytes, (int)options->compression, options->queue_bytes, i);
    }
    if (o.closed) ck_assert_ptr_nonnull(strstr(err.message, o.path));
    if (o.closed) ck_assert_msg(!complete || end != TBLOG_END, "close failed and all is there");
    if (!o.closed) ck_assert_int_eq(end, TBLOG_END);
    bool failed = o.closed != TBLOG_OK;
    free(o.path);
    return failed;
}

/* ---- the tests ---- */

static const load loads[] = {
    {200, {5, 40, 300, 5}, 1000, false},    /* the buffer takes all */
    {200, {5, 40, 300, 2000}, 13, true},    /* flushes in between */
    {29, {100000, 5, 70000, 5}, 7, false},  /* past the buffer, and zlib holds the last back */
    {9, {100000, 5, 5, 5}, 1000, false},    /* the same, and no flush */
    {18, {20000, 90000, 5, 3000}, 3, true}, /* past the buffer and past zlib */
};

enum { LOADS = sizeof loads / sizeof loads[0] };

/* Places from the end of the first record, which opening writes, to past the end of the file. */
static void check_all_places(tblog_compression compression, size_t queue_bytes) {
    const tblog_writer_options options = options_of(compression, queue_bytes);
    for (int i = 0; i < LOADS; i++) {
        size_t places = 0, failures = 0;
        for (rlim_t bytes = 90; bytes < (rlim_t)1 << 21; bytes += 37 + bytes / 3) {
            failures += check_disk_of(bytes, &options, &loads[i]);
            places++;
        }
        ck_assert_uint_gt(failures, 2); /* of about 33 */
        ck_assert_uint_lt(failures, places);
    }
}

START_TEST(a_plain_file_has_what_was_reported) {
    check_all_places(TBLOG_COMPRESSION_NONE, 0);
    check_all_places(TBLOG_COMPRESSION_NONE, 1 << 20);
}
END_TEST

START_TEST(a_gzip_file_has_what_was_reported) {
    check_all_places(TBLOG_COMPRESSION_GZIP, 0);
    check_all_places(TBLOG_COMPRESSION_GZIP, 1 << 20);
}
END_TEST

START_TEST(a_zlib_file_has_what_was_reported) {
    check_all_places(TBLOG_COMPRESSION_ZLIB, 0);
    check_all_places(TBLOG_COMPRESSION_ZLIB, 4096);
}
END_TEST

/* One text that zlib holds back whole: the first byte of it is written, and refused, at the end. */
static void check_one_text(tblog_compression compression, size_t queue_bytes, bool flush) {
    tblog_writer_options options = options_of(compression, queue_bytes);
    options.flush_interval_s = -1; /* or the first value would not be held back */
    const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    const load one = {1, {100000}, flush ? 1 : 2, false};
    outcome o = log_to_disk_of(90, &options, &one);
    ck_assert_int_eq(o.closed, TBLOG_ERR_IO);
    ck_assert_uint_eq(o.safe, 0);
    setrlimit(RLIMIT_FSIZE, &none);
    free(o.path);
}

START_TEST(what_zlib_holds_back_is_not_written) {
    for (int i = TBLOG_COMPRESSION_GZIP; i <= TBLOG_COMPRESSION_ZLIB; i++)
        for (int flush = 0; flush < 2; flush++) {
            check_one_text((tblog_compression)i, 0, flush);
            check_one_text((tblog_compression)i, 1 << 20, flush);
        }
}
END_TEST

/* A compressed file does not continue after a failure: no later value is accepted, also when there
 * is space again, and close fails. */
START_TEST(a_failed_stream_accepts_nothing_more) {
    const struct rlimit full = {90, RLIM_INFINITY}, none = {RLIM_INFINITY, RLIM_INFINITY};
    tblog_writer_options options = options_of(TBLOG_COMPRESSION_GZIP, 0);
    options.flush_interval_s = -1;
    bool found[MOST];
    tblog_writer *writer = tblog_writer_open(folder, &options, &err);
    char *path = strdup(tblog_writer_path(writer));
    tblog_scalar(writer, "a", 0, 1);
    setrlimit(RLIMIT_FSIZE, &full);
    tblog_status flushed = tblog_writer_flush(writer, NULL);
    setrlimit(RLIMIT_FSIZE, &none);
    ck_assert_int_eq(flushed, TBLOG_ERR_IO);
    ck_assert_int_eq(tblog_scalar(writer, "a", 1, 1), TBLOG_ERR_IO);
    ck_assert_int_eq(tblog_text(writer, "t", 2, "x"), TBLOG_ERR_IO);
    ck_assert_int_eq(tblog_writer_flush(writer, NULL), TBLOG_ERR_IO);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, path));
    read_steps(path, found);
    ck_assert(!found[0] && !found[1] && !found[2]);
    free(path);
}
END_TEST

SUITE_WITH("full_disk", setup, own_folder_teardown, a_plain_file_has_what_was_reported,
           a_gzip_file_has_what_was_reported, a_zlib_file_has_what_was_reported,
           what_zlib_holds_back_is_not_written, a_failed_stream_accepts_nothing_more)
