/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "data/dataset.h"
#include "suite.h"
#include "temp_folder.h"

static char *folder;
static dataset train, test;
static data_error err;

static void write_file(const char *name, const void *bytes, size_t size) {
    char *path = path_of("%s/%s", folder, name);
    file_write(path, bytes, size);
    free(path);
}

static void write_images(const char *name, uint8_t n, uint8_t rows, uint8_t cols) {
    uint8_t bytes[16 + 256] = {0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, rows, 0, 0, 0, cols};
    for (int i = 0; i < n * rows * cols; i++) bytes[16 + i] = (uint8_t)(7 * i);
    write_file(name, bytes, 16 + (size_t)n * rows * cols);
}

static void write_labels(const char *name, uint8_t n, uint8_t last) {
    uint8_t bytes[8 + 16] = {0, 0, 8, 1, 0, 0, 0, n};
    for (int i = 0; i < n; i++) bytes[8 + i] = (uint8_t)(i + 1 == n ? last : i);
    write_file(name, bytes, 8 + (size_t)n);
}

static void setup(void) {
    folder = temp_folder_new();
    write_images("train-images-idx3-ubyte", 4, 2, 3);
    write_labels("train-labels-idx1-ubyte", 4, 9);
    write_images("t10k-images-idx3-ubyte", 2, 2, 3);
    write_labels("t10k-labels-idx1-ubyte", 2, 5);
}

static void teardown(void) {
    temp_folder_remove(folder);
}

static void load(void) {
    ck_assert_msg(dataset_load(folder, &train, &test, &err), "%s", err.message);
}

static void unload(void) {
    dataset_free(&train);
    dataset_free(&test);
}

static void assert_refused(const char *words) {
    ck_assert(!dataset_load(folder, &train, &test, &err));
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
}

START_TEST(four_files_make_two_sets) {
    load();
    ck_assert_uint_eq(train.n, 4);
    ck_assert_uint_eq(train.rows, 2);
    ck_assert_uint_eq(train.cols, 3);
    ck_assert_uint_eq(test.n, 2);
    ck_assert_uint_eq(train.labels[3], 9);
    ck_assert_uint_eq(train.images[23], 7 * 23);
    unload();
}
END_TEST

START_TEST(gzipped_files_serve_as_well) {
    char *plain = path_of("%s/t10k-labels-idx1-ubyte", folder), *gz = path_of("%s.gz", plain);
    file_bytes bytes = file_read(plain);
    gzFile file = gzopen(gz, "wb");
    gzwrite(file, bytes.bytes, (unsigned)bytes.size);
    gzclose(file);
    unlink(plain);
    load();
    ck_assert_uint_eq(test.labels[1], 5);
    unload();
    free(bytes.bytes);
    free(plain);
    free(gz);
}
END_TEST

/* What NumPy's x / 255.0, cast to float32, gives. */
START_TEST(pixels_become_numpys_float32) {
    uint8_t pixels[256], label = 0;
    float x[256];
    for (int i = 0; i < 256; i++) pixels[i] = (uint8_t)i;
    const dataset set = {.n = 1, .rows = 16, .cols = 16, .images = pixels, .labels = &label};
    const uint32_t first = 0;
    dataset_gather(&set, &first, 1, x, &label);
    for (int i = 0; i < 256; i++) ck_assert(x[i] == (float)(i / 255.0));
}
END_TEST

START_TEST(batches_follow_the_order) {
    const uint32_t order[] = {3, 0, 3};
    float x[3 * 6];
    uint8_t labels[3];
    load();
    dataset_gather(&train, order, 3, x, labels);
    ck_assert_uint_eq(labels[0], 9);
    ck_assert_uint_eq(labels[1], 0);
    ck_assert_mem_eq(x, x + 12, 6 * sizeof(float));
    ck_assert(x[0] == (float)(7 * 18 / 255.0));
    unload();
}
END_TEST

/* The sparse batch, its zeros put back, is the dense one. */
START_TEST(a_compressed_set_gives_the_same_batches) {
    enum { D = 6 };
    const uint32_t order[] = {3, 0, 1, 3};
    float dense[4 * D], x[4 * D], again[4 * D] = {0};
    uint32_t starts[5];
    uint16_t columns[4 * D];
    uint8_t labels[4], more_labels[4];
    load();
    memset(train.images + 7, 0, 9); /* pixels of images 1 and 2; pixel 0 of image 0 is 0 anyway */
    ck_assert(fabs(dataset_density(&train) - 14. / 24) < 1e-9);
    ck_assert(dataset_compress(&train));
    dataset_gather(&train, order, 4, dense, labels);
    dataset_gather_sparse(&train, order, 4, starts, columns, x, more_labels);
    for (size_t b = 0; b < 4; b++)
        for (uint32_t i = starts[b]; i < starts[b + 1]; i++) {
            ck_assert(x[i] != 0 && columns[i] < D);
            again[b * D + columns[i]] = x[i];
        }
    ck_assert_uint_eq(starts[4], 6 + 5 + 1 + 6);
    ck_assert_mem_eq(again, dense, sizeof dense);
    ck_assert_mem_eq(labels, more_labels, 4);
    unload();
}
END_TEST

START_TEST(missing_files_are_named) {
    char *path = path_of("%s/t10k-labels-idx1-ubyte", folder);
    unlink(path);
    assert_refused("neither t10k-labels-idx1-ubyte nor");
    free(path);
}
END_TEST

START_TEST(labels_must_match_the_images) {
    write_labels("train-labels-idx1-ubyte", 3, 1);
    assert_refused("3 labels for 4 images");
}
END_TEST

START_TEST(labels_must_be_digits) {
    write_labels("train-labels-idx1-ubyte", 4, 10);
    assert_refused("label 3 is 10");
}
END_TEST

START_TEST(images_and_labels_must_not_be_swapped) {
    write_labels("train-images-idx3-ubyte", 4, 1);
    assert_refused("images have rank 3");
    write_images("train-images-idx3-ubyte", 4, 2, 3);
    write_images("train-labels-idx1-ubyte", 4, 1, 1);
    assert_refused("labels have rank 1");
}
END_TEST

START_TEST(both_sets_must_have_one_image_size) {
    write_images("t10k-images-idx3-ubyte", 2, 3, 2);
    assert_refused("training images are 2 x 3, test images 3 x 2");
}
END_TEST

SUITE_WITH("dataset", setup, teardown, four_files_make_two_sets, gzipped_files_serve_as_well,
           pixels_become_numpys_float32, batches_follow_the_order,
           a_compressed_set_gives_the_same_batches, missing_files_are_named,
           labels_must_match_the_images, labels_must_be_digits,
           images_and_labels_must_not_be_swapped, both_sets_must_have_one_image_size)
