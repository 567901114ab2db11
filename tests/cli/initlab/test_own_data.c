/* SPDX-License-Identifier: Apache-2.0 */
/* Data of one's own in training, evaluation and prediction. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_line.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

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

START_TEST(what_looks_like_a_mistake_is_said) {
    expect("$initlab train --data " ARRAYS "x_f4.npy," ARRAYS
           "y_f4.npy --validation-split .4 --epochs 1 --quiet --logdir a 2>err; cat err >&2",
           0, "initlab train: inputs go from 0 to 75: floats are taken as they are");
    expect("grep -qx 'initlab train: no training image is of class 0 and 1 other, but .*' err", 0,
           NULL);
    expect("$initlab compare --init zeros,ones --epochs 1 --quiet --logdir b --data " ARRAYS
           "x_u1.npy," ARRAYS "y_u1.npy --validation-split .4",
           0, "initlab compare: no training image is of class 0");
}
END_TEST

SUITE_WITH("own_data", setup, own_folder_teardown, eval_does_not_guess_the_data,
           eval_names_the_known_set, what_looks_like_a_mistake_is_said)
