/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays written by the real NumPy, data/npy/README.md, and broken ones. */
#include <stdlib.h>
#include <string.h>

#include "data/files/npy.h"
#include "suite.h"
#include "temp_folder.h"

static npy_array array;
static error err;

static void read_good(const char *name) {
    char *path = path_of("%s/data/npy/%s", TEST_DATA, name);
    ck_assert_msg(npy_read(path, &array, &err), "%s", err.message);
    free(path);
}

/* Refused with a message that names the file and has these words. */
static void assert_refused(const char *path, const char *words) {
    ck_assert_msg(!npy_read(path, &array, &err), "%s was accepted", path);
    ck_assert_ptr_nonnull(strstr(err.message, path));
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
    ck_assert_ptr_null(array.data);
}

static void assert_bytes_refused(const void *bytes, size_t size, const char *words) {
    char *folder = temp_folder_new(), *path = path_of("%s/x.npy", folder);
    file_write(path, bytes, size);
    assert_refused(path, words);
    free(path);
    temp_folder_remove(folder);
}

/* A file of format 1 with this header and 'size' bytes of elements. */
static void assert_header_refused(const char *header, size_t size, const char *words) {
    uint8_t bytes[1024] = "\x93NUMPY\x01\x00";
    size_t length = strlen(header);
    bytes[8] = (uint8_t)length;
    memcpy(bytes + 10, header, length);
    assert_bytes_refused(bytes, 10 + length + size, words);
}

START_TEST(every_type_is_read) {
    static const struct {
        const char *name;
        npy_dtype dtype;
        size_t rank, count;
    } files[] = {{"float16_5x5.npy", NPY_FLOAT16, 2, 25},
                 {"bias_10.npy", NPY_FLOAT32, 1, 10},
                 {"float64_5x5.npy", NPY_FLOAT64, 2, 25},
                 {"uint8.npy", NPY_UINT8, 2, 6},
                 {"uint16.npy", NPY_UINT16, 1, 2},
                 {"uint32.npy", NPY_UINT32, 1, 2},
                 {"uint64.npy", NPY_UINT64, 1, 2},
                 {"int8.npy", NPY_INT8, 1, 2},
                 {"int16.npy", NPY_INT16, 1, 2},
                 {"int32.npy", NPY_INT32, 1, 200},
                 {"int64.npy", NPY_INT64, 2, 2},
                 {"bool.npy", NPY_BOOL, 1, 3},
                 {"conv_3x3x3x8.npy", NPY_FLOAT32, 4, 216},
                 {"scalar.npy", NPY_FLOAT32, 0, 1},
                 {"empty.npy", NPY_FLOAT32, 1, 0},
                 {"rank32.npy", NPY_FLOAT32, 32, 1}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        read_good(files[i].name);
        ck_assert_msg(array.dtype == files[i].dtype && array.rank == files[i].rank &&
                          array.count == files[i].count,
                      "%s", files[i].name);
        npy_free(&array);
    }
}
END_TEST

START_TEST(elements_and_shape_are_those_of_numpy) {
    const uint8_t bytes[] = {0, 1, 2, 3, 4, 5}, truths[] = {1, 0, 1};
    const int64_t longs[] = {-5000000000, 5000000000};
    read_good("uint8.npy");
    ck_assert_uint_eq(array.shape[0], 2);
    ck_assert_uint_eq(array.shape[1], 3);
    ck_assert_mem_eq(array.data, bytes, sizeof bytes);
    npy_free(&array);
    read_good("bool.npy");
    ck_assert_mem_eq(array.data, truths, sizeof truths);
    npy_free(&array);
    read_good("int64.npy");
    ck_assert_mem_eq(array.data, longs, sizeof longs);
    npy_free(&array);
}
END_TEST

START_TEST(newer_format_versions_are_read) {
    const float want[] = {0, 1, 2};
    static const char *const names[] = {"version2.npy", "version3.npy"};
    for (size_t i = 0; i < 2; i++) {
        read_good(names[i]);
        ck_assert_uint_eq(array.count, 3);
        ck_assert_mem_eq(array.data, want, sizeof want);
        npy_free(&array);
    }
}
END_TEST

