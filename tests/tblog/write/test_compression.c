/* SPDX-License-Identifier: Apache-2.0 */
/* Compressed record files: those of the real TensorFlow read, ours inflated by zlib alone. */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <zlib.h>

#include "own_writer.h"
#include "suite.h"

static tblog_writer *open_compressed(tblog_compression compression, const char *suffix) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at_7;
    options.compression = compression;
    options.suffix = suffix;
    return open_with(&options);
}

static void log_some(tblog_writer *writer) {
    float values[300];
    for (int i = 0; i < 300; i++) values[i] = (float)(i * i % 101);
    for (int step = 0; step < 3000; step++)
        ck_assert_int_eq(tblog_scalar(writer, "loss", step, 1.0 / (step + 1)), TBLOG_OK);
    ck_assert_int_eq(tblog_histogram(writer, "h", 1, values, 300), TBLOG_OK);
}

/* A closed writer's file. */
static file_bytes written_with(tblog_compression compression, const char *suffix) {
    tblog_writer *writer = open_compressed(compression, suffix);
    char *path = strdup(tblog_writer_path(writer));
    log_some(writer);
    ck_assert_msg(tblog_writer_close(writer, &err) == TBLOG_OK, "%s", err.message);
    file_bytes bytes = file_read(path);
    free(path);
    return bytes;
}

static file_bytes inflated(file_bytes in, int window) {
    file_bytes out = {malloc(1 << 20), 0};
    z_stream z = {.next_in = in.bytes, .avail_in = (uInt)in.size, .next_out = out.bytes};
    z.avail_out = 1 << 20;
    ck_assert_int_eq(inflateInit2(&z, window), Z_OK);
    ck_assert_int_eq(inflate(&z, Z_FINISH), Z_STREAM_END);
    ck_assert_uint_eq(z.avail_in, 0);
    out.size = z.total_out;
    inflateEnd(&z);
    return out;
}

static tblog_reader *open_reader(const char *path) {
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    ck_assert_msg(reader != NULL, "%s", err.message);
    return reader;
}

static void assert_same_records(const char *golden, const char *plain) {
    char *a = path_of("%s/golden/records/%s", TEST_DATA, golden);
    char *b = path_of("%s/golden/records/%s", TEST_DATA, plain);
    tblog_reader *x = open_reader(a), *y = open_reader(b);
    tblog_record p, q;
    size_t count = 0;
    while (tblog_reader_next(y, &q, &err) == TBLOG_OK) {
        ck_assert_msg(tblog_reader_next(x, &p, &err) == TBLOG_OK, "%s", err.message);
        ck_assert_uint_eq(p.offset, q.offset);
        ck_assert_uint_eq(p.length, q.length);
        if (p.length) ck_assert_mem_eq(p.data, q.data, p.length);
        count++;
    }
    ck_assert_int_eq(tblog_reader_next(x, &p, &err), TBLOG_END);
    ck_assert_uint_eq(count, 6);
    tblog_reader_close(x);
    tblog_reader_close(y);
    free(a);
    free(b);
}

START_TEST(files_compressed_by_tensorflow_are_read) {
    assert_same_records("mixed.gzip.tfrecord", "mixed.tfrecord");
    assert_same_records("mixed.zlib.tfrecord", "mixed.tfrecord");
}
END_TEST

START_TEST(ours_inflate_to_the_plain_file) {
    file_bytes plain = written_with(TBLOG_COMPRESSION_NONE, ".plain");
    file_bytes gzip = written_with(TBLOG_COMPRESSION_GZIP, ".gz");
    file_bytes zlib = written_with(TBLOG_COMPRESSION_ZLIB, ".z");
    file_bytes a = inflated(gzip, 15 + 16), b = inflated(zlib, 15);
    ck_assert_uint_eq(a.size, plain.size);
    ck_assert_mem_eq(a.bytes, plain.bytes, plain.size);
    ck_assert_uint_eq(b.size, plain.size);
    ck_assert_mem_eq(b.bytes, plain.bytes, plain.size);
    ck_assert_uint_lt(gzip.size, plain.size / 4);
    free(plain.bytes);
    free(gzip.bytes);
    free(zlib.bytes);
    free(a.bytes);
    free(b.bytes);
}
END_TEST

