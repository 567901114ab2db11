/* SPDX-License-Identifier: Apache-2.0 */
/* Archives written by NumPy (tools/golden/make_arrays.py), and damaged ones. */
#include <stdlib.h>
#include <string.h>

#include "data/files/npz.h"
#include "suite.h"
#include "temp_folder.h"

#define ARRAYS TEST_DATA "/golden/arrays/"

static char *folder, *path;
static npy_array array;
static error err;

static void setup(void) {
    folder = temp_folder_new();
    path = path_of("%s/a.npz", folder);
}

static void teardown(void) {
    free(path);
    temp_folder_remove(folder);
}

static npz *open_good(const char *file) {
    npz *self = npz_open(file, &err);
    ck_assert_msg(self != NULL, "%s", err.message);
    return self;
}

/* Whether the file can be opened and all its arrays read. */
static bool read_all(const char *file) {
    npz *self = npz_open(file, &err);
    bool good = self != NULL;
    for (size_t i = 0; good && i < npz_count(self); i++)
        if ((good = npz_read(self, npz_name(self, i), &array, &err))) npy_free(&array);
    npz_close(self);
    return good;
}

static void assert_refused(const void *bytes, size_t size, const char *words) {
    file_write(path, bytes, size);
    ck_assert_msg(!read_all(path), "accepted, wanted '%s'", words);
    ck_assert_ptr_nonnull(strstr(err.message, path));
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
}

/* The offset of the bytes in the file. */
static size_t find(const file_bytes *in, const void *bytes, size_t size) {
    const uint8_t *at = memmem(in->bytes, in->size, bytes, size);
    ck_assert_ptr_nonnull(at);
    return (size_t)(at - (const uint8_t *)in->bytes);
}

START_TEST(arrays_are_found_by_name_stored_and_deflated) {
    static const char *const files[] = {ARRAYS "stored.npz", ARRAYS "deflated.npz"};
    for (size_t k = 0; k < 2; k++) {
        npz *self = open_good(files[k]);
        ck_assert_uint_eq(npz_count(self), 4);
        ck_assert_str_eq(npz_name(self, 0), "x_train");
        ck_assert(npz_has(self, "y_test") && !npz_has(self, "y") && !npz_has(self, "y_test.npy"));
        ck_assert_msg(npz_read(self, "x_train", &array, &err), "%s", err.message);
        ck_assert_uint_eq(array.count, 48);
        for (size_t i = 0; i < 48; i++)
            ck_assert_uint_eq(((const uint8_t *)array.data)[i], 5 * i % 128);
        npy_free(&array);
        ck_assert(!npz_read(self, "z", &array, &err));
        ck_assert_ptr_nonnull(strstr(err.message, ".npz: it has no array z"));
        npz_close(self);
    }
}
END_TEST

START_TEST(every_truncation_is_refused) {
    file_bytes whole = file_read(ARRAYS "one_label.npz");
    for (size_t size = 0; size < whole.size; size++)
        assert_refused(whole.bytes, size, "not a .npz file, or cut off");
    free(whole.bytes);
}
END_TEST

/* Each byte of the archive: what is read is the same array, or nothing. */
START_TEST(changed_bytes_change_no_array_unnoticed) {
    file_bytes whole = file_read(ARRAYS "one_label.npz");
    const uint8_t want[] = {2, 0, 1};
    for (size_t at = 0; at < whole.size; at++) {
        whole.bytes[at] ^= 0x41;
        file_write(path, whole.bytes, whole.size);
        whole.bytes[at] ^= 0x41;
        npz *self = npz_open(path, &err);
        if (self && npz_count(self) && npz_read(self, npz_name(self, 0), &array, &err)) {
            ck_assert_uint_eq(array.count, 3);
            ck_assert_mem_eq(array.data, want, 3);
            npy_free(&array);
        }
        npz_close(self);
    }
    free(whole.bytes);
}
END_TEST

START_TEST(damage_is_named) {
    file_bytes whole = file_read(ARRAYS "stored.npz");
    size_t entry = find(&whole, "PK\1\2", 4), elements = find(&whole, "\0\5\12\17", 4);
    whole.bytes[elements] ^= 1;
    assert_refused(whole.bytes, whole.size, "x_train: its CRC-32 is not that of its data");
    whole.bytes[elements] ^= 1;
    whole.bytes[entry + 8] |= 1;
    assert_refused(whole.bytes, whole.size, "x_train: it is encrypted");
    whole.bytes[entry + 8] ^= 1;
    whole.bytes[entry + 10] = 12;
    assert_refused(whole.bytes, whole.size, "x_train: compressed by method 12, not stored");
    whole.bytes[entry + 10] = 0;
    whole.bytes[entry + 42] = 1;
    assert_refused(whole.bytes, whole.size, "x_train: not where the directory says");
    whole.bytes[entry + 42] = 0;
    whole.bytes[entry + 28] = 255; /* the name's length */
    assert_refused(whole.bytes, whole.size, "its directory is damaged");
    free(whole.bytes);
}
END_TEST

START_TEST(sizes_are_checked_before_anything_is_allocated) {
    file_bytes whole = file_read(ARRAYS "deflated.npz");
    size_t entry = find(&whole, "PK\1\2", 4), end = whole.size - 22;
    memcpy(whole.bytes + entry + 24, "\xfe\xff\xff\xff", 4);
    assert_refused(whole.bytes, whole.size, "promises more than the file can hold");
    memcpy(whole.bytes + entry + 24, "\xff\xff\xff\xff", 4);
    assert_refused(whole.bytes, whole.size, "arrays of 4 GiB are not read");
    whole.bytes[end + 10] = 200; /* the number of entries */
    assert_refused(whole.bytes, whole.size, "its directory is damaged");
    memcpy(whole.bytes + end + 16, "\xfe\xff\xff\xff", 4); /* the directory's offset */
    whole.bytes[end + 10] = 4;
    assert_refused(whole.bytes, whole.size, "data beyond its end");
    free(whole.bytes);
}
END_TEST

START_TEST(a_comment_and_other_files_do_not_matter) {
    file_bytes whole = file_read(ARRAYS "stored.npz");
    uint8_t *longer = malloc(whole.size + 5);
    memcpy(longer, whole.bytes, whole.size);
    memcpy(longer + whole.size, "hello", 5);
    longer[whole.size - 2] = 5;
    file_write(path, longer, whole.size + 5);
    ck_assert_msg(read_all(path), "%s", err.message);
    free(longer);
    size_t name = find(&whole, "PK\1\2", 4) + 46;
    memcpy(whole.bytes + name, "x_train.txt", 11);
    file_write(path, whole.bytes, whole.size);
    npz *self = open_good(path);
    ck_assert_uint_eq(npz_count(self), 3);
    npz_close(self);
    free(whole.bytes);
}
END_TEST

START_TEST(what_is_no_archive_is_refused) {
    assert_refused("", 0, "not a .npz file");
    assert_refused("\x93NUMPY\1\0", 8, "not a .npz file");
    ck_assert_ptr_null(npz_open("/nowhere/a.npz", &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/a.npz: No such file"));
    ck_assert_ptr_null(npz_open(folder, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "not a regular file"));
}
END_TEST

SUITE_WITH("npz", setup, teardown, arrays_are_found_by_name_stored_and_deflated,
           every_truncation_is_refused, changed_bytes_change_no_array_unnoticed, damage_is_named,
           sizes_are_checked_before_anything_is_allocated, a_comment_and_other_files_do_not_matter,
           what_is_no_archive_is_refused)
