/* SPDX-License-Identifier: Apache-2.0 */
/* safetensors: a file of the real library read, ours written, damage refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/safetensors.h"
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

SUITE_WITH("safetensors", own_folder_setup, own_folder_teardown, a_file_of_the_real_library_is_read,
           what_is_written_is_read_again, every_cut_and_changed_bit_is_refused_or_harmless,
           sizes_that_lie_are_refused)