/* Steps of scalars until the reader has no more. */
static int64_t last_step(tblog_reader *reader, tblog_status *status) {
    tblog_record record;
    tblog_event event;
    int64_t step = -1;
    while ((*status = tblog_reader_next(reader, &record, &err)) == TBLOG_OK) {
        ck_assert_int_eq(tblog_event_decode(&record, &event, &err), TBLOG_OK);
        step = event.step;
    }
    return step;
}

START_TEST(a_flush_lets_a_reader_follow) {
    tblog_writer *writer = open_compressed(TBLOG_COMPRESSION_GZIP, NULL);
    tblog_reader *reader = open_reader(tblog_writer_path(writer));
    tblog_status status;
    ck_assert_int_eq(last_step(reader, &status), 0); /* the version */
    for (int64_t step = 1; step < 4; step++) {
        tblog_scalar(writer, "a", step, 1);
        ck_assert_int_eq(tblog_writer_flush(writer, &err), TBLOG_OK);
        ck_assert_int_eq(last_step(reader, &status), step);
        ck_assert_int_eq(status, TBLOG_END);
    }
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    ck_assert_int_eq(last_step(reader, &status), -1);
    ck_assert_int_eq(status, TBLOG_END);
    tblog_reader_close(reader);
}
END_TEST

/* Cut anywhere or with a byte changed: whole records first, then a reason; never a wrong record. */
START_TEST(damaged_streams_give_their_whole_records_and_a_reason) {
    file_bytes gzip = written_with(TBLOG_COMPRESSION_GZIP, ".gz");
    char *path = path_of("%s/damaged", folder);
    for (size_t cut = 20; cut < gzip.size; cut += 499) {
        tblog_status status;
        file_write(path, gzip.bytes, cut);
        tblog_reader *reader = open_reader(path);
        last_step(reader, &status);
        ck_assert(status == TBLOG_END || status == TBLOG_ERR_TRUNCATED);
        tblog_reader_close(reader);

        gzip.bytes[cut] ^= 0x10;
        file_write(path, gzip.bytes, gzip.size);
        gzip.bytes[cut] ^= 0x10;
        reader = open_reader(path);
        last_step(reader, &status);
        ck_assert_int_ne(status, TBLOG_END);
        ck_assert_ptr_nonnull(strstr(err.message, "/damaged: record "));
        tblog_reader_close(reader);
    }
    free(path);
    free(gzip.bytes);
}
END_TEST

START_TEST(gzip_files_one_after_the_other_are_one) {
    file_bytes gzip = written_with(TBLOG_COMPRESSION_GZIP, ".gz");
    uint8_t *twice = malloc(2 * gzip.size);
    memcpy(twice, gzip.bytes, gzip.size);
    memcpy(twice + gzip.size, gzip.bytes, gzip.size);
    char *path = path_of("%s/twice", folder);
    file_write(path, twice, 2 * gzip.size);
    tblog_reader *reader = open_reader(path);
    tblog_record record;
    size_t count = 0;
    while (tblog_reader_next(reader, &record, &err) == TBLOG_OK) count++;
    ck_assert_uint_eq(count, 2 * 3002);
    tblog_reader_close(reader);
    free(path);
    free(twice);
    free(gzip.bytes);
}
END_TEST

SUITE_WITH("compression", own_writer_setup, own_folder_teardown,
           files_compressed_by_tensorflow_are_read, ours_inflate_to_the_plain_file,
           a_flush_lets_a_reader_follow, damaged_streams_give_their_whole_records_and_a_reason,
           gzip_files_one_after_the_other_are_one)
