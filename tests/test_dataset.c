/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "data/dataset.h"
#include "data/known_set.h"
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

START_TEST(classes_are_as_many_as_both_sets_show) {
    write_labels("t10k-labels-idx1-ubyte", 2, 46);
    load();
    ck_assert_uint_eq(train.classes, 47);
    ck_assert_uint_eq(test.classes, 47);
    ck_assert_str_eq(dataset_class_name(&train, 0), "0");
    ck_assert_str_eq(dataset_class_name(&train, 46), "46");
    ck_assert_str_eq(dataset_class_name(&train, 255), "255");
    ck_assert_str_eq(dataset_class_name(&train, 256), "");
    unload();
}
END_TEST

START_TEST(one_class_is_nothing_to_learn) {
    write_labels("train-labels-idx1-ubyte", 4, 0);
    write_images("train-images-idx3-ubyte", 1, 2, 3);
    write_labels("train-labels-idx1-ubyte", 1, 0);
    write_images("t10k-images-idx3-ubyte", 1, 2, 3);
    write_labels("t10k-labels-idx1-ubyte", 1, 0);
    assert_refused("all labels are 0");
}
END_TEST

/* Whatever labels are seen, it has the classes that its name says. */
static void move_to(const char *name) {
    char *to = path_of("%s/%s/", folder, name);
    ck_assert_int_eq(mkdir(to, 0777), 0);
    static const char *const names[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                        "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
    for (size_t i = 0; i < 4; i++) {
        char *old = path_of("%s/%s", folder, names[i]), *new = path_of("%s%s", to, names[i]);
        ck_assert_int_eq(rename(old, new), 0);
        free(old);
        free(new);
    }
    free(folder);
    folder = to;
}

START_TEST(a_folder_named_as_a_known_set_has_its_classes) {
    char *parent = strdup(folder);
    write_labels("train-labels-idx1-ubyte", 4, 3);
    move_to("fashion-mnist");
    load();
    ck_assert_uint_eq(train.classes, 10);
    ck_assert_str_eq(dataset_class_name(&train, 1), "Trouser");
    ck_assert_str_eq(dataset_class_name(&test, 9), "Ankle boot");
    unload();
    write_labels("train-labels-idx1-ubyte", 4, 10);
    assert_refused("there is a label 10; fashion-mnist has 10 classes");
    free(folder);
    folder = parent;
}
END_TEST

START_TEST(known_sets_have_a_name_for_each_class) {
    size_t count;
    const known_set *sets = known_sets(&count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_ptr_eq(known_set_find(sets[i].name), &sets[i]);
        ck_assert(!i || strcmp(sets[i - 1].name, sets[i].name) < 0);
        for (size_t k = 0; k < sets[i].classes; k++)
            for (size_t j = 0; j < k; j++)
                ck_assert_str_ne(sets[i].class_names[j], sets[i].class_names[k]);
    }
    ck_assert_ptr_null(known_set_find("mnis"));
    ck_assert_str_eq(known_set_find("emnist-letters")->class_names[25], "Z");
    ck_assert_str_eq(known_set_find("emnist-balanced")->class_names[46], "t");
    ck_assert_str_eq(known_set_find("emnist-byclass")->class_names[61], "z");
}
END_TEST

START_TEST(pictures_are_the_pixels) {
    uint8_t pixels[6];
    load();
    dataset_picture(&train, 3, pixels);
    ck_assert_mem_eq(pixels, train.images + 18, 6);
    unload();
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
           labels_must_match_the_images, classes_are_as_many_as_both_sets_show,
           one_class_is_nothing_to_learn, a_folder_named_as_a_known_set_has_its_classes,
           known_sets_have_a_name_for_each_class, pictures_are_the_pixels,
           images_and_labels_must_not_be_swapped, both_sets_must_have_one_image_size)
