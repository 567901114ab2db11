/* SPDX-License-Identifier: Apache-2.0 */
/* Data of one's own in training, evaluation and prediction. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_line.h"
#include "data/files/idx.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"
#include "temp_folder.h"

#define ARRAYS "$golden/arrays/"
#define OWN    "--data " ARRAYS "x_u1.npy," ARRAYS "y_u1.npy," ARRAYS "x_u1.npy," ARRAYS "y_u1.npy"
#define TRAIN  "$initlab train --epochs 1 --quiet --layers 4 --save-models --logdir logs "
#define MODEL  "logs/glorot_uniform/last.safetensors"

static void setup(void) {
    own_folder_enter();
}

static void assert_says(const char *line, const char *words) {
    outcome o = run(line);
    ck_assert_msg(o.code == 0, "%s: %s", line, o.err);
    ck_assert_msg(strstr(o.out, words) != NULL, "%s: '%s' does not say '%s'", line, o.out, words);
    free(o.out);
    free(o.err);
}

START_TEST(eval_does_not_guess_the_data) {
    expect(TRAIN OWN, 0, NULL);
    expect("$initlab eval " MODEL, 1, "it did not learn from a known data set but from ");
    expect("$initlab eval " MODEL, 1, "y_u1.npy: give data by --data");
    assert_says("$initlab eval " MODEL " " OWN, "arrays/y_u1.npy\nimages     3\n");
    assert_says("$initlab eval --json " MODEL " " OWN, "arrays/y_u1.npy\",\"images\":3,");
}
END_TEST

START_TEST(eval_names_the_known_set) {
    small_data_write(".", 64);
    setenv("MNIST_DIR", ".", 1);
    expect(TRAIN, 0, NULL);
    assert_says("$initlab eval " MODEL, "\ndata       mnist\nimages     32\n");
    assert_says("$initlab eval " MODEL " --data .", "\ndata       .\nimages     32\n");
    unsetenv("MNIST_DIR");
}
END_TEST

START_TEST(what_looks_like_a_mistake_is_reported) {
    expect("$initlab train --data " ARRAYS "x_f4.npy," ARRAYS
           "y_f4.npy --validation-split .4 --epochs 1 --quiet --logdir a 2>err; cat err >&2",
           0, "initlab train: inputs go from 0 to 125: floats are taken as they are");
    expect("grep -qx 'initlab train: no training image is of class 0 and 1 other, but .*' err", 0,
           NULL);
    expect("$initlab compare --init zeros,ones --epochs 1 --quiet --logdir b --data " ARRAYS
           "x_u1.npy," ARRAYS "y_u1.npy --validation-split .4",
           0, "initlab compare: no training image is of class 0");
}
END_TEST

/* ---- prediction ---- */

#define KERAS    "$golden/model/keras.safetensors"
#define PICTURES "$golden/pictures/"
#define PREDICT  "$initlab predict --json " KERAS " "

static void write_npy(const char *path, const char *descr, const char *shape, const void *data,
                      size_t size) {
    uint8_t *bytes = calloc(1, 256 + size);
    memcpy(bytes, "\x93NUMPY\x01\x00", 8);
    int length = snprintf((char *)bytes + 10, 200,
                          "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shape);
    bytes[8] = (uint8_t)length;
    memcpy(bytes + 10 + length, data, size);
    file_write(path, bytes, 10 + (size_t)length + size);
    free(bytes);
}

/* The images of one network as bytes and as floats of several ranges: a PNG is what it was. */
START_TEST(a_png_becomes_what_a_model_of_floats_learned_from) {
    static const float ranges[][2] = {{0, 255}, {-1, 1}};
    uint8_t bytes[2 * 16] = {0,   255, 17,  34,  51,  68,  85,  102,
                             119, 136, 153, 170, 187, 204, 221, 238};
    memcpy(bytes + 16, (uint8_t[16]){255, 0, 9}, 16);
    write_npy("y.npy", "|u1", "(2,)", "\0\1", 2);
    write_npy("png.npy", "|u1", "(2, 4, 4)", bytes, sizeof bytes);
    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++) {
        float values[2 * 16];
        for (size_t i = 0; i < 32; i++)
            values[i] = ranges[r][0] + (ranges[r][1] - ranges[r][0]) * (float)bytes[i] / 255;
        write_npy("x.npy", "<f4", "(2, 4, 4)", values, sizeof values);
        expect(TRAIN "--overwrite --data x.npy,y.npy,x.npy,y.npy 2>hints", 0, NULL);
        expect("$initlab predict " MODEL " x.npy >x && $initlab predict " MODEL
               " png.npy | sed s/png/x/ | cmp - x",
               0, NULL);
    }
    expect(TRAIN "--overwrite --data png.npy,y.npy,png.npy,y.npy", 0, NULL);
    write_npy("x.npy", "<f4", "(1, 2, 8)", (float[16]){0, 255}, 64);
    expect("$initlab predict " MODEL " x.npy", 0,
           "x.npy: floats up to 255; the model learned from bytes divided by 255");
}
END_TEST

/* The golden images (100, 14, 14) in the forms that people have, each in a file of the same name.
 */
