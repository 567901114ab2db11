/* SPDX-License-Identifier: Apache-2.0 */
/* Folders, names and files of data sets: tiny ones in the real ones' formats and names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "data/dataset_files.h"
#include "data/files/byte_order.h"
#include "own_folder.h"
#include "suite.h"

static dataset train, test;
static error err;

static void write_file(const char *name, const void *bytes, size_t size) {
    char *path = path_of("%s/%s", folder, name);
    file_write(path, bytes, size);
    free(path);
}

/* Pixel i of all is 7 i. */
static void write_images(const char *name, uint8_t n, uint8_t rows, uint8_t cols) {
    uint8_t bytes[16 + 256] = {0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, rows, 0, 0, 0, cols};
    for (int i = 0; i < n * rows * cols; i++) bytes[16 + i] = (uint8_t)(7 * i);
    write_file(name, bytes, 16 + (size_t)n * rows * cols);
}

/* first, first + 1, ..., last */
static void write_labels_from(const char *name, uint8_t n, uint8_t first, uint8_t last) {
    uint8_t bytes[8 + 16] = {0, 0, 8, 1, 0, 0, 0, n};
    for (int i = 0; i < n; i++) bytes[8 + i] = (uint8_t)(i + 1 == n ? last : first + i);
    write_file(name, bytes, 8 + (size_t)n);
}

static void write_labels(const char *name, uint8_t n, uint8_t last) {
    write_labels_from(name, n, 0, last);
}

static void write_npy(const char *name, const char *descr, const char *shape, const void *data,
                      size_t size) {
    uint8_t bytes[1024] = "\x93NUMPY\x01\x00";
    int length = snprintf((char *)bytes + 10, 200,
                          "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shape);
    bytes[8] = (uint8_t)length;
    size_t item = descr[0] == '<' ? (size_t)(descr[2] - '0') : 1;
    memcpy(bytes + 10 + length, data, size);
    if (!BYTE_ORDER_IS_LITTLE) byte_order_swap(bytes + 10 + length, size / item, item);
    write_file(name, bytes, 10 + (size_t)length + size);
}

static void make_folder(const char *name) {
    char *path = path_of("%s/%s", folder, name);
    ck_assert_int_eq(mkdir(path, 0777), 0);
    free(path);
}

static void remove_file(const char *name) {
    char *path = path_of("%s/%s", folder, name);
    ck_assert_int_eq(unlink(path), 0);
    free(path);
}

static void setup(void) {
    own_folder_enter();
    setenv("XDG_CACHE_HOME", "cache", 1);
    unsetenv("MNIST_DIR");
    write_images("train-images-idx3-ubyte", 4, 2, 3);
    write_labels("train-labels-idx1-ubyte", 4, 9);
    write_images("t10k-images-idx3-ubyte", 2, 2, 3);
    write_labels("t10k-labels-idx1-ubyte", 2, 5);
}

static void load(const char *source) {
    ck_assert_msg(dataset_load(source, 0, &train, &test, &err), "%s", err.message);
}

static void unload(void) {
    dataset_free(&train);
    dataset_free(&test);
}

static void assert_refused(const char *source, const char *words) {
    ck_assert_msg(!dataset_load(source, 0, &train, &test, &err), "%s was loaded",
                  source ? source : "NULL");
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
    ck_assert_ptr_null(train.labels);
    ck_assert_ptr_null(test.labels);
}

START_TEST(four_files_make_two_sets) {
    load(folder);
    ck_assert_uint_eq(train.n, 4);
    ck_assert_uint_eq(train.rows, 2);
    ck_assert_uint_eq(train.cols, 3);
    ck_assert_uint_eq(test.n, 2);
    ck_assert_uint_eq(train.labels[3], 9);
    ck_assert_uint_eq(train.images[23], 7 * 23);
    ck_assert_uint_eq(train.classes, 10);
    unload();
}
END_TEST

START_TEST(gzipped_files_serve_as_well) {
    file_bytes bytes = file_read("t10k-labels-idx1-ubyte");
    gzFile file = gzopen("t10k-labels-idx1-ubyte.gz", "wb");
    gzwrite(file, bytes.bytes, (unsigned)bytes.size);
    gzclose(file);
    free(bytes.bytes);
    remove_file("t10k-labels-idx1-ubyte");
    load(folder);
    ck_assert_uint_eq(test.labels[1], 5);
    unload();
}
END_TEST

/* As Kaggle and 7-Zip call them, beside folders in the names of MNIST. */
START_TEST(a_point_serves_for_the_second_hyphen) {
    static const char *const names[][2] = {{"train-images-idx3-ubyte", "train-images.idx3-ubyte"},
                                           {"train-labels-idx1-ubyte", "train-labels.idx1-ubyte"},
                                           {"t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"},
                                           {"t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"}};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(rename(names[i][0], names[i][1]), 0);
        if (i % 2) make_folder(names[i][0]);
    }
    load(folder);
    ck_assert_uint_eq(train.labels[3], 9);
    ck_assert_uint_eq(test.labels[1], 5);
    unload();
}
END_TEST

