/* SPDX-License-Identifier: Apache-2.0 */
/* Scaling and splits beside what scikit-learn, Keras and TensorFlow made of the same data
 * (golden/README.md, "data"). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset_files.h"
#include "data/dataset_open.h"
#include "data/files/npy.h"
#include "data/standardize.h"
#include "suite.h"
#include "temp_folder.h"

static dataset train, validation;
static error err;

static void open_data(const char *kind, dataset_scaling scaling, double split) {
    char *folder = path_of("%s/golden/data/%s", TEST_DATA, kind);
    const dataset_options o = {.source = folder, .scaling = scaling, .validation_split = split};
    ck_assert_msg(dataset_open(&o, &train, &validation, &err), "%s", err.message);
    free(folder);
}

static void unload(void) {
    dataset_free(&train);
    dataset_free(&validation);
}

static npy_array read_array(const char *name) {
    npy_array array;
    char *path = path_of("%s/golden/data/%s.npy", TEST_DATA, name);
    ck_assert_msg(npy_read(path, &array, &err), "%s", err.message);
    free(path);
    return array;
}

/* All inputs of the set, (n, D); free it. */
static float *inputs_of(const dataset *set) {
    uint32_t order[64];
    uint8_t labels[64];
    float *x = malloc(set->n * set->rows * set->cols * sizeof *x);
    for (uint32_t i = 0; i < set->n; i++) order[i] = i;
    dataset_gather(set, order, set->n, x, labels);
    return x;
}

static void assert_inputs(const dataset *set, const char *kind, dataset_scaling scaling,
                          const char *part, double tolerance) {
    char name[64];
    snprintf(name, sizeof name, "%s/%s_%s", kind, dataset_scaling_name(scaling), part);
    npy_array want = read_array(name);
    float *x = inputs_of(set);
    ck_assert_uint_eq(want.count, set->n * set->rows * set->cols);
    for (size_t i = 0; i < want.count; i++) {
        double y = (double)((const float *)want.data)[i], distance = fabs((double)x[i] - y);
        ck_assert_msg(distance <= tolerance * fmax(1, fabs(y)), "%s[%zu]: %.9g, want %.9g", name, i,
                      (double)x[i], y);
    }
    free(x);
    npy_free(&want);
}

/* The other libraries compute in float32 themselves, and the floats lie at 50, not at 0. */
START_TEST(inputs_are_those_of_other_libraries) {
    static const struct {
        const char *kind;
        double tolerance;
    } cases[] = {{"bytes", 1e-6}, {"floats", 2e-5}};
    for (size_t i = 0; i < 2; i++)
        for (int s = DATASET_STANDARD_PIXEL; s <= DATASET_STANDARD_SAMPLE; s++) {
            open_data(cases[i].kind, (dataset_scaling)s, 0);
            assert_inputs(&train, cases[i].kind, (dataset_scaling)s, "train", cases[i].tolerance);
            assert_inputs(&validation, cases[i].kind, (dataset_scaling)s, "test",
                          cases[i].tolerance);
            unload();
        }
}
END_TEST

/* Normal numbers around 1e6, (50, 2, 3) of float64, as NumPy standardizes them in double. */
static void assert_far(dataset_scaling scaling, const char *want_name) {
    static const char source[] =
        TEST_DATA "/golden/arrays/far.npy," TEST_DATA "/golden/arrays/far_y.npy";
    dataset test;
    npy_array want = {0};
    char *path = path_of("%s/golden/arrays/%s", TEST_DATA, want_name);
    double sum = 0;
    ck_assert_msg(dataset_load(source, 0, &train, &test, &err), "%s", err.message);
    ck_assert_msg(npy_read(path, &want, &err), "%s", err.message);
    ck_assert(dataset_standardize(&train, &test, scaling));
    float *x = inputs_of(&train);
    for (size_t i = 0; i < want.count; i++) {
        sum += (double)x[i];
        ck_assert(fabs((double)x[i] - (double)((const float *)want.data)[i]) < 1e-6);
    }
    ck_assert(fabs(sum / (double)want.count) < 1e-6);
    free(x);
    free(path);
    npy_free(&want);
    dataset_free(&train);
}

START_TEST(numbers_far_from_0_keep_their_digits) {
    assert_far(DATASET_STANDARD_SET, "far_set.npy");
    assert_far(DATASET_STANDARD_PIXEL, "far_pixel.npy");
}
END_TEST

START_TEST(bytes_are_divided_or_not) {
    open_data("bytes", DATASET_SCALE, 0);
    float *x = inputs_of(&train);
    for (size_t i = 0; i < train.n * 20; i++) ck_assert(x[i] == (float)(train.images[i] / 255.0));
    free(x);
    unload();
    open_data("bytes", DATASET_RAW, 0);
    x = inputs_of(&train);
    for (size_t i = 0; i < train.n * 20; i++) ck_assert(x[i] == (float)train.images[i]);
    free(x);
    unload();
}
END_TEST

