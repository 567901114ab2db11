/* SPDX-License-Identifier: Apache-2.0 */
/* safetensors: a file of the real library read, ours written, damage refused. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "data/files/safetensors.h"
#include "own_folder.h"
#include "suite.h"

static error err;

/* golden/safetensors/real.safetensors, made by make_safetensors.py. */
START_TEST(a_file_of_the_real_library_is_read) {
    safetensors *file = safetensors_read(TEST_DATA "/golden/safetensors/real.safetensors", &err);
    ck_assert_msg(file != NULL, "%s", err.message);
    const safetensors_array *kernel = safetensors_find(file, "dense/kernel");
    ck_assert_uint_eq(kernel->rank, 2);
    ck_assert_uint_eq(kernel->shape[0], 3);
    ck_assert_uint_eq(kernel->shape[1], 4);
    for (int i = 0; i < 12; i++) ck_assert(((const float *)kernel->data)[i] == (float)i / 8);
    const safetensors_array *history = safetensors_find(file, "history");
    ck_assert_int_eq(history->dtype, SAFETENSORS_F64);
    ck_assert(((const double *)history->data)[1] == 1.0 / 3);
    ck_assert_str_eq(safetensors_find_text(file, "epoch"), "5");
    ck_assert_ptr_null(safetensors_find(file, "none"));
    ck_assert_ptr_null(safetensors_find_text(file, "none"));
    safetensors_free(file);
}
END_TEST

/* What the real library wrote of the same is the same, but for the order of names in the header. */
START_TEST(what_is_written_is_read_again) {
    float kernel[12];
    double history[2] = {0, 1.0 / 3};
    for (int i = 0; i < 12; i++) kernel[i] = (float)i / 8;
    const safetensors_array arrays[] = {{"history", SAFETENSORS_F64, 1, {2}, history},
                                        {"dense/kernel", SAFETENSORS_F32, 2, {3, 4}, kernel},
                                        {"empty", SAFETENSORS_F32, 2, {0, 4}, kernel}};
    const named_text texts[] = {{"epoch", "5"}, {"quoted", "\"\\\n"}};
    char *path = path_of("%s/ours.safetensors", folder);
    ck_assert_msg(safetensors_write(path, arrays, 3, texts, 2, &err), "%s", err.message);
    safetensors *file = safetensors_read(path, &err);
    ck_assert_msg(file != NULL, "%s", err.message);
    ck_assert_mem_eq(safetensors_find(file, "dense/kernel")->data, kernel, sizeof kernel);
    ck_assert_mem_eq(safetensors_find(file, "history")->data, history, sizeof history);
    ck_assert_uint_eq(safetensors_find(file, "empty")->shape[0], 0);
    ck_assert_str_eq(safetensors_find_text(file, "quoted"), "\"\\\n");
    safetensors_free(file);
    char *left = only_file(folder); /* no temporary file */
    free(left);
    free(path);
}
END_TEST

START_TEST(every_cut_and_changed_bit_is_refused_or_harmless) {
    file_bytes whole = file_read(TEST_DATA "/golden/safetensors/real.safetensors");
    char *path = path_of("%s/damaged", folder);
    for (size_t at = 0; at < whole.size; at++) {
        file_write(path, whole.bytes, at);
        ck_assert_ptr_null(safetensors_read(path, &err));
        ck_assert_ptr_nonnull(strstr(err.message, path));
        whole.bytes[at] ^= 0x11;
        file_write(path, whole.bytes, whole.size);
        whole.bytes[at] ^= 0x11;
        safetensors *file = safetensors_read(path, &err); /* sanitizers watch */
        if (file) safetensors_find(file, "dense/kernel");
        safetensors_free(file);
    }
    free(path);
    free(whole.bytes);
}
END_TEST

/* A header's key may change so that there is no checksum any more: then all else is as it was. */
START_TEST(every_changed_byte_of_ours_is_refused) {
    float kernel[12];
    for (int i = 0; i < 12; i++) kernel[i] = (float)i / 8;
    const safetensors_array array = {"dense/kernel", SAFETENSORS_F32, 2, {3, 4}, kernel};
    const named_text text = {"epoch", "5"};
    char *path = path_of("%s/ours", folder);
    ck_assert(safetensors_write(path, &array, 1, &text, 1, &err));
    file_bytes whole = file_read(path);
    size_t key = 8 + strlen("{\"__metadata__\":{"), key_end = key + strlen("\"checksum\":\"");
    for (size_t at = 0; at < whole.size; at++) {
        whole.bytes[at] ^= 1;
        file_write(path, whole.bytes, whole.size);
        whole.bytes[at] ^= 1;
        safetensors *file = safetensors_read(path, &err);
        if (file) {
            ck_assert_msg(at >= 8 && at < key_end, "byte %zu", at);
            ck_assert_mem_eq(safetensors_find(file, "dense/kernel")->data, kernel, sizeof kernel);
        }
        safetensors_free(file);
    }
    whole.bytes[whole.size - 1] ^= 0x80;
    file_write(path, whole.bytes, whole.size);
    ck_assert_ptr_null(safetensors_read(path, &err));
    ck_assert_msg(strstr(err.message, "checksum"), "%s", err.message);
    free(whole.bytes);
    free(path);
}
END_TEST

