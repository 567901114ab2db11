/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures as other programs save them, beside what Pillow makes of them
 * (tools/golden/make_pictures.py). */
#include <stdlib.h>
#include <string.h>

#include "data/files/npy.h"
#include "picture/center.h"
#include "suite.h"
#include "temp_folder.h"

#define PICTURES TEST_DATA "/golden/pictures/"
enum { SIDE = 28, PIXELS = SIDE * SIDE };

static error err;

static grey_image read_picture(const char *name) {
    grey_image image;
    char *path = path_of(PICTURES "%s.png", name);
    FILE *file = fopen(path, "rbe");
    ck_assert_msg(grey_read_png(path, file, &image, &err), "%s", err.message);
    fclose(file);
    free(path);
    return image;
}

static npy_array read_array(const char *name) {
    npy_array array;
    char *path = path_of(PICTURES "%s.npy", name);
    ck_assert_msg(npy_read(path, &array, &err), "%s", err.message);
    free(path);
    return array;
}

/* The picture's greys are the array's, exactly. */
static void assert_greys(const char *name, const char *array, bool on_nothing, bool invert) {
    grey_image image = read_picture(name);
    npy_array want = read_array(array);
    ck_assert_uint_eq(image.rows * image.cols, want.count);
    if (invert) grey_invert(&image);
    for (size_t i = 0; i < want.count; i++)
        ck_assert_msg(image.grey[i] == ((const uint8_t *)want.data)[i],
                      "%s: pixel %zu is %d, not %d", name, i, image.grey[i],
                      ((const uint8_t *)want.data)[i]);
    ck_assert_msg(image.on_nothing == on_nothing, "%s", name);
    grey_free(&image);
    npy_free(&want);
}

START_TEST(sixteen_bits_are_eight_of_the_same_picture) {
    assert_greys("grey8", "grey", false, false);
    assert_greys("grey16", "grey", false, false);
    assert_greys("grey_alpha16", "grey", false, false);
    assert_greys("rgb16", "grey", false, false);
}
END_TEST

START_TEST(ink_of_any_colour_on_nothing_is_light_on_black) {
    assert_greys("black_on_nothing", "ink", true, false);
    assert_greys("white_on_nothing", "ink", true, false);
    assert_greys("black_on_nothing_rgba", "ink", true, false);
    assert_greys("white_on_nothing_rgba", "ink", true, false);
    assert_greys("black_on_nothing_palette", "ink_palette", true, false);
}
END_TEST

START_TEST(paper_with_transparent_corners_is_paper) {
    assert_greys("paper_with_corners", "ink", false, true);
}
END_TEST

/* Pillow averages over pixels, cairo's filter is a little wider. */
START_TEST(digits_are_cropped_and_centred_as_mnist_was_made) {
    static const char *const digits[] = {"1", "4", "7"};
    for (size_t i = 0; i < 3; i++) {
        char large[16], centered[16];
        uint8_t out[PIXELS];
        snprintf(large, sizeof large, "large_%s", digits[i]);
        snprintf(centered, sizeof centered, "centered_%s", digits[i]);
        grey_image image = read_picture(large);
        npy_array want = read_array(centered);
        int sum = 0;
        ck_assert(grey_fit(&image, SIDE, SIDE, out));
        ck_assert(grey_is_off_center(out, SIDE, SIDE));
        ck_assert(grey_center(&image, SIDE, SIDE, out));
        ck_assert(!grey_is_off_center(out, SIDE, SIDE));
        for (size_t k = 0; k < PIXELS; k++) sum += abs(out[k] - ((const uint8_t *)want.data)[k]);
        ck_assert_msg(sum < 4 * PIXELS, "%s: %g greys off on average", large, (double)sum / PIXELS);
        grey_free(&image);
        npy_free(&want);
    }
}
END_TEST

START_TEST(a_ground_that_is_not_black_becomes_black) {
    grey_image image = read_picture("large_7");
    npy_array want = read_array("centered_7");
    uint8_t out[PIXELS];
    int sum = 0;
    for (size_t i = 0; i < image.rows * image.cols; i++)
        image.grey[i] = (uint8_t)(100 + image.grey[i] * 155 / 255);
    ck_assert(grey_center(&image, SIDE, SIDE, out));
    for (size_t k = 0; k < PIXELS; k++) sum += abs(out[k] - ((const uint8_t *)want.data)[k]);
    ck_assert_int_lt(sum, 4 * PIXELS);
    grey_free(&image);
    npy_free(&want);
}
END_TEST

START_TEST(what_has_no_ink_and_what_is_tiny_is_centred_too) {
    uint8_t grey[6] = {0}, out[PIXELS], lit = 0;
    grey_image image = {.rows = 2, .cols = 3, .grey = grey};
    ck_assert(grey_center(&image, SIDE, SIDE, out));
    for (size_t k = 0; k < PIXELS; k++) ck_assert_int_eq(out[k], 0);
    ck_assert(!grey_is_off_center(out, SIDE, SIDE));
    grey[4] = 255;
    ck_assert(grey_center(&image, SIDE, SIDE, out));
    ck_assert_int_gt(out[14 * SIDE + 14], 200);
    ck_assert(!grey_is_off_center(out, SIDE, SIDE));
    ck_assert(grey_center(&image, 1, 1, &lit)); /* a model of one pixel */
}
END_TEST

SUITE("grey", sixteen_bits_are_eight_of_the_same_picture,
      ink_of_any_colour_on_nothing_is_light_on_black, paper_with_transparent_corners_is_paper,
      digits_are_cropped_and_centred_as_mnist_was_made, a_ground_that_is_not_black_becomes_black,
      what_has_no_ink_and_what_is_tiny_is_centred_too)