START_TEST(a_compressed_set_of_raw_bytes_gives_them_too) {
    const uint32_t first = 0;
    uint32_t starts[2];
    uint16_t columns[20];
    float x[20];
    uint8_t label;
    open_data("bytes", DATASET_RAW, 0);
    ck_assert(dataset_compress(&train));
    dataset_sparse_starts(&train, &first, 1, starts);
    dataset_gather_sparse(&train, &first, 0, 1, starts, columns, x, &label);
    ck_assert_uint_gt(starts[1], 10);
    for (size_t i = 0; i < starts[1]; i++) ck_assert(x[i] == (float)train.images[columns[i]]);
    unload();
    open_data("bytes", DATASET_STANDARD_SET, 0);
    ck_assert(dataset_density(&train) == 1); /* zeros are no zeros any more */
    unload();
}
END_TEST

/* As Keras' validation_split: the last samples, before any shuffling. */
START_TEST(splits_are_keras_own) {
    npy_array splits = read_array("splits");
    const double *row = splits.data;
    for (size_t i = 0; i < splits.shape[0]; i++, row += 3) {
        size_t n = (size_t)row[0], kept = (size_t)row[2];
        dataset rest,
            set = {.n = n, .rows = 1, .cols = 1, .images = malloc(n), .labels = malloc(n)};
        for (size_t k = 0; k < n; k++) set.images[k] = set.labels[k] = (uint8_t)(k % 251);
        bool split = dataset_split(&set, row[1], &rest);
        ck_assert_msg(split == (kept > 0), "%zu by %g", n, row[1]);
        if (split) {
            ck_assert_uint_eq(set.n, kept);
            ck_assert_uint_eq(rest.n, n - kept);
            ck_assert_uint_eq(rest.images[0], kept % 251);
            ck_assert_uint_eq(rest.labels[rest.n - 1], (n - 1) % 251);
            dataset_free(&rest);
        }
        dataset_free(&set);
    }
    npy_free(&splits);
}
END_TEST

/* And means and deviations are those of the rest alone. */
START_TEST(a_split_leaves_the_test_part_aside) {
    open_data("floats", DATASET_STANDARD_PIXEL, .25);
    ck_assert_uint_eq(train.n, 18);
    ck_assert_uint_eq(validation.n, 6);
    ck_assert_uint_eq(validation.labels[0], 18 % 3);
    ck_assert_uint_eq(validation.classes, 3);
    for (size_t k = 0; k < 20; k++) {
        double sum = 0;
        for (size_t i = 0; i < 18; i++) sum += (double)train.values[i * 20 + k];
        ck_assert(fabs(sum / 18 - (double)train.mean[k]) < 1e-5);
        ck_assert(train.mean[k] == validation.mean[k]);
    }
    unload();
}
END_TEST

static void assert_split_refused(double fraction, const char *words) {
    const dataset_options o = {.source = TEST_DATA "/golden/data/bytes",
                               .validation_split = fraction};
    ck_assert(!dataset_open(&o, &train, &validation, &err));
    ck_assert_msg(strstr(err.message, words) != NULL, "%s", err.message);
}

START_TEST(a_split_must_leave_two_parts) {
    assert_split_refused(.999,
                         "a validation split of 0.999 leaves none of 24 samples for training; at "
                         "most 0.958 does leave one");
    assert_split_refused(1e-17, "leaves none of 24 samples for validation");
    open_data("bytes", DATASET_SCALE, .958);
    ck_assert_uint_eq(train.n, 1);
    unload();
}
END_TEST

START_TEST(without_a_test_part_a_split_is_needed) {
    dataset_options o = {.source = TEST_DATA "/golden/data/bytes/x_train.npy," TEST_DATA
                                             "/golden/data/bytes/y_train.npy"};
    ck_assert(!dataset_open(&o, &train, &validation, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "it has no test part"));
    o.validation_split = .5;
    ck_assert_msg(dataset_open(&o, &train, &validation, &err), "%s", err.message);
    ck_assert_uint_eq(validation.n, 12);
    unload();
}
END_TEST

START_TEST(other_data_have_another_checksum) {
    open_data("bytes", DATASET_SCALE, 0);
    uint32_t first = train.checksum, second = validation.checksum;
    ck_assert_uint_ne(first, second);
    unload();
    open_data("bytes", DATASET_SCALE, .25);
    ck_assert_uint_ne(train.checksum, first);
    ck_assert_uint_ne(validation.checksum, second);
    unload();
    open_data("floats", DATASET_SCALE, 0);
    ck_assert_uint_ne(train.checksum, first);
    unload();
    open_data("bytes", DATASET_STANDARD_SAMPLE, 0);
    ck_assert_uint_eq(train.checksum, first); /* of what the files hold */
    unload();
}
END_TEST

START_TEST(scalings_are_found_by_their_names) {
    dataset_scaling found;
    for (int s = 0; s <= DATASET_STANDARD_SAMPLE; s++) {
        ck_assert(dataset_scaling_find(dataset_scaling_name((dataset_scaling)s), &found));
        ck_assert_int_eq(found, s);
    }
    ck_assert(!dataset_scaling_find("pixels", &found));
}
END_TEST

SUITE("standardize", numbers_far_from_0_keep_their_digits, inputs_are_those_of_other_libraries,
      bytes_are_divided_or_not, a_compressed_set_of_raw_bytes_gives_them_too, splits_are_keras_own,
      a_split_leaves_the_test_part_aside, a_split_must_leave_two_parts,
      without_a_test_part_a_split_is_needed, other_data_have_another_checksum,
      scalings_are_found_by_their_names)
