/* SPDX-License-Identifier: Apache-2.0 */
/* Data that look like a mistake, and those that do not. */
#include "data/dataset_hints.h"

#include <string.h>

#include "suite.h"

enum { N = 4 };

static char lines[DATASET_HINTS][DATASET_HINT_BYTES];
static uint8_t labels[N], later[N];

/* Images of one pixel, bytes or floats, of three classes. */
static dataset set_of(uint8_t *images, float *values, uint8_t *of) {
    return (dataset){.n = N,
                     .rows = 1,
                     .cols = 1,
                     .classes = 3,
                     .images = images,
                     .values = values,
                     .labels = of};
}

static void setup(void) {
    memcpy(labels, (uint8_t[N]){0, 1, 2, 0}, N);
    memcpy(later, (uint8_t[N]){2, 1, 0, 0}, N);
}

static size_t hints(const dataset *train) {
    dataset validation = set_of(train->images, train->values, later);
    return dataset_hints(train, &validation, lines);
}

static void assert_hint(const dataset *train, const char *words) {
    ck_assert_uint_eq(hints(train), 1);
    ck_assert_msg(strstr(lines[0], words) != NULL, "'%s' does not say '%s'", lines[0], words);
}

START_TEST(floats_that_are_not_scaled) {
    float values[N] = {0, 1, 3, 4};
    dataset set = set_of(NULL, values, labels);
    set.least = 0, set.largest = 255;
    assert_hint(&set, "inputs go from 0 to 255: floats are taken as they are; scale them");
    set.least = -20, set.largest = 2;
    assert_hint(&set, "inputs go from -20 to 2");
    set.least = -3, set.largest = 15;
    ck_assert_uint_eq(hints(&set), 0);
    set.largest = 255;
    for (int s = DATASET_RAW; s <= DATASET_STANDARD_SAMPLE; s++) { /* as somebody wanted it */
        set.scaling = (dataset_scaling)s;
        ck_assert_uint_eq(hints(&set), 0);
    }
}
END_TEST

START_TEST(bytes_that_are_scaled_already) {
    uint8_t bits[N] = {0, 1, 1, 0}, bytes[N] = {0, 1, 2, 0}, black[N] = {0};
    dataset set = set_of(bits, NULL, labels);
    assert_hint(&set, "all bytes are 0 or 1, and become 0 or 1/255; --standardize none takes");
    set.images = bytes;
    ck_assert_uint_eq(hints(&set), 0);
    set.images = black;
    ck_assert_uint_eq(hints(&set), 0);
    set.images = bits;
    set.scaling = DATASET_RAW;
    ck_assert_uint_eq(hints(&set), 0);
}
END_TEST

START_TEST(classes_that_only_the_validation_part_has) {
    uint8_t bytes[N] = {0, 9, 2, 0}, ones[N] = {1, 1, 1, 1}, zeros[N] = {0};
    const char *const names[] = {"cat", "dog", "bird"};
    dataset set = set_of(bytes, NULL, ones);
    assert_hint(&set, "no training image is of class 0 and 1 other, but validation images are");
    memcpy(labels, (uint8_t[N]){0, 1, 1, 0}, N);
    set.labels = labels;
    set.class_names = names;
    assert_hint(&set, "no training image is of class bird, but");
    dataset train = set_of(bytes, NULL, later), validation = set_of(bytes, NULL, zeros);
    ck_assert_uint_eq(dataset_hints(&train, &validation, lines), 0); /* the other way round */
}
END_TEST

SUITE_WITH("dataset_hints", setup, NULL, floats_that_are_not_scaled, bytes_that_are_scaled_already,
           classes_that_only_the_validation_part_has)
