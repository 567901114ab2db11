/* SPDX-License-Identifier: Apache-2.0 */
/* Models in files: against the real Keras, written and read again, broken ones; and which are
 * saved. */
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/dataset_files.h"
#include "data/files/npy.h"
#include "data/files/safetensors.h"
#include "data/standardize.h"
#include "json_file.h"
#include "nn/thread.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"
#include "train/callbacks/kept_models.h"
#include "train/evaluate.h"
#include "train/image_file.h"

#define GOLDEN TEST_DATA "/golden/model"

static error err;

static void setup(void) {
    own_folder_enter();
    nn_thread_init();
}

static model_file read_model(const char *path) {
    model_file file;
    ck_assert_msg(model_file_read(path, &file, &err), "%s", err.message);
    return file;
}

static evaluation evaluate_on(const model_file *file, const dataset *set) {
    evaluation e;
    ck_assert_msg(evaluate(file->model, set, &e, &err), "%s", err.message);
    return e;
}

static dataset golden_set(void) {
    dataset set;
    error reason;
    ck_assert_msg(dataset_read(GOLDEN "/images.gz", GOLDEN "/labels.gz", NULL, &set, &reason), "%s",
                  reason.message);
    return set;
}

/* ---- the real Keras ---- */

START_TEST(keras_model_predicts_here_as_in_keras) {
    model_file file = read_model(GOLDEN "/keras.safetensors");
    ck_assert_str_eq(file.initializer, "glorot_uniform");
    ck_assert_str_eq(file.class_names[9], "9");
    ck_assert_uint_eq(file.epoch, 2);
    dataset set = golden_set();
    evaluation e = evaluate_on(&file, &set);

    npy_array want;
    error reason;
    ck_assert_msg(npy_read(GOLDEN "/predictions.npy", &want, &reason), "%s", reason.message);
    ck_assert_uint_eq(want.count, 100 * 10);
    const float *p = want.data;
    for (size_t i = 0; i < want.count; i++)
        ck_assert_double_eq_tol((double)e.probabilities[i], (double)p[i], 1e-6);

    cJSON *evaluated = json_file_read(GOLDEN "/evaluated.json");
    ck_assert_double_eq_tol(e.mean.loss, json_member(evaluated, "loss")->valuedouble, 1e-6);
    ck_assert_double_eq_tol(e.mean.accuracy, json_member(evaluated, "accuracy")->valuedouble, 1e-6);
    ck_assert_double_lt(e.mean.accuracy, .95); /* there are mistakes to agree about */
    cJSON_Delete(evaluated);
    npy_free(&want);
    evaluation_free(&e);
    dataset_free(&set);
    model_file_free(&file);
}
END_TEST

START_TEST(scores_of_classes_add_up) {
    model_file file = read_model(GOLDEN "/keras.safetensors");
    dataset set = golden_set();
    evaluation e = evaluate_on(&file, &set);
    uint64_t images = 0, predicted = 0, right = 0;
    for (size_t c = 0; c < e.classes; c++) {
        class_score s = evaluation_score(&e, c);
        uint64_t most = 0;
        for (size_t k = 0; k < e.classes; k++)
            if (k != c && e.confusion[c * e.classes + k] > most)
                most = e.confusion[c * e.classes + k];
        ck_assert_uint_eq(s.mistakes, most);
        ck_assert_double_eq_tol(s.precision * (double)s.predicted, (double)s.right, 1e-9);
        ck_assert_double_eq_tol(s.recall * (double)s.images, (double)s.right, 1e-9);
        if (s.right) ck_assert_double_eq_tol(s.f1, 2 / (1 / s.precision + 1 / s.recall), 1e-12);
        images += s.images, predicted += s.predicted, right += s.right;
    }
    ck_assert_uint_eq(images, 100);
    ck_assert_uint_eq(predicted, 100);
    ck_assert_double_eq_tol((double)right / 100, e.mean.accuracy, 1e-12);
    evaluation_free(&e);
    dataset_free(&set);
    model_file_free(&file);
}
END_TEST

START_TEST(a_set_that_does_not_fit_is_refused) {
    model_file file = read_model(GOLDEN "/keras.safetensors");
    dataset set = small_data(5, 1); /* 28 x 28 */
    evaluation e;
    ck_assert(!evaluate(file.model, &set, &e, &err));
    ck_assert_msg(strstr(err.message, "28 x 28") != NULL, "%s", err.message);
    dataset_free(&set);
    set = golden_set();
    set.classes = 11;
    ck_assert(!evaluate(file.model, &set, &e, &err));
    dataset_free(&set);
    model_file_free(&file);
}
END_TEST

