/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset.h"
#include "suite.h"

enum { N = 4, D = 6 };

static dataset set;

static void setup(void) {
    set = (dataset){
        .n = N, .rows = 2, .cols = 3, .classes = 10, .images = malloc(N * D), .labels = malloc(N)};
    ck_assert(set.images && set.labels);
    for (int i = 0; i < N * D; i++) set.images[i] = (uint8_t)(7 * i);
    memcpy(set.labels, (uint8_t[]){0, 1, 2, 9}, N);
}

static void teardown(void) {
    dataset_free(&set);
}

/* What NumPy's x / 255.0, cast to float32, gives. */
START_TEST(pixels_become_numpys_float32) {
    uint8_t pixels[256], label = 0;
    float x[256];
    for (int i = 0; i < 256; i++) pixels[i] = (uint8_t)i;
    const dataset all = {.n = 1, .rows = 16, .cols = 16, .images = pixels, .labels = &label};
    const uint32_t first = 0;
    dataset_gather(&all, &first, 1, x, &label);
    for (int i = 0; i < 256; i++) ck_assert(x[i] == (float)(i / 255.0));
}
END_TEST

START_TEST(batches_follow_the_order) {
    const uint32_t order[] = {3, 0, 3};
    float x[3 * D];
    uint8_t labels[3];
    dataset_gather(&set, order, 3, x, labels);
    ck_assert_uint_eq(labels[0], 9);
    ck_assert_uint_eq(labels[1], 0);
    ck_assert_mem_eq(x, x + 2 * D, D * sizeof(float));
    ck_assert(x[0] == (float)(7 * 18 / 255.0));
}
END_TEST

/* The sparse batch, its zeros put back, is the dense one. */
START_TEST(a_compressed_set_gives_the_same_batches) {
    const uint32_t order[] = {3, 0, 1, 3};
    float dense[4 * D], x[4 * D], again[4 * D] = {0};
    uint32_t starts[5];
    uint16_t columns[4 * D];
    uint8_t labels[4], more_labels[4];
    memset(set.images + 7, 0, 9); /* pixels of images 1 and 2; pixel 0 of image 0 is 0 anyway */
    ck_assert(fabs(dataset_density(&set) - 14. / 24) < 1e-9);
    ck_assert(dataset_compress(&set));
    dataset_gather(&set, order, 4, dense, labels);
    dataset_sparse_starts(&set, order, 4, starts);
    dataset_gather_sparse(&set, order, 1, 4, starts, columns, x, more_labels); /* in any order */
    dataset_gather_sparse(&set, order, 0, 1, starts, columns, x, more_labels);
    for (size_t b = 0; b < 4; b++)
        for (uint32_t i = starts[b]; i < starts[b + 1]; i++) {
            ck_assert(x[i] != 0 && columns[i] < D);
            again[b * D + columns[i]] = x[i];
        }
    ck_assert_uint_eq(starts[4], 6 + 5 + 1 + 6);
    ck_assert_mem_eq(again, dense, sizeof dense);
    ck_assert_mem_eq(labels, more_labels, 4);
}
END_TEST

START_TEST(floats_are_taken_as_they_are) {
    float values[2 * D] = {0, .5f, 1, -3, 1e-9f, 7}, x[D];
    uint8_t labels[] = {1, 2}, label;
    const dataset floats = {.n = 2, .rows = 2, .cols = 3, .values = values, .labels = labels};
    dataset_gather(&floats, &(uint32_t){0}, 1, x, &label);
    ck_assert_mem_eq(x, values, sizeof x);
    ck_assert_uint_eq(label, 1);
    ck_assert(dataset_density(&floats) == 1); /* never sparse */
}
END_TEST

START_TEST(classes_without_names_are_numbers) {
    static const char *const names[] = {"cat", "dog"};
    ck_assert_str_eq(dataset_class_name(&set, 0), "0");
    ck_assert_str_eq(dataset_class_name(&set, 46), "46");
    ck_assert_str_eq(dataset_class_name(&set, 255), "255");
    ck_assert_str_eq(dataset_class_name(&set, 256), "");
    set.class_names = names;
    set.classes = 2;
    ck_assert_str_eq(dataset_class_name(&set, 1), "dog");
    ck_assert_str_eq(dataset_class_name(&set, 2), "2");
}
END_TEST

START_TEST(pictures_are_the_pixels) {
    uint8_t pixels[D];
    dataset_picture(&set, 3, pixels);
    ck_assert_mem_eq(pixels, set.images + 3 * D, D);
}
END_TEST

START_TEST(pictures_of_floats_fill_the_greys) {
    float values[3 * D] = {0, .5f, .25f, .2f, .1f, 0, -1, 0, 1, 3, 1, 1, 9, 9, 9, 9, 9, 9};
    const uint8_t unit[] = {0, 128, 64, 51, 26, 0}, wide[] = {0, 64, 128, 255, 128, 128};
    const dataset floats = {.n = 3, .rows = 2, .cols = 3, .values = values};
    uint8_t pixels[D];
    dataset_picture(&floats, 0, pixels);
    ck_assert_mem_eq(pixels, unit, D);
    dataset_picture(&floats, 1, pixels);
    ck_assert_mem_eq(pixels, wide, D);
    dataset_picture(&floats, 2, pixels);
    ck_assert_mem_eq(pixels, (uint8_t[D]){0}, D);
}
END_TEST

START_TEST(facts_are_of_the_inputs) {
    float values[N * D];
    dataset_facts facts;
    for (int i = 0; i < N * D; i++) values[i] = i % 2 ? 1e6f : 1e6f + 2;
    values[5] = 0, values[7] = 2e6f;
    const dataset floats = {.n = N, .rows = 2, .cols = 3, .values = values, .labels = set.labels};
    ck_assert(dataset_facts_of(&set, &facts));
    ck_assert(facts.least == 0 && facts.largest == (double)(161 / 255.f));
    ck_assert(fabs(facts.mean - 7 * 11.5 / 255) < 1e-7);
    ck_assert(fabs(facts.deviation - 7 * sqrt((24. * 24 - 1) / 12) / 255) < 1e-7); /* of 0 to 23 */
    ck_assert(fabs(facts.zeros - 1. / 24) < 1e-12);
    ck_assert_uint_eq(facts.counts[9], 1);
    ck_assert_uint_eq(facts.counts[3], 0);
    ck_assert(dataset_facts_of(&floats, &facts));
    ck_assert(facts.least == 0 && facts.largest == 2e6 && fabs(facts.mean - 1000001) < 1e-6);
    ck_assert(fabs(facts.deviation - sqrt((1000001. * 1000001 + 999999. * 999999 + 22) / 24)) <
              1e-6);
}
END_TEST

SUITE_WITH("dataset", setup, teardown, pixels_become_numpys_float32, batches_follow_the_order,
           a_compressed_set_gives_the_same_batches, floats_are_taken_as_they_are,
           classes_without_names_are_numbers, pictures_are_the_pixels,
           pictures_of_floats_fill_the_greys, facts_are_of_the_inputs)