/* The checksum over the file with zeros in its place, by zlib in one piece. */
START_TEST(ours_are_aligned_and_the_checksum_is_zlibs) {
    double numbers[2] = {1, 2};
    const safetensors_array array = {"n", SAFETENSORS_F64, 1, {2}, numbers};
    for (size_t length = 1; length <= 8; length++) {
        char words[9] = "xxxxxxxx", digits[9];
        words[length] = '\0';
        const named_text text = {"t", words};
        char *path = path_of("%s/ours", folder);
        ck_assert(safetensors_write(path, &array, 1, &text, 1, &err));
        file_bytes whole = file_read(path);
        ck_assert_uint_eq(whole.bytes[0] % 8, 0);
        ck_assert_uint_eq(whole.size, 8 + whole.bytes[0] + sizeof numbers);
        uint8_t *checksum = whole.bytes + 8 + strlen("{\"__metadata__\":{\"checksum\":\"");
        char said[9] = "";
        memcpy(said, checksum, 8);
        memset(checksum, '0', 8);
        snprintf(digits, sizeof digits, "%08lx", crc32(0, whole.bytes + 8, (uInt)whole.size - 8));
        ck_assert_str_eq(said, digits);
        free(whole.bytes);
        free(path);
    }
}
END_TEST

/* 1 GiB of zeros, of which no page is touched. */
START_TEST(a_file_that_could_not_be_read_is_not_written) {
    float *zeros = mmap(NULL, SAFETENSORS_MOST, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert(zeros != MAP_FAILED);
    const safetensors_array array = {"n", SAFETENSORS_F32, 1, {SAFETENSORS_MOST / 4}, zeros};
    char *path = path_of("%s/ours", folder);
    ck_assert(!safetensors_write(path, &array, 1, NULL, 0, &err));
    ck_assert_msg(strstr(err.message, "1 GiB"), "%s", err.message);
    ck_assert_int_ne(access(path, F_OK), 0);
    free(path);
    munmap(zeros, SAFETENSORS_MOST);
}
END_TEST

START_TEST(sizes_that_lie_are_refused) {
    static const char *const headers[] = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1073741824,1073741824],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1],\"data_offsets\":[0,4]}}",
        "{\"a\":[]}",
        "[]",
        "{"};
    char *path = path_of("%s/lie", folder);
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        char bytes[256];
        size_t length = strlen(headers[i]), padded = (length + 7) / 8 * 8;
        memset(bytes, 0, sizeof bytes);
        bytes[0] = (char)padded;
        memset(bytes + 8, ' ', padded);
        memcpy(bytes + 8, headers[i], length);
        file_write(path, bytes, 8 + padded + 4);
        ck_assert_msg(safetensors_read(path, &err) == NULL, "%s", headers[i]);
    }
    ck_assert_ptr_null(safetensors_read("/dev/zero", &err));
    free(path);
}
END_TEST

START_TEST(what_is_no_such_file_is_named) {
    char *path = path_of("%s/short", folder);
    file_write(path, "1234567", 7);
    const char *const cases[][2] = {
        {folder, "a folder"}, {"/dev/null", "not a file"}, {path, "8 bytes to 1 GiB"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_ptr_null(safetensors_read(cases[i][0], &err));
        ck_assert_msg(strstr(err.message, cases[i][0]) && strstr(err.message, cases[i][1]), "%s",
                      err.message);
    }
    free(path);
}
END_TEST

/* Elements of 4 bytes at an odd place could not be read where they are. */
START_TEST(elements_that_are_not_aligned_are_refused) {
    char *path = path_of("%s/unaligned", folder);
    const char header[] = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    for (uint8_t spaces = 0; spaces < 8; spaces++) {
        uint8_t bytes[8 + sizeof header + 8 + 4] = {(uint8_t)(sizeof header - 1 + spaces)};
        memset(bytes + 8, ' ', sizeof header + 8);
        memcpy(bytes + 8, header, sizeof header - 1);
        memset(bytes + 8 + bytes[0], 0, 4);
        file_write(path, bytes, 8 + bytes[0] + 4u);
        safetensors *file = safetensors_read(path, &err);
        ck_assert_int_eq(file != NULL, bytes[0] % 8 == 0);
        safetensors_free(file);
    }
    for (unsigned begin = 0; begin <= 8; begin++) { /* and in a part that is aligned itself */
        char bytes[8 + 64 + 16] = {64};
        int size = snprintf(bytes + 8, 65,
                            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%u,%u]}}",
                            begin, begin + 4);
        memset(bytes + 8 + size, ' ', 64 - (size_t)size);
        file_write(path, bytes, sizeof bytes);
        safetensors *file = safetensors_read(path, &err);
        ck_assert_int_eq(file != NULL, begin % 4 == 0);
        safetensors_free(file);
    }
    free(path);
}
END_TEST

SUITE_WITH("safetensors", own_folder_setup, own_folder_teardown, a_file_of_the_real_library_is_read,
           what_is_written_is_read_again, every_cut_and_changed_bit_is_refused_or_harmless,
           every_changed_byte_of_ours_is_refused, ours_are_aligned_and_the_checksum_is_zlibs,
           a_file_that_could_not_be_read_is_not_written, sizes_that_lie_are_refused,
           what_is_no_such_file_is_named, elements_that_are_not_aligned_are_refused)