/* ---- written and read again ---- */

static nn_model_config small_config(void) {
    nn_model_config config = nn_model_config_default();
    config.layers = 2;
    config.units[0] = 7;
    config.units[1] = 10;
    config.seed = UINT64_MAX;
    return config;
}

START_TEST(what_is_written_is_read) {
    nn_model_config config = small_config();
    nn_model *model = nn_model_new(&config);
    dataset set = small_data(20, 1);
    const model_source source = {model, &config, &set, NULL};
    const model_metrics metrics = {.1, 1. / 3, NAN, .7};
    ck_assert_msg(model_file_write("m", &source, 41, &metrics, &err), "%s", err.message);
    model_file file = read_model("m");
    ck_assert_uint_eq(file.epoch, 41);
    ck_assert_uint_eq(model_file_epoch("m"), 41);
    ck_assert(file.rows == 28 && file.cols == 28 && file.classes == 10);
    ck_assert(file.metrics.accuracy == 1. / 3 && isnan(file.metrics.val_loss));
    ck_assert_str_eq(file.seed, "18446744073709551615");
    ck_assert_str_eq(file.class_names[3], "3");
    size_t count, read_count;
    const nn_param *a = nn_model_params(model, &count);
    const nn_param *b = nn_model_params(file.model, &read_count);
    ck_assert_uint_eq(count, read_count);
    for (size_t i = 0; i < count; i++)
        ck_assert_mem_eq(a[i].value, b[i].value, a[i].count * sizeof(float));
    model_file_free(&file);
    ck_assert(!model_file_write("none/m", &source, 1, &metrics, &err));
    ck_assert(strstr(err.message, "none/m: ") != NULL);
    dataset_free(&set);
    nn_model_free(model);
}
END_TEST

START_TEST(inputs_are_standardised_as_in_training) {
    static const dataset_scaling scalings[] = {DATASET_SCALE, DATASET_RAW, DATASET_STANDARD_PIXEL,
                                               DATASET_STANDARD_SET, DATASET_STANDARD_SAMPLE};
    nn_model_config config = small_config();
    nn_model *model = nn_model_new(&config);
    for (size_t i = 0; i < sizeof scalings / sizeof *scalings; i++) {
        dataset learned = small_data(20, 1), test = small_data(10, 2), again = small_data(10, 2);
        evaluation want, got;
        ck_assert(dataset_standardize(&learned, &test, scalings[i]));
        const model_source source = {model, &config, &learned, NULL};
        ck_assert(model_file_write("m", &source, 1, &(model_metrics){0}, &err));
        model_file file = read_model("m");
        ck_assert(model_file_scale(&file, &again));
        want = evaluate_on(&(model_file){.model = model}, &test);
        got = evaluate_on(&file, &again);
        ck_assert_mem_eq(got.probabilities, want.probabilities, 10 * 10 * sizeof(float));
        evaluation_free(&want), evaluation_free(&got);
        model_file_free(&file);
        dataset_free(&learned), dataset_free(&test), dataset_free(&again);
    }
    nn_model_free(model);
}
END_TEST

/* ---- broken files ---- */

enum { TEXTS = 17 };
static const named_text good_texts[TEXTS] = {{"format", "initlab model 1"},
                                             {"input", "1x2"},
                                             {"layers", "2"},
                                             {"activation", "relu"},
                                             {"dropout", "0"},
                                             {"epoch", "1"},
                                             {"loss", "1"},
                                             {"accuracy", ".5"},
                                             {"val_loss", "1"},
                                             {"seed", "0"},
                                             {"data", ""},
                                             {"val_accuracy", ".5"},
                                             {"l2", "0"},
                                             {"batch_norm", "no"},
                                             {"initializer", "zeros"},
                                             {"scaling", "scale"},
                                             {"classes", "[\"a\", \"b\"]"}};

/* Write a model with some other text, or with 'text' NULL without that one. */
static void write_with(const char *name, const char *text) {
    static const float kernel[4] = {1, 0, 0, 1}, bias[2];
    const safetensors_array arrays[] = {
        {.name = "dense/kernel", .rank = 2, .shape = {2, 2}, .data = kernel},
        {.name = "dense/bias", .rank = 1, .shape = {2}, .data = bias}};
    named_text texts[TEXTS];
    size_t count = 0;
    error reason;
    for (size_t i = 0; i < TEXTS; i++) {
        bool named = strcmp(good_texts[i].name, name) == 0;
        if (named && !text) continue;
        texts[count] = good_texts[i];
        if (named) texts[count].text = text;
        count++;
    }
    ck_assert(safetensors_write("m", arrays, 2, texts, count, &reason));
}