START_TEST(files_may_be_in_folders_of_their_names) {
    ck_assert_int_eq(rename("train-images-idx3-ubyte", "file"), 0);
    make_folder("train-images-idx3-ubyte");
    ck_assert_int_eq(rename("file", "train-images-idx3-ubyte/train-images-idx3-ubyte"), 0);
    load(folder);
    ck_assert_uint_eq(train.images[23], 7 * 23);
    unload();
}
END_TEST

START_TEST(an_empty_file_beside_a_good_one_does_not_count) {
    file_bytes bytes = file_read("train-images-idx3-ubyte");
    gzFile file = gzopen("train-images-idx3-ubyte.gz", "wb");
    gzwrite(file, bytes.bytes, (unsigned)bytes.size);
    gzclose(file);
    free(bytes.bytes);
    write_file("train-images-idx3-ubyte", "", 0);
    load(folder);
    ck_assert_uint_eq(train.images[23], 7 * 23);
    unload();
    remove_file("train-images-idx3-ubyte.gz");
    assert_refused(folder, "train-images-idx3-ubyte: the file ends within its header");
}
END_TEST

START_TEST(an_archive_named_as_a_known_set_has_its_classes) {
    file_bytes bytes = file_read(TEST_DATA "/golden/arrays/deflated.npz");
    write_file("fashion-mnist.npz", bytes.bytes, bytes.size);
    free(bytes.bytes);
    load("./fashion-mnist.npz");
    ck_assert_uint_eq(train.classes, 10);
    ck_assert_str_eq(test.name, "fashion-mnist");
    unload();
}
END_TEST

START_TEST(missing_files_are_named) {
    remove_file("t10k-labels-idx1-ubyte");
    assert_refused(folder, "neither t10k-labels-idx1-ubyte nor");
    make_folder("empty");
    assert_refused("empty", "neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz");
}
END_TEST

START_TEST(labels_must_match_the_images) {
    write_labels("train-labels-idx1-ubyte", 3, 1);
    assert_refused(folder, "3 labels for 4 images");
}
END_TEST

START_TEST(images_and_labels_must_not_be_swapped) {
    write_labels("train-images-idx3-ubyte", 4, 1);
    assert_refused(folder, "images have rank 3");
    write_images("train-images-idx3-ubyte", 4, 2, 3);
    write_images("train-labels-idx1-ubyte", 4, 2, 1);
    assert_refused(folder, "labels have rank 1");
}
END_TEST

START_TEST(both_sets_must_have_one_image_size) {
    write_images("t10k-images-idx3-ubyte", 2, 3, 2);
    assert_refused(folder, "training images are 2 x 3, test images 3 x 2");
}
END_TEST

START_TEST(classes_are_as_many_as_both_sets_show) {
    write_labels("t10k-labels-idx1-ubyte", 2, 46);
    load(folder);
    ck_assert_uint_eq(train.classes, 47);
    ck_assert_uint_eq(test.classes, 47);
    unload();
}
END_TEST

START_TEST(one_class_is_nothing_to_learn) {
    write_images("train-images-idx3-ubyte", 1, 2, 3);
    write_labels("train-labels-idx1-ubyte", 1, 0);
    write_images("t10k-images-idx3-ubyte", 1, 2, 3);
    write_labels("t10k-labels-idx1-ubyte", 1, 0);
    assert_refused(folder, "train-labels-idx1-ubyte: all labels are 0");
    assert_refused("train-images-idx3-ubyte,train-labels-idx1-ubyte",
                   "train-labels-idx1-ubyte: all labels are 0");
    ck_assert_msg(dataset_load(folder, 2, &train, &test, &err), "%s", err.message);
    ck_assert_uint_eq(train.classes, 2);
    ck_assert_uint_eq(test.classes, 2);
    unload();
}
END_TEST

