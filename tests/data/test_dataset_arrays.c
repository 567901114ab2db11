/* SPDX-License-Identifier: Apache-2.0 */
/* Images and labels of every type and shape, written by NumPy (tools/golden/make_arrays.py): the
 * images are 0, 5, 10, ... modulo 128, three of 4 x 4; the labels 2, 0, 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset_files.h"
#include "suite.h"
#include "temp_folder.h"

#define ARRAYS TEST_DATA "/golden/arrays/"
enum { N = 3, D = 16 };

static dataset set;
static error err;

static void read_set(const char *images, const char *labels) {
    char *x = path_of(ARRAYS "%s", images), *y = path_of(ARRAYS "%s", labels);
    ck_assert_msg(dataset_read(x, y, NULL, &set, &err), "%s", err.message);
    free(x);
    free(y);
}

static void assert_labels(const char *what) {
    ck_assert_msg(set.labels[0] == 2 && set.labels[1] == 0 && set.labels[2] == 1, "%s", what);
}

/* They are 4 x 4, and bytes or floats. */
static void assert_images(const char *what, bool bytes) {
    ck_assert_msg(set.n == N && set.rows == 4 && set.cols == 4, "%s: %zu of %zu x %zu", what, set.n,
                  set.rows, set.cols);
    ck_assert_msg(!set.images == !bytes && !set.values == bytes, "%s", what);
    for (int i = 0; i < N * D; i++)
        ck_assert_msg(bytes ? set.images[i] == 5 * i % 128 : set.values[i] == (float)(5 * i % 128),
                      "%s: element %d", what, i);
}

static void assert_both(const char *images, const char *labels, bool bytes) {
    read_set(images, labels);
    assert_images(images, bytes);
    assert_labels(labels);
    ck_assert_uint_eq(set.classes, 3);
    dataset_free(&set);
}

START_TEST(idx_of_every_type_is_read) {
    assert_both("x_u1.idx", "y_u1.idx", true);
    assert_both("x_i1.idx", "y_i1.idx", true);
    assert_both("x_i2.idx", "y_i2.idx", true);
    assert_both("x_i4.idx", "y_i4.idx", true);
    assert_both("x_f4.idx", "y_f4.idx", false);
    assert_both("x_f8.idx", "y_f8.idx", false);
}
END_TEST

START_TEST(npy_of_every_number_is_read) {
    static const char *const types[] = {"i1", "i2", "i4", "i8", "u1", "u2",
                                        "u4", "u8", "f2", "f4", "f8"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        char x[32], y[32];
        snprintf(x, sizeof x, "x_%s.npy", types[i]);
        snprintf(y, sizeof y, "y_%s.npy", types[i]);
        assert_both(x, y, types[i][0] != 'f');
    }
    assert_both("x_big_endian.npy", "y_big_endian.npy", true);
    assert_both("x_fortran.npy", "y_i8.npy", true);
}
END_TEST

START_TEST(bools_are_0_and_1) {
    read_set("x_b1.npy", "y_b1.npy");
    for (int i = 0; i < N * D; i++) ck_assert(set.values[i] == (float)(5 * i % 128 % 2));
    ck_assert(set.labels[0] == 0 && set.labels[1] == 0 && set.labels[2] == 1);
    ck_assert_uint_eq(set.classes, 2);
    dataset_free(&set);
}
END_TEST

START_TEST(integers_beyond_a_byte_become_floats) {
    read_set("x_negative.npy", "y_i8.npy");
    ck_assert_ptr_null(set.images);
    for (int i = 0; i < N * D; i++) ck_assert(set.values[i] == (float)(5 * i % 128 - 64));
    dataset_free(&set);
}
END_TEST

START_TEST(one_hot_labels_have_as_many_classes_as_columns) {
    static const char *const types[] = {"i1", "i2", "i4", "i8", "u1", "u2",     "u4",
                                        "u8", "f2", "f4", "f8", "b1", "fortran"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        char y[32];
        snprintf(y, sizeof y, "onehot_%s.npy", types[i]);
        read_set("x_u1.npy", y);
        assert_labels(y);
        ck_assert_uint_eq(set.classes, 4);
        dataset_free(&set);
    }
}
END_TEST

START_TEST(axes_of_length_1_do_not_count_and_a_square_number_is_a_square) {
    static const char *const squares[] = {"3x16", "3x1x4x4", "3x4x4x1", "3x1x16", "3x16x1"};
    for (size_t i = 0; i < sizeof squares / sizeof squares[0]; i++) {
        char x[32];
        snprintf(x, sizeof x, "shape_%s.npy", squares[i]);
        assert_both(x, "y_i4.npy", true);
    }
    read_set("shape_3x2x8.npy", "y_i4.npy");
    ck_assert(set.rows == 2 && set.cols == 8);
    dataset_free(&set);
    read_set("shape_3x1x8x2.npy", "y_i4.npy");
    ck_assert(set.rows == 8 && set.cols == 2);
    dataset_free(&set);
}
END_TEST

/* "DIR/a,DIR/b" of "a,b" */
static void load(const char *first, const char *second, dataset *train, dataset *test) {
    char *source =
        second ? path_of(ARRAYS "%s," ARRAYS "%s", first, second) : path_of(ARRAYS "%s", first);
    ck_assert_msg(dataset_load(source, 0, train, test, &err), "%s", err.message);
    free(source);
}

static void assert_loaded(const char *first, const char *second, size_t tests) {
    dataset test;
    load(first, second, &set, &test);
    assert_images(first, true);
    assert_labels(first);
    ck_assert_uint_eq(test.n, tests);
    if (tests) ck_assert(test.images[1] == 5 && test.labels[0] == 2 && test.labels[1] == 0);
    dataset_free(&set);
    dataset_free(&test);
}

START_TEST(an_archive_has_both_parts) {
    assert_loaded("deflated.npz", NULL, 2);
    assert_loaded("stored.npz", NULL, 2);
    assert_loaded("training_only.npz", NULL, 0);
}
END_TEST

START_TEST(arrays_of_archives_are_named_one_by_one) {
    dataset test;
    assert_loaded("other_names.npz:images", "other_names.npz:labels", 0);
    assert_loaded("one_array.npz", "one_label.npz", 0);
    assert_loaded("deflated.npz:x_train", "y_f4.npy", 0);
    ck_assert(!dataset_load(ARRAYS "other_names.npz", 0, &set, &test, &err));
    ck_assert_msg(strstr(err.message, "but images labels; name others as in") != NULL, "%s",
                  err.message);
    ck_assert(!dataset_load(ARRAYS "one_array.npz:x," ARRAYS "y_i4.npy", 0, &set, &test, &err));
    ck_assert_msg(strstr(err.message, "one_array.npz: it has no array x") != NULL, "%s",
                  err.message);
    ck_assert(!dataset_load(ARRAYS "stored.npz," ARRAYS "y_i4.npy", 0, &set, &test, &err));
    ck_assert_msg(strstr(err.message, "it has 4 arrays; which? as in") != NULL, "%s", err.message);
}
END_TEST

SUITE("dataset_arrays", an_archive_has_both_parts, arrays_of_archives_are_named_one_by_one,
      idx_of_every_type_is_read, npy_of_every_number_is_read, bools_are_0_and_1,
      integers_beyond_a_byte_become_floats, one_hot_labels_have_as_many_classes_as_columns,
      axes_of_length_1_do_not_count_and_a_square_number_is_a_square)