static void assert_refused(const char *word) {
    model_file file;
    ck_assert(!model_file_read("m", &file, &err));
    ck_assert_msg(strncmp(err.message, "m: ", 3) == 0 && strstr(err.message, word), "%s: %s", word,
                  err.message);
}

/* Answers do not depend on the first; without the others there was no such thing. */
static bool is_optional(const char *name) {
    return strcmp(name, "dropout") == 0 || strcmp(name, "l2") == 0 ||
           strcmp(name, "batch_norm") == 0;
}

START_TEST(each_text_is_checked) {
    static const named_text bad[] = {{"format", "initlab checkpoint 1"},
                                     {"input", "2"},
                                     {"l2", "-1"},
                                     {"l2", "nan"},
                                     {"scaling", "wild"},
                                     {"input", "1x2x"},
                                     {"input", "99999999x99999999"},
                                     {"input", "1x-2"},
                                     {"layers", ""},
                                     {"layers", "2-"},
                                     {"layers", "0"},
                                     {"layers", "2-2-2-2-2-2-2-2-2-2-2-2-2-2-2-2-2"},
                                     {"layers", "184467440737095516162"},
                                     {"layers", "257"},
                                     {"activation", "softmax"},
                                     {"epoch", "0"},
                                     {"epoch", "1.5"},
                                     {"loss", "x"},
                                     {"accuracy", ""},
                                     {"classes", "[\"a\"]"},
                                     {"classes", "[\"a\", 1]"},
                                     {"classes", "{"}};
    write_with("", NULL);
    model_file file = read_model("m");
    model_file_free(&file);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_with(bad[i].name, bad[i].text);
        assert_refused(strcmp(bad[i].name, "format") == 0 ? "not a model" : bad[i].name);
    }
    for (size_t i = 1; i < TEXTS; i++) {
        write_with(good_texts[i].name, NULL);
        if (!is_optional(good_texts[i].name)) assert_refused(good_texts[i].name);
    }
    write_with("format", NULL);
    assert_refused("no format");
}
END_TEST

START_TEST(arrays_must_be_those_of_the_layers) {
    write_with("input", "1x3");
    assert_refused("arrays");
    write_with("input", "1024x1024"); /* refused before anything of that size is made */
    assert_refused("arrays");
    write_with("layers", "2-2");
    assert_refused("arrays");
    write_with("scaling", "pixel"); /* without means and deviations */
    assert_refused("arrays");
    file_write("m", "torn", 4);
    assert_refused("not a safetensors file");
    ck_assert_uint_eq(model_file_epoch("m"), 0);
    unlink("m");
    assert_refused("No such file");
}
END_TEST

/* ---- which are saved ---- */

START_TEST(best_is_the_first_of_the_highest_and_last_the_last) {
    static const struct {
        double accuracy;
        size_t best;
    } epochs[] = {{NAN, 0}, {.2, 2}, {.5, 3}, {.5, 3}, {.4, 3}, {.6, 6}, {NAN, 6}};
    enum { EPOCHS = sizeof epochs / sizeof *epochs };
    nn_model_config config = small_config();
    nn_model *model = nn_model_new(&config);
    dataset set = small_data(20, 1);
    history h;
    ck_assert(history_init(&h, EPOCHS));
    kept_models kept = {".", {model, &config, &set, NULL}, &h, NULL};
    train_callback callback = kept_models_callback(&kept);
    for (size_t i = 0; i < EPOCHS; i++) {
        h.epochs[h.count++] = (history_epoch){{1, 0}, {1, epochs[i].accuracy}, 1};
        ck_assert(callback.hooks[ON_EPOCH_END](callback.self, NULL, &err));
        ck_assert_uint_eq(model_file_epoch("best.safetensors"), epochs[i].best);
        ck_assert_uint_eq(model_file_epoch("last.safetensors"), i + 1);
    }

    /* Resumed after epoch 6: its missing file can be made again, but not that of epoch 3. */
    h.count = 6;
    unlink("best.safetensors");
    ck_assert(callback.hooks[ON_TRAIN_BEGIN](callback.self, NULL, &err));
    ck_assert_uint_eq(model_file_epoch("best.safetensors"), 6);
    ck_assert_uint_eq(model_file_epoch("last.safetensors"), 6);
    h.count = 5;
    ck_assert(!callback.hooks[ON_TRAIN_BEGIN](callback.self, NULL, &err));
    ck_assert(strstr(err.message, "epoch 3") != NULL);
    history_free(&h);
    dataset_free(&set);
    nn_model_free(model);
}
END_TEST