/* As np.load and np.ascontiguousarray give them, in the machine's byte order. */
START_TEST(any_order_of_axes_and_bytes_is_read) {
    const double doubles[] = {1.5, -2.25e300};
    const float floats[] = {0, 1, 2};
    read_good("fortran.npy");
    ck_assert_uint_eq(array.dtype, NPY_FLOAT32);
    for (size_t i = 0; i < 6; i++) ck_assert(((const float *)array.data)[i] == (float)i);
    npy_free(&array);
    read_good("fortran_column.npy");
    ck_assert_uint_eq(array.count, 3);
    ck_assert_mem_eq(array.data, floats, sizeof floats);
    npy_free(&array);
    read_good("big_endian.npy");
    ck_assert_uint_eq(array.dtype, NPY_FLOAT32);
    ck_assert_mem_eq(array.data, floats, sizeof floats);
    npy_free(&array);
    read_good("big_endian_f8.npy");
    ck_assert_mem_eq(array.data, doubles, sizeof doubles);
    npy_free(&array);
    read_good("fortran_big_endian.npy");
    ck_assert_uint_eq(array.rank, 3);
    ck_assert_uint_eq(array.shape[0], 2);
    ck_assert_uint_eq(array.shape[2], 4);
    for (int16_t i = 0; i < 24; i++) ck_assert_int_eq(((const int16_t *)array.data)[i], i);
    npy_free(&array);
}
END_TEST

START_TEST(other_types_are_refused_by_name) {
    assert_refused(TEST_DATA "/data/npy/complex64.npy", "'<c8'");
    assert_header_refused("{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", 8,
                          "no byte order");
    assert_header_refused("{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}", 16, "'<f16'");
    assert_header_refused("{'descr': 'f4', 'fortran_order': False, 'shape': (2,)}", 8, "'f4'");
}
END_TEST

START_TEST(what_is_no_npy_file_is_refused) {
    assert_refused("/nowhere/x.npy", "No such file");
    assert_refused(TEST_DATA, "not a regular file");
    assert_bytes_refused("", 0, "not a .npy file");
    assert_bytes_refused("PNG......................", 20, "not a .npy file");
    assert_bytes_refused("\x93NUMPY\x09\x00\x00\x00", 10, "version 9");
}
END_TEST

START_TEST(every_truncation_is_refused) {
    file_bytes whole = file_read(TEST_DATA "/data/npy/uint8.npy");
    for (size_t size = 0; size < whole.size; size++)
        assert_bytes_refused(whole.bytes, size, "x.npy");
    whole.bytes[whole.size] = 0;
    assert_bytes_refused(whole.bytes, whole.size + 1, "needs 6 bytes of elements, the file has 7");
    free(whole.bytes);
}
END_TEST

START_TEST(malformed_headers_are_refused) {
    assert_header_refused("{'fortran_order': False, 'shape': (2,)}", 8, "no 'descr'");
    assert_header_refused("{'descr': '<f4', 'shape': (2,)}", 8, "no 'fortran_order'");
    assert_header_refused("{'descr': '<f4', 'fortran_order': 7, 'shape': (2,)}", 8,
                          "no 'fortran_order'");
    assert_header_refused("{'descr': '<f4', 'fortran_order': False}", 8, "no 'shape'");
    assert_header_refused("{'descr': '<f4', 'fortran_order': False, 'shape': 2}", 8, "no 'shape'");
    assert_header_refused("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", 8,
                          "malformed");
    assert_header_refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2", 8, "malformed");
    assert_header_refused(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", 8,
        "malformed");
}
END_TEST

START_TEST(shapes_are_checked_before_anything_is_allocated) {
    const char *too_large = "larger than any that this machine can address"; /* of 32 bits */
    assert_header_refused("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}", 8,
                          sizeof(size_t) > 4 ? "needs 8000000000000 bytes" : too_large);
    assert_header_refused("{'descr': '<f8', 'fortran_order': False, "
                          "'shape': (4294967296, 4294967296)}",
                          8, sizeof(size_t) > 4 ? "larger than any file" : too_large);
    assert_header_refused("{'descr': '<f4', 'fortran_order': False, 'shape': "
                          "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)}",
                          4, "more than 32 dimensions");
    const uint8_t long_header[] = "\x93NUMPY\x02\x00\xff\xff\xff\xff";
    assert_bytes_refused(long_header, 12, "a header of 4294967295 bytes");
}
END_TEST

SUITE("npy", every_type_is_read, elements_and_shape_are_those_of_numpy,
      newer_format_versions_are_read, any_order_of_axes_and_bytes_is_read,
      other_types_are_refused_by_name, what_is_no_npy_file_is_refused, every_truncation_is_refused,
      malformed_headers_are_refused, shapes_are_checked_before_anything_is_allocated)
