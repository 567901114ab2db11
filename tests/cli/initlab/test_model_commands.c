/* SPDX-License-Identifier: Apache-2.0 */
/* initlab samples, eval and predict as a user meets them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_line.h"
#include "json_file.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

#define GOLDEN "$golden/model"
#define GOLDEN_DATA                                                                                \
    GOLDEN "/images.gz," GOLDEN "/labels.gz," GOLDEN "/images.gz," GOLDEN "/labels.gz"

static void setup(void) {
    own_folder_enter();
    small_data_write(".", 64);
}

/* The output of a line that must succeed. */
static char *output(const char *line) {
    outcome o = run(line);
    ck_assert_msg(o.code == 0, "%s: %s", line, o.err);
    ck_assert_str_eq(o.err, "");
    free(o.err);
    return o.out;
}

static void assert_says(const char *line, const char *words) {
    char *out = output(line);
    ck_assert_msg(strstr(out, words) != NULL, "%s: '%.300s' does not say '%s'", line, out, words);
    free(out);
}

START_TEST(samples_are_a_png) {
    expect("$initlab samples --data . -o a.png", 0, NULL);
    expect("$initlab samples --data . -o - >b.png && cmp a.png b.png", 0, NULL);
    expect("$initlab samples --data . --rows 2 --cols 3 && ! cmp -s samples.png a.png", 0, NULL);
    file_bytes png = file_read("a.png");
    ck_assert_mem_eq(png.bytes, "\x89PNG", 4);
    free(png.bytes);
    expect("$initlab samples --data . -o new/folder/a.png && cmp a.png new/folder/a.png", 0, NULL);
    expect("$initlab samples --data . -o /dev/null/a.png", 1, "/dev/null/a.png: Not a directory");
    expect("$initlab samples --data . --rows 51", 2,
           "--rows: '51' is not a whole number from 1 to 50");
    expect("$initlab samples --data none", 1, "none");
    expect("$initlab samples extra", 2, "unexpected argument 'extra'");
}
END_TEST

START_TEST(models_are_kept_when_asked_for_and_go_with_overwrite) {
    expect("$initlab train --data . --epochs 2 --quiet --logdir logs", 0, NULL);
    expect("! ls logs/glorot_uniform/[bl]*.safetensors 2>err", 0, NULL);
    expect("$initlab train --data . --epochs 2 --quiet --logdir logs --overwrite --save-models", 0,
           NULL);
    expect("ls logs/glorot_uniform/best.safetensors logs/glorot_uniform/last.safetensors", 0, NULL);
    expect("$initlab train --data . --epochs 1 --quiet --logdir logs --overwrite", 0, NULL);
    expect("! ls logs/glorot_uniform/[bl]*.safetensors 2>err", 0, NULL);
}
END_TEST

START_TEST(eval_prints_what_keras_computed) {
    const char *line = "$initlab eval " GOLDEN "/keras.safetensors --data " GOLDEN_DATA;
    assert_says(line, "epoch 2, glorot_uniform, seed 5");
    assert_says(line, "loss       0.560399\n");
    assert_says(line, "accuracy   0.8500\n");
    char *with_json = path_of("%s --json --confusion m.png >e.json", line);
    expect(with_json, 0, NULL);
    free(with_json);
    cJSON *printed = json_file_read("e.json");
    ck_assert_double_eq_tol(json_member(printed, "loss")->valuedouble, 0.5603991746902466, 1e-6);
    ck_assert_int_eq(cJSON_GetArraySize(json_member(printed, "classes")), 10);
    ck_assert(cJSON_IsNumber(json_member(printed, "seed")));
    cJSON_Delete(printed);
    file_bytes png = file_read("m.png");
    ck_assert_mem_eq(png.bytes, "\x89PNG", 4);
    free(png.bytes);
}
END_TEST

START_TEST(eval_refuses_what_is_no_model_or_does_not_fit) {
    expect("$initlab train --data . --epochs 1 --quiet --logdir logs", 0, NULL);
    expect("$initlab eval logs/glorot_uniform/checkpoint.safetensors --data .", 1,
           "checkpoint.safetensors: not a model (best.safetensors, last.safetensors): its format");
    expect("$initlab eval " GOLDEN "/keras.safetensors --data .", 1, "28 x 28 pixels");
    expect("$initlab eval none --data .", 1, "none: No such file");
    expect("$initlab eval", 2, "MODEL is missing");
    expect("$initlab eval a b", 2, "unexpected argument 'b'");
    expect("$initlab eval " GOLDEN "/keras.safetensors --data " GOLDEN_DATA " >/dev/full", 1,
           "standard output");
}
END_TEST

START_TEST(predict_names_classes_and_continues_after_a_bad_image) {
    char *out = output("$initlab predict " GOLDEN "/keras.safetensors " GOLDEN "/images.gz");
    size_t lines = 0;
    for (const char *at = out; *at; at++) lines += *at == '\n';
    ck_assert_uint_eq(lines, 100);
    const char *first = strstr(out, "images.gz[0]: 8 "); /* as Keras said */
    ck_assert(first && strstr(out, "images.gz[5]: 7 ")); /* wrongly */
    free(out);
    assert_says(
        "$initlab predict --json --top 1 " GOLDEN "/keras.safetensors " GOLDEN "/images.gz",
        "\"index\":99,\"predictions\":[{\"class\":\"6\",\"label\":6,\"probability\":0.9975");
    outcome o = run("echo no >bad.png; $initlab predict --top 1 " GOLDEN
                    "/keras.safetensors bad.png " GOLDEN "/images.gz none.png");
    ck_assert_int_eq(o.code, 1);
    ck_assert(strstr(o.err, "bad.png: ") && strstr(o.err, "none.png: No such file"));
    ck_assert_ptr_nonnull(strstr(o.out, "images.gz[99]: 6 "));
    free(o.out);
    free(o.err);
    expect("$initlab predict " GOLDEN "/keras.safetensors", 2, "IMAGE is missing");
    expect("$initlab predict none a.png", 1, "none: No such file");
}
END_TEST

START_TEST(paper_is_asked_about) {
    expect("$initlab samples --data . -o paper.png", 0, NULL);
    expect("$initlab predict " GOLDEN "/keras.safetensors paper.png", 0,
           "paper.png: dark on light? then --invert");
    expect("$initlab predict --invert " GOLDEN "/keras.safetensors paper.png", 0,
           "paper.png: not cropped and centred as mnist's images are; --center does that");
    expect("$initlab predict --invert --center " GOLDEN "/keras.safetensors paper.png", 0, NULL);
}
END_TEST

SUITE_WITH("model_commands", setup, own_folder_teardown, samples_are_a_png,
           models_are_kept_when_asked_for_and_go_with_overwrite, eval_prints_what_keras_computed,
           eval_refuses_what_is_no_model_or_does_not_fit,
           predict_names_classes_and_continues_after_a_bad_image, paper_is_asked_about)