/* ---- images from files ---- */

static void write_png(const char *path, unsigned side, const uint8_t *grey) {
    png_image png = {
        .version = PNG_IMAGE_VERSION, .width = side, .height = side, .format = PNG_FORMAT_GRAY};
    ck_assert(png_image_write_to_file(&png, path, 0, grey, 0, NULL));
}

static dataset read_images(const char *path, bool invert, bool *light) {
    dataset set;
    image_file_notes notes;
    const image_file_options options = {.rows = 14, .cols = 14, .invert = invert};
    ck_assert_msg(image_file_read(path, &options, &set, &notes, &err), "%s", err.message);
    *light = notes.light_rim;
    return set;
}

START_TEST(an_image_is_the_same_from_png_and_idx) {
    bool light;
    dataset golden = golden_set(), all = read_images(GOLDEN "/images.gz", false, &light);
    ck_assert(!light);
    ck_assert_uint_eq(all.n, 100);
    ck_assert_mem_eq(all.images, golden.images, 100 * 14 * 14);
    write_png("a.png", 14, golden.images + 3 * 14 * 14);
    dataset one = read_images("a.png", false, &light);
    ck_assert(!light && one.n == 1);
    ck_assert_mem_eq(one.images, golden.images + 3 * 14 * 14, 14 * 14);
    dataset_free(&one);

    for (size_t k = 0; k < 14 * 14; k++) golden.images[k] = (uint8_t)(255 - golden.images[k]);
    write_png("paper.png", 14, golden.images);
    one = read_images("paper.png", true, &light);
    ck_assert(!light);
    ck_assert_mem_eq(one.images, all.images, 14 * 14);
    dataset_free(&one);
    one = read_images("paper.png", false, &light);
    ck_assert(light);
    dataset_free(&one);
    dataset_free(&all);
    dataset_free(&golden);
}
END_TEST

START_TEST(a_larger_image_is_recognised_all_the_same) {
    enum { TIMES = 10, SIDE = 14 * TIMES };
    static uint8_t large[SIDE * SIDE];
    bool light;
    dataset golden = golden_set();
    model_file file = read_model(GOLDEN "/keras.safetensors");
    evaluation want = evaluate_on(&file, &golden);
    size_t same = 0;
    for (size_t i = 0; i < 20; i++) {
        for (size_t k = 0; k < sizeof large; k++)
            large[k] = golden.images[i * 196 + k / SIDE / TIMES * 14 + k % SIDE / TIMES];
        write_png("large.png", SIDE, large);
        dataset one = read_images("large.png", false, &light);
        evaluation e = evaluate_on(&file, &one);
        same += e.predicted[0] == want.predicted[i];
        evaluation_free(&e);
        dataset_free(&one);
    }
    ck_assert_uint_ge(same, 19);
    evaluation_free(&want);
    model_file_free(&file);
    dataset_free(&golden);
}
END_TEST

static void assert_no_image(const char *path, const char *words) {
    const image_file_options options = {.rows = 14, .cols = 14};
    image_file_notes notes;
    dataset set;
    ck_assert(!image_file_read(path, &options, &set, &notes, &err));
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
}

START_TEST(what_is_not_an_image_is_reported) {
    file_write("text", "hello, world", 12);
    assert_no_image("text", "text: not an IDX file");
    assert_no_image("text", "(nor is it a PNG or a .npy file)");
    assert_no_image("none", "none: No such file");
    assert_no_image(".", ".: Is a directory");
    assert_no_image(GOLDEN "/labels.gz",
                    "(100,); the model takes images of 14 x 14, 196 numbers each");
    file_write("cut.png", "\x89PNG\r\n\x1a\n", 8);
    assert_no_image("cut.png", "cut.png: the file ends within the picture");
}
END_TEST

SUITE_WITH("model_file", setup, own_folder_teardown, keras_model_predicts_here_as_in_keras,
           scores_of_classes_add_up, a_set_that_does_not_fit_is_refused, what_is_written_is_read,
           inputs_are_standardised_as_in_training, each_text_is_checked,
           arrays_must_be_those_of_the_layers, best_is_the_first_of_the_highest_and_last_the_last,
           an_image_is_the_same_from_png_and_idx, a_larger_image_is_recognised_all_the_same,
           what_is_not_an_image_is_reported)