/* The fixture's files in another folder, beside which there is nothing. */
static void move_to(const char *name) {
    static const char *const names[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                        "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
    make_folder(name);
    for (size_t i = 0; i < 4; i++) {
        char *to = path_of("%s/%s", name, names[i]);
        ck_assert_int_eq(rename(names[i], to), 0);
        free(to);
    }
}

START_TEST(a_folder_named_as_a_known_set_has_its_classes) {
    move_to("fashion-mnist");
    write_labels("fashion-mnist/train-labels-idx1-ubyte", 4, 3); /* not all are seen */
    load("./fashion-mnist/");
    ck_assert_uint_eq(train.classes, 10);
    ck_assert_str_eq(train.name, "fashion-mnist");
    ck_assert_str_eq(dataset_class_name(&train, 1), "Trouser");
    ck_assert_str_eq(dataset_class_name(&test, 9), "Ankle boot");
    unload();
    write_labels("fashion-mnist/train-labels-idx1-ubyte", 4, 10);
    assert_refused("fashion-mnist", "label 3 is 10; those of fashion-mnist are 0 to 9");
}
END_TEST

static void make_cache(void) {
    make_folder("cache");
    make_folder("cache/tblog");
}

START_TEST(a_name_is_looked_for_in_the_cache) {
    make_cache();
    move_to("cache/tblog/kmnist");
    load("kmnist");
    ck_assert_str_eq(dataset_class_name(&train, 9), "wo");
    unload();
    assert_refused("emnist-digits", "emnist-digits: not found; get it by initlab fetch");
    assert_refused("emnist-digits", "it is in none of:");
    assert_refused("emnist-digits", " cache/tblog/emnist-digits");
    unsetenv("XDG_CACHE_HOME");
    setenv("HOME", "home", 1);
    assert_refused("kmnist", " home/.cache/tblog/kmnist");
    unsetenv("HOME");
    assert_refused("kmnist", "kmnist: not found");
}
END_TEST

START_TEST(a_folder_without_files_of_the_set_does_not_count) {
    make_cache();
    make_folder("cache/tblog/kmnist");
    assert_refused("kmnist", "kmnist: not found; get it by");
    write_file("cache/tblog/kmnist/.other", "", 0);
    ck_assert_ptr_null(dataset_folder(known_set_find("kmnist")));
    write_labels("cache/tblog/kmnist/train-labels-idx1-ubyte", 4, 9); /* alone */
    assert_refused("kmnist", "kmnist: not found; get it by");
    write_images("cache/tblog/kmnist/train-images-idx3-ubyte", 4, 2, 3);
    assert_refused("kmnist", "neither t10k-images-idx3-ubyte nor");
}
END_TEST

START_TEST(without_a_source_mnist_comes_from_a_known_place_only) {
    make_folder("mnist"); /* empty */
    make_cache();
    assert_refused(NULL, "mnist: not found");
    assert_refused("mnist", "mnist: neither train-images-idx3-ubyte nor");
    move_to("cache/tblog/mnist");
    load(NULL);
    ck_assert_str_eq(train.name, "mnist");
    unload();
}
END_TEST

START_TEST(the_environment_may_name_the_folder_of_mnist) {
    make_cache();
    make_folder("cache/tblog/mnist");
    write_images("cache/tblog/mnist/train-images-idx3-ubyte", 3, 2, 3); /* not to be looked at */
    move_to("digits");
    write_labels("digits/train-labels-idx1-ubyte", 4, 3); /* not all are seen */
    setenv("MNIST_DIR", "digits", 1);
    load(NULL);
    ck_assert_str_eq(train.name, "mnist");
    ck_assert_uint_eq(train.n, 4);
    ck_assert_uint_eq(train.classes, 10);
    unload();
    setenv("MNIST_DIR", "digit", 1);
    assert_refused(NULL, "digit: MNIST_DIR names it, but there is no such folder");
    setenv("MNIST_DIR", "cache", 1);
    assert_refused("mnist", "cache: neither train-images-idx3-ubyte nor");
    setenv("MNIST_DIR", "", 1);
    assert_refused("mnist", "neither train-labels-idx1-ubyte nor");
}
END_TEST

START_TEST(an_unknown_name_lists_the_known_ones) {
    assert_refused("fashion",
                   "these are known: emnist-balanced emnist-byclass emnist-bymerge "
                   "emnist-digits emnist-letters emnist-mnist fashion-mnist kmnist mnist");
    assert_refused("no/where", "there is no such folder");
    assert_refused("/nowhere", "there is no such folder");
}
END_TEST

/* EMNIST's letters count from 1, and its images are kept column by column. */
static void write_emnist(const char *name, uint8_t last) {
    char file[64];
    for (int part = 0; part < 2; part++) {
        const char *which = part ? "test" : "train";
        snprintf(file, sizeof file, "emnist-%s-%s-images-idx3-ubyte", name, which);
        write_images(file, 2, 3, 2);
        snprintf(file, sizeof file, "emnist-%s-%s-labels-idx1-ubyte", name, which);
        write_labels_from(file, 2, 1, last);
    }
}

static void clear(void) {
    remove_file("train-images-idx3-ubyte");
    remove_file("train-labels-idx1-ubyte");
    remove_file("t10k-images-idx3-ubyte");
    remove_file("t10k-labels-idx1-ubyte");
}

START_TEST(emnist_is_turned_and_its_letters_count_from_1) {
    /* The file's second image is 42 49 / 56 63 / 70 77: a (3, 2) of columns is a (2, 3) of rows. */
    const uint8_t turned[] = {42, 56, 70, 49, 63, 77};
    clear();
    write_emnist("letters", 26);
    load(folder);
    ck_assert_uint_eq(train.rows, 2);
    ck_assert_uint_eq(train.cols, 3);
    ck_assert_mem_eq(train.images + 6, turned, 6);
    ck_assert_uint_eq(train.classes, 26);
    ck_assert_str_eq(dataset_class_name(&train, train.labels[0]), "A");
    ck_assert_str_eq(dataset_class_name(&test, test.labels[1]), "Z");
    unload();
    write_labels_from("emnist-letters-train-labels-idx1-ubyte", 2, 0, 26);
    assert_refused(folder, "label 0 is 0; those of emnist-letters are 1 to 26");
    write_labels_from("emnist-letters-train-labels-idx1-ubyte", 2, 1, 27);
    assert_refused(folder, "label 1 is 27; those of emnist-letters are 1 to 26");
}
END_TEST

START_TEST(of_several_sets_in_a_folder_one_is_chosen) {
    clear();
    write_emnist("letters", 26);
    write_emnist("balanced", 46);
    assert_refused(folder, "it has both emnist-balanced and emnist-letters; say which");
    char *source = path_of("%s/emnist-balanced", folder);
    load(source);
    ck_assert_str_eq(dataset_class_name(&train, 46), "t");
    unload();
    free(source);
    assert_refused("./emnist-digits", "there is no such folder");
}
END_TEST

START_TEST(files_are_given_one_by_one) {
    write_labels("more-labels", 4, 3);
    load("train-images-idx3-ubyte,more-labels,t10k-images-idx3-ubyte,t10k-labels-idx1-ubyte");
    ck_assert_uint_eq(train.classes, 6);
    ck_assert_uint_eq(test.n, 2);
    unload();
    load("train-images-idx3-ubyte,more-labels");
    ck_assert_uint_eq(train.classes, 4);
    ck_assert_uint_eq(test.n, 0);
    unload();
    write_emnist("letters", 26); /* known by its files' names */
    load("emnist-letters-train-images-idx3-ubyte,emnist-letters-train-labels-idx1-ubyte");
    ck_assert_str_eq(dataset_class_name(&train, train.labels[1]), "Z");
    unload();
    assert_refused("train-images-idx3-ubyte,more-labels,t10k-images-idx3-ubyte", "not IMAGES,");
    assert_refused("train-images-idx3-ubyte,", "not IMAGES,LABELS");
    assert_refused(",", "not IMAGES,LABELS");
    assert_refused("a,b,c,d,e", "not IMAGES,LABELS");
    assert_refused("a,more-labels", "a: No such file");
}
END_TEST

START_TEST(paths_may_have_commas) {
    file_bytes bytes = file_read(TEST_DATA "/golden/arrays/deflated.npz");
    ck_assert_int_eq(mkdir("one, two", 0777), 0);
    write_file("one, two/a,b.npz", bytes.bytes, bytes.size);
    free(bytes.bytes);
    write_images("one, two/i,1", 2, 2, 3);
    write_labels("one, two/l", 2, 1);
    load("one, two/a,b.npz");
    unload();
    load("one, two/i,1,one, two/l");
    ck_assert_uint_eq(train.n, 2);
    ck_assert_uint_eq(test.n, 0);
    unload();
    load("one, two/a,b.npz:x_train,one, two/a,b.npz:y_train");
    unload();
    assert_refused("one, two/i,1,one, two/none", "not IMAGES,LABELS");
    assert_refused("one, two/emnist-digits", "there is no such folder");
}
END_TEST

static void write_numpy_labels(void) {
    write_npy("y_train.npy", "<i8", "(2,)", (int64_t[]){1, 2}, 16);
    write_npy("y_test.npy", "|i1", "(1, 1)", (int8_t[]){4}, 1);
}

START_TEST(numpys_bytes_are_pixels) {
    clear();
    write_numpy_labels();
    write_npy("x_train.npy", "|u1", "(2, 2, 3)", "abcdefghijkl", 12);
    write_npy("x_test.npy", "|u1", "(1, 2, 3, 1)", "mnopqr", 6); /* one channel, as Keras has it */
    load(folder);
    ck_assert_uint_eq(train.rows, 2);
    ck_assert_uint_eq(train.cols, 3);
    ck_assert_mem_eq(train.images, "abcdefghijkl", 12);
    ck_assert_mem_eq(test.images, "mnopqr", 6);
    ck_assert_uint_eq(train.labels[1], 2);
    ck_assert_uint_eq(test.labels[0], 4);
    ck_assert_uint_eq(train.classes, 5);
    unload();
}
END_TEST

START_TEST(half_a_test_part_is_refused) {
    clear();
    write_numpy_labels();
    write_npy("x_train.npy", "|u1", "(2, 2)", "abcd", 4);
    assert_refused(folder, "of the test part only one file is there");
}
END_TEST

START_TEST(numpys_floats_are_kept) {
    const float x[] = {0, .5f, -1, 2};
    const double wide[] = {.1, 3};
    clear();
    write_numpy_labels();
    write_npy("x_train.npy", "<f4", "(2, 2)", x, sizeof x);
    write_npy("x_test.npy", "<f8", "(1, 2)", wide, sizeof wide);
    load(folder);
    ck_assert_uint_eq(train.rows, 1);
    ck_assert_uint_eq(train.cols, 2);
    ck_assert_ptr_null(train.images);
    ck_assert_mem_eq(train.values, x, sizeof x);
    ck_assert(test.values[0] == .1f && test.values[1] == 3);
    unload();
    write_npy("x_test.npy", "|u1", "(1, 2)", "ab", 2);
    assert_refused(folder, "training images are floats, test images bytes");
}
END_TEST

START_TEST(labels_of_every_integer_type_are_read) {
    const union {
        int64_t wide[2];
        uint8_t bytes[16];
    } labels = {.wide = {3, 200}};
    static const char *const descrs[] = {"|u1", "<u2", "<u4", "<u8", "<i2", "<i4", "<i8"};
    write_npy("x.npy", "|u1", "(2, 1)", "ab", 2);
    for (size_t i = 0; i < sizeof descrs / sizeof descrs[0]; i++) {
        uint8_t packed[16];
        size_t size = (size_t)(descrs[i][2] - '0');
        for (size_t k = 0; k < 2; k++)
            memcpy(packed + k * size, labels.bytes + 8 * k + (BYTE_ORDER_IS_LITTLE ? 0 : 8 - size),
                   size);
        write_npy("y.npy", descrs[i], "(2,)", packed, 2 * size);
        load("x.npy,y.npy");
        ck_assert_uint_eq(train.labels[0], 3);
        ck_assert_uint_eq(train.labels[1], 200);
        unload();
    }
}
END_TEST

START_TEST(labels_that_are_none_are_refused) {
    write_npy("x.npy", "|u1", "(2, 1)", "ab", 2);
    write_npy("y.npy", "<i4", "(2,)", (int32_t[]){0, -1}, 8);
    assert_refused("x.npy,y.npy", "y.npy: label 1 is -1, not a whole number from 0 to 255");
    write_npy("y.npy", "<u2", "(2,)", (uint16_t[]){256, 0}, 4);
    assert_refused("x.npy,y.npy", "label 0 is 256, not a whole number");
    write_npy("y.npy", "<u8", "(2,)", (uint64_t[]){UINT64_MAX, 0}, 16);
    assert_refused("x.npy,y.npy", "label 0 is 1.844674407e+19, not");
    write_npy("y.npy", "<f4", "(2,)", (float[]){0, .5f}, 8);
    assert_refused("x.npy,y.npy", "label 1 is 0.5, not a whole number from 0 to 255");
    write_npy("y.npy", "<f4", "(2,)", (uint32_t[]){0x7fc00000, 0}, 8);
    assert_refused("x.npy,y.npy", "label 0 is nan");
    write_npy("y.npy", "|u1", "(1, 2)", "\0\1", 2);
    assert_refused("x.npy,y.npy", "y.npy: 1 labels for 2 images");
    write_npy("y.npy", "|u1", "(2, 1, 1)", "\0\1", 2);
    assert_refused("x.npy,y.npy", "or 2 if one-hot (n, classes); this is (2, 1, 1)");
    write_npy("y.npy", "|u1", "(2, 2)", "\0\1\1\1", 4);
    assert_refused("x.npy,y.npy", "row 1 of the one-hot labels is not one 1 and zeros");
    write_npy("y.npy", "|u1", "(2, 2)", "\0\1\0\0", 4);
    assert_refused("x.npy,y.npy", "row 1 of the one-hot labels is not one 1 and zeros");
    write_npy("y.npy", "<f4", "(2, 2)", (float[]){0, 1, .5f, .5f}, 16);
    assert_refused("x.npy,y.npy", "row 1 of the one-hot labels is not one 1 and zeros");
    write_npy("y.npy", "|u1", "(2, 257)", (uint8_t[514]){0}, 514);
    assert_refused("x.npy,y.npy", "one-hot labels have 2 to 256 classes; this is (2, 257)");
    write_npy("y.npy", "|u1", "(3,)", "\0\1\2", 3);
    assert_refused("x.npy,y.npy", "3 labels for 2 images");
}
END_TEST

START_TEST(images_that_are_none_are_refused) {
    write_npy("y.npy", "|u1", "(2,)", "\0\1", 2);
    write_npy("x.npy", "<f4", "(2, 1, 2)", (uint32_t[]){0, 0, 0x7fc00000, 0}, 16);
    assert_refused("x.npy,y.npy", "x.npy: image 1 has nan in row 0, column 0");
    write_npy("x.npy", "<f8", "(2, 1)", (double[]){1, 1e300}, 16); /* no float32 */
    assert_refused("x.npy,y.npy", "image 1 has inf");
    write_npy("x.npy", "|u1", "(2,)", "ab", 2);
    assert_refused("x.npy,y.npy", "images have rank 3");
    write_npy("x.npy", "|u1", "(2, 2, 2, 3)", "abcdefghijklmnopqrstuvwx", 24);
    assert_refused("x.npy,y.npy", "this is (2, 2, 2, 3): make colours grey first");
    write_npy("x.npy", "|u1", "(0, 2)", "", 0);
    assert_refused("x.npy,y.npy", "it holds no elements");
    write_npy("x.npy", "|u1", "(2, 0)", "", 0);
    assert_refused("x.npy,y.npy", "it holds no elements");
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
    ck_assert_str_eq(known_set_find("emnist-byclass")->class_names[61], "z");
}
END_TEST

SUITE_WITH("dataset_files", setup, own_folder_teardown, files_may_be_in_folders_of_their_names,
           four_files_make_two_sets, gzipped_files_serve_as_well,
           a_point_serves_for_the_second_hyphen, an_empty_file_beside_a_good_one_does_not_count,
           an_archive_named_as_a_known_set_has_its_classes, missing_files_are_named,
           labels_must_match_the_images, images_and_labels_must_not_be_swapped,
           both_sets_must_have_one_image_size, classes_are_as_many_as_both_sets_show,
           one_class_is_nothing_to_learn, a_folder_named_as_a_known_set_has_its_classes,
           a_name_is_looked_for_in_the_cache, a_folder_without_files_of_the_set_does_not_count,
           without_a_source_mnist_comes_from_a_known_place_only,
           the_environment_may_name_the_folder_of_mnist, an_unknown_name_lists_the_known_ones,
           emnist_is_turned_and_its_letters_count_from_1, of_several_sets_in_a_folder_one_is_chosen,
           files_are_given_one_by_one, paths_may_have_commas, numpys_bytes_are_pixels,
           numpys_floats_are_kept, half_a_test_part_is_refused,
           labels_of_every_integer_type_are_read, labels_that_are_none_are_refused,
           images_that_are_none_are_refused, known_sets_have_a_name_for_each_class)