START_TEST(images_are_the_same_from_every_kind_of_file) {
    npy_array images;
    error err;
    ck_assert_msg(idx_read(TEST_DATA "/golden/model/images.gz", &images, &err), "%s", err.message);
    const uint8_t *bytes = images.data;
    float *floats = malloc(images.count * sizeof *floats);
    for (size_t i = 0; i < images.count; i++) floats[i] = (float)bytes[i] / 255;
    expect("mkdir a b c d e && cp $golden/model/images.gz a/x", 0, NULL);
    write_npy("b/x", "|u1", "(100, 196)", bytes, images.count);
    write_npy("c/x", "|u1", "(100, 1, 14, 14)", bytes, images.count);
    write_npy("d/x", "<f4", "(100, 14, 14, 1)", floats, images.count * sizeof *floats);
    for (size_t i = 0; i < images.count; i++) floats[i] = 1 - floats[i];
    write_npy("e/x", "<f4", "(100, 196)", floats, images.count * sizeof *floats);
    write_npy("one.npy", "|u1", "(14, 14)", bytes, 196);
    write_npy("flat.npy", "|u1", "(196,)", bytes, 196);
    free(floats);
    npy_free(&images);
    expect("for d in a b c d; do (cd $d && " PREDICT "x >out) || exit; done", 0, NULL);
    expect("test $(wc -l <a/out) = 100 && cmp a/out b/out && cmp a/out c/out && cmp a/out d/out", 0,
           NULL);
    expect("(cd e && " PREDICT "--invert --top 1 x | cut -c 1-65 >out) && (cd a && " PREDICT
           "--top 1 x | cut -c 1-65) | cmp - e/out",
           0, NULL);
    expect(PREDICT "one.npy | sed s/one/flat/ >one && " PREDICT "flat.npy | cmp - one", 0, NULL);
    expect(PREDICT "- <one.npy | sed 's/\"-\"/\"one.npy\"/;s/one/flat/' | cmp - one", 0, NULL);
    expect("gzip -dc $golden/model/images.gz | " PREDICT "- | sed 's/\"-\"/\"x\"/' | cmp - a/out",
           0, NULL);
}
END_TEST

START_TEST(black_and_white_on_nothing_are_the_same_picture) {
    expect("for c in black white; do cp " PICTURES "${c}_on_nothing.png x.png && " PREDICT
           "x.png >$c 2>hints || exit; done; cmp black white",
           0, NULL);
    expect(PREDICT "--invert x.png | cmp - white", 0, NULL);
    write_npy("x.png", "|u1", "(14, 14)", (uint8_t[196]){0}, 196);
    expect("! " PREDICT "x.png | cmp -s - white", 0, NULL);
}
END_TEST

/* As models were of (n, D) before a square number of columns was a square. */
START_TEST(a_model_of_one_row_takes_pictures_too) {
    expect("sed 's/\"input\":\"14x14\"/\"input\":\"1x196\"/' " KERAS " >row && ! cmp -s row " KERAS,
           0, NULL);
    expect("cp " PICTURES "large_4.png x.png && " PREDICT "x.png >a 2>hints && "
           "$initlab predict --json row x.png >b 2>hints; cmp a b",
           0, NULL);
    expect(PREDICT "--center x.png >a && $initlab predict --json row --center x.png | cmp - a", 0,
           NULL);
}
END_TEST

START_TEST(digits_of_any_place_are_centred) {
    expect("$initlab predict " KERAS " " PICTURES "large_7.png", 0,
           "large_7.png: not cropped and centred as mnist's images are; --center does that");
    assert_says("$initlab predict --top 1 --center " KERAS " " PICTURES "large_7.png", ": 7 ");
    expect("$initlab predict --center " KERAS " " PICTURES "large_7.png", 0, NULL);
}
END_TEST

START_TEST(other_than_images_must_have_exactly_as_many_numbers) {
    const float x[] = {0, .1f, .2f, .3f, .4f, 1, .9f, .8f, .7f, .6f};
    write_npy("x.npy", "<f4", "(2, 5)", x, sizeof x);
    write_npy("y.npy", "|u1", "(2,)", "\0\1", 2);
    expect(TRAIN "--data x.npy,y.npy,x.npy,y.npy", 0, NULL);
    assert_says("$initlab predict " MODEL " x.npy | wc -l", "2\n");
    write_npy("one.npy", "<f4", "(5,)", x, 20);
    expect("$initlab predict --json " MODEL
           " one.npy x.npy | grep '\"index\":0' | cut -d, -f 2- | uniq | "
           "wc -l | grep -qx 1",
           0, NULL);
    write_npy("six.npy", "<f4", "(6,)", x, 24);
    expect("$initlab predict " MODEL " six.npy", 1,
           "six.npy: (6,); the model takes 5 numbers each");
    expect("$initlab predict " MODEL " " PICTURES "grey8.png", 1,
           "grey8.png: 7 x 9 pixels; the model takes 5 numbers each");
    write_npy("bytes.npy", "|u1", "(5,)", "abcde", 5);
    expect("$initlab predict --center " MODEL " bytes.npy", 1,
           "--center is for models of images, not of rows of 5 numbers");
    expect("$initlab predict --center " MODEL " one.npy", 1, "--center takes pictures and bytes");
    expect("$initlab predict " KERAS " six.npy", 1,
           "six.npy: (6,); the model takes images of 14 x 14, 196 numbers each");
}
END_TEST

SUITE_WITH("own_data", setup, own_folder_teardown, eval_does_not_guess_the_data,
           eval_names_the_known_set, what_looks_like_a_mistake_is_reported,
           images_are_the_same_from_every_kind_of_file,
           a_png_becomes_what_a_model_of_floats_learned_from,
           black_and_white_on_nothing_are_the_same_picture, a_model_of_one_row_takes_pictures_too,
           digits_of_any_place_are_centred, other_than_images_must_have_exactly_as_many_numbers)
