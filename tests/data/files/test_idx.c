/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "data/files/idx.h"
#include "suite.h"
#include "temp_folder.h"

static char *folder, *path;
static npy_array array;
static error err;

/* Two images of 2 x 3. */
static const uint8_t good[] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2,  0,  0,
                               0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static void setup(void) {
    folder = temp_folder_new();
    path = path_of("%s/file", folder);
}

static void teardown(void) {
    free(path);
    temp_folder_remove(folder);
}

static void write_gz(const void *bytes, size_t size) {
    gzFile file = gzopen(path, "wb");
    ck_assert_int_eq(gzwrite(file, bytes, (unsigned)size), (int)size);
    ck_assert_int_eq(gzclose(file), Z_OK);
}

static void assert_good(void) {
    ck_assert_msg(idx_read(path, &array, &err), "%s", err.message);
    ck_assert_uint_eq(array.rank, 3);
    ck_assert_uint_eq(array.shape[0], 2);
    ck_assert_uint_eq(array.shape[1], 2);
    ck_assert_uint_eq(array.shape[2], 3);
    ck_assert_uint_eq(array.count, 12);
    ck_assert_mem_eq(array.data, good + 16, 12);
    npy_free(&array);
}

static void assert_refused(const char *words) {
    ck_assert_msg(!idx_read(path, &array, &err), "accepted, wanted '%s'", words);
    ck_assert_ptr_nonnull(strstr(err.message, path));
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
    ck_assert_ptr_null(array.data);
}

/* The good file with one byte changed. */
static void assert_change_refused(size_t at, uint8_t to, const char *words) {
    uint8_t bytes[sizeof good];
    memcpy(bytes, good, sizeof good);
    bytes[at] = to;
    file_write(path, bytes, sizeof bytes);
    assert_refused(words);
    write_gz(bytes, sizeof bytes);
    assert_refused(words);
}

START_TEST(plain_files_are_read) {
    file_write(path, good, sizeof good);
    assert_good();
}
END_TEST

START_TEST(gzipped_files_are_read_whatever_their_name) {
    write_gz(good, sizeof good);
    assert_good();
}
END_TEST

START_TEST(other_magic_numbers_are_refused) {
    assert_change_refused(0, 1, "not an IDX file");
    assert_change_refused(1, 0x8b, "not an IDX file");
    assert_change_refused(2, 0x0a, "element type 0x0a is unknown");
    assert_change_refused(2, 0x0e, ""); /* doubles: eight times as many bytes */
    assert_change_refused(3, 0, "rank 0");
    assert_change_refused(3, 5, "rank 5");
}
END_TEST

START_TEST(sizes_that_do_not_fit_the_file_are_refused) {
    assert_change_refused(11, 3, "");           /* 3 rows: too few bytes */
    assert_change_refused(11, 1, "more bytes"); /* 1 row: too many */
    assert_change_refused(4, 0xff, "can hold"); /* 4 billion images */
    assert_change_refused(7, 0, "no elements");
}
END_TEST

/* 2^32 x 2^32 x ... would overflow a product that is not checked. */
START_TEST(huge_products_are_refused) {
    uint8_t bytes[20 + 12] = {0, 0, 8, 4};
    memset(bytes + 4, 0xff, 16);
    file_write(path, bytes, sizeof bytes);
    assert_refused("can hold");
    write_gz(bytes, sizeof bytes);
    assert_refused("can hold");
}
END_TEST

START_TEST(every_truncation_is_refused) {
    for (size_t size = 0; size < sizeof good; size++) {
        file_write(path, good, size);
        assert_refused("");
    }
}
END_TEST

START_TEST(every_truncation_of_a_gzipped_file_is_refused) {
    write_gz(good, sizeof good);
    file_bytes whole = file_read(path);
    for (size_t size = 0; size < whole.size; size++) {
        file_write(path, whole.bytes, size);
        assert_refused("");
    }
    free(whole.bytes);
}
END_TEST

/* The places at which output buffers of 32 KiB to 1 MiB are full just at the end. */
START_TEST(a_cut_trailer_is_refused_whatever_the_size) {
    static const size_t sizes[] = {1 << 15, 1 << 16, 1 << 18, 1 << 19, 1 << 20, (1 << 20) + 1};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int header = 0; header < 2; header++) { /* counted in the size, or not */
            uint32_t n = (uint32_t)(sizes[i] - (header ? 8 : 0));
            uint8_t *bytes = calloc(1, n + 8);
            const uint8_t start[] = {
                0, 0, 8, 1, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
            for (uint32_t k = 0; k < n; k++)
                bytes[8 + k] = (uint8_t)((uint64_t)k * 2654435761u >> 24);
            memcpy(bytes, start, sizeof start);
            write_gz(bytes, n + 8);
            ck_assert_msg(idx_read(path, &array, &err), "%s", err.message);
            ck_assert_mem_eq(array.data, bytes + 8, n);
            npy_free(&array);
            file_bytes whole = file_read(path);
            for (size_t cut = 1; cut <= 8; cut++) {
                file_write(path, whole.bytes, whole.size - cut);
                assert_refused("cut off");
            }
            free(whole.bytes);
            free(bytes);
        }
    }
}
END_TEST

/* `cat a.gz b.gz`, which gzip unpacks as one; it ignores what follows and is not gzip. */
START_TEST(gzip_members_are_read_one_after_the_other) {
    write_gz(good, 9);
    file_bytes first = file_read(path);
    write_gz(good + 9, sizeof good - 9);
    file_bytes second = file_read(path);
    uint8_t both[256] = {0};
    memcpy(both, first.bytes, first.size);
    memcpy(both + first.size, second.bytes, second.size);
    file_write(path, both, first.size + second.size);
    assert_good();
    file_write(path, both, first.size + second.size + 20); /* of zeros, as on a tape */
    assert_good();
    file_write(path, both, first.size + second.size - 1);
    assert_refused("cut off");
    free(first.bytes);
    free(second.bytes);
}
END_TEST

START_TEST(damaged_gzip_streams_are_refused) {
    write_gz(good, sizeof good);
    file_bytes whole = file_read(path);
    whole.bytes[whole.size - 5] ^= 1; /* in the CRC */
    file_write(path, whole.bytes, whole.size);
    assert_refused("");
    free(whole.bytes);
}
END_TEST

/* 64 MiB of zeros in 64 KiB, after a header that promises 12 bytes: only those are inflated. */
START_TEST(a_gzip_bomb_is_not_unpacked) {
    size_t size = 64 << 20;
    uint8_t *bytes = calloc(1, size);
    memcpy(bytes, good, sizeof good);
    write_gz(bytes, size);
    free(bytes);
    assert_refused("more bytes follow");
}
END_TEST

START_TEST(missing_files_and_folders_are_named) {
    assert_refused("No such file");
    free(path);
    path = strdup(folder);
    assert_refused("not a regular file");
}
END_TEST

SUITE_WITH("idx", setup, teardown, plain_files_are_read, gzipped_files_are_read_whatever_their_name,
           other_magic_numbers_are_refused, sizes_that_do_not_fit_the_file_are_refused,
           huge_products_are_refused, every_truncation_is_refused,
           every_truncation_of_a_gzipped_file_is_refused,
           a_cut_trailer_is_refused_whatever_the_size, gzip_members_are_read_one_after_the_other,
           damaged_gzip_streams_are_refused, a_gzip_bomb_is_not_unpacked,
           missing_files_and_folders_are_named)
