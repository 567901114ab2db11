/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures that a run logs beside what Keras logs. */
#include <glob.h>
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "event_file.h"
#include "model/model_file.h"
#include "nn/thread.h"
#include "own_data.h"
#include "picture/grid.h"
#include "runs/run.h"
#include "suite.h"
#include "train/callbacks/predictions.h"
#include "train/callbacks/samples.h"

static run_options options_in(const char *logdir) {
    run_options options = run_options_default();
    options.logdir = logdir;
    options.epochs = 3;
    options.model.batch_size = 16;
    options.tensorboard.histogram_freq = 2;
    return options;
}

static void train_run(const run_options *options) {
    run r;
    nn_layer_initializers he_normal;
    ck_assert(nn_layer_initializers_parse("he_normal", &he_normal, NULL));
    ck_assert(run_init(&r, options, &he_normal, NULL));
    run_train(&r, &train, &test, (train_callback){0});
    ck_assert_msg(r.result == FIT_DONE && !*r.warning.message, "%s%s", r.err.message,
                  r.warning.message);
    run_free(&r);
}

static event_file events_of(const char *logdir, const char *part) {
    char *path = path_of("%s/he_normal/%s", logdir, part), *file = only_file(path);
    event_file events = event_file_read(file);
    free(path);
    free(file);
    return events;
}

static const Tblog__Summary__Value *value_of(const event_record *record) {
    const Tblog__Event *event = record->event;
    return event->what_case == TBLOG__EVENT__WHAT_SUMMARY ? event->summary->value[0] : NULL;
}

/* Fails the test unless the event files of a part are the same bytes. */
static void assert_same_part(const char *logdir, const char *want, const char *part) {
    event_file a = events_of(logdir, part), b = events_of(want, part);
    ck_assert_uint_eq(a.content.size, b.content.size);
    ck_assert_mem_eq(a.content.bytes, b.content.bytes, a.content.size);
    event_file_free(&a);
    event_file_free(&b);
}

/* The one event file of the run's folder itself. */
static event_file own_events(const char *logdir) {
    char *pattern = path_of("%s/he_normal/*tfevents*", logdir);
    glob_t found;
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, 1);
    event_file events = event_file_read(found.gl_pathv[0]);
    globfree(&found);
    free(pattern);
    return events;
}

/* The picture at that tag and step; fails the test where there is not exactly one. */
static picture picture_at(const event_file *events, const char *tag, int64_t step) {
    picture found = {0};
    for (size_t i = 0; i < events->count; i++) {
        const Tblog__Summary__Value *value = value_of(&events->records[i]);
        if (!value || strcmp(value->tag, tag) != 0 || events->records[i].event->step != step)
            continue;
        ck_assert_ptr_null(found.rgb);
        ck_assert_uint_eq(value->tensor->n_string_val, 3); /* width, height, one image */
        const ProtobufCBinaryData *png = &value->tensor->string_val[2];
        png_image image = {.version = PNG_IMAGE_VERSION};
        ck_assert(png_image_begin_read_from_memory(&image, png->data, png->len));
        image.format = PNG_FORMAT_RGB;
        found = (picture){image.width, image.height, malloc(PNG_IMAGE_SIZE(image))};
        ck_assert(png_image_finish_read(&image, NULL, found.rgb, 0, NULL));
    }
    ck_assert_msg(found.rgb != NULL, "no %s at step %d", tag, (int)step);
    return found;
}

static void assert_same(const picture *a, const picture *b) {
    ck_assert_uint_eq(a->width, b->width);
    ck_assert_uint_eq(a->height, b->height);
    ck_assert_mem_eq(a->rgb, b->rgb, a->width * a->height * 3);
}

START_TEST(samples_are_logged_once_and_what_keras_logs_stays_as_it_is) {
    char *plain = path_of("%s/plain", folder), *logs = path_of("%s/logs", folder);
    run_options options = options_in(plain);
    train_run(&options);
    options.logdir = logs;
    options.samples = true;
    train_run(&options);
    assert_same_part(logs, plain, "train");
    assert_same_part(logs, plain, "validation");

    error err;
    event_file own = own_events(logs);
    picture drawn, logged = picture_at(&own, "samples", 0);
    ck_assert_uint_eq(own.count, 2); /* behind the file version */
    ck_assert_msg(samples_draw(&train, 5, 5, 1, &drawn, &err), "%s", err.message);
    assert_same(&logged, &drawn);
    picture_free(&logged);
    picture_free(&drawn);
    event_file_free(&own);

    options.resume = true; /* a finished run: they are there already */
    train_run(&options);
    own = own_events(logs);
    ck_assert_uint_eq(own.count, 2);
    event_file_free(&own);
    free(plain);
    free(logs);
}
END_TEST

START_TEST(samples_of_a_small_set_are_all_there_are) {
    error err;
    picture all, more;
    size_t n = train.n;
    train.n = 7;
    ck_assert(samples_draw(&train, 2, 4, 1, &all, &err));
    ck_assert(samples_draw(&train, 5, 4, 1, &more, &err));
    assert_same(&all, &more);
    train.n = n;
    picture_free(&all);
    picture_free(&more);
}
END_TEST

/* ---- predictions ---- */

static evaluation evaluate_last(const char *logdir) {
    char *path = path_of("%s/he_normal/last.safetensors", logdir);
    model_file file;
    evaluation e;
    error err;
    nn_thread_init();
    ck_assert_msg(model_file_read(path, &file, &err), "%s", err.message);
    ck_assert_msg(evaluate(file.model, &test, &e, &err), "%s", err.message);
    model_file_free(&file);
    free(path);
    return e;
}

/* The colour of a cell's frame, in a grid with a title and two lines of caption: as grid.c lays it
 * out. */
static picture_tone tone_of(const picture *p, size_t columns, size_t cell) {
    size_t x = 13 + cell % columns * 67 - 1, y = 13 + 20 + cell / columns * 91 + 40;
    const uint8_t *rgb = p->rgb + 3 * (y * p->width + x);
    return rgb[1] > rgb[0] + 40   ? PICTURE_RIGHT
           : rgb[0] > rgb[1] + 40 ? PICTURE_WRONG
                                  : PICTURE_NEUTRAL;
}

START_TEST(predictions_are_those_of_the_model_at_the_epochs_of_histograms) {
    char *plain = path_of("%s/plain", folder), *logs = path_of("%s/logs", folder);
    run_options options = options_in(plain);
    for (size_t i = 0; i < test.n; i += 6) test.labels[i] = 9; /* wrong ones, for mistakes */
    train_run(&options);
    options.logdir = logs;
    options.predictions = 10;
    options.save_models = true;
    train_run(&options);
    assert_same_part(logs, plain, "train");
    assert_same_part(logs, plain, "validation");

    event_file own = own_events(logs);
    ck_assert_uint_eq(own.count, 1 + 2 * 3); /* three tags at epochs 0 and 2 */
    picture first = picture_at(&own, "predictions/images", 0);
    picture images = picture_at(&own, "predictions/images", 2);
    picture worst = picture_at(&own, "predictions/worst", 2);
    picture confusion = picture_at(&own, "predictions/confusion", 2);
    ck_assert_mem_ne(first.rgb, images.rgb, first.width * first.height * 3);

    evaluation e = evaluate_last(logs); /* of epoch 2 */
    size_t right = 0, mistakes, mistaken = 0;
    uint32_t order[30];
    for (size_t k = 0; k < 10; k++) {
        size_t i = k * 30 / 10;
        bool is_right = e.predicted[i] == test.labels[i];
        ck_assert_int_eq(tone_of(&images, 5, k), is_right ? PICTURE_RIGHT : PICTURE_WRONG);
        right += is_right;
    }
    ck_assert(right > 0 && right < 10); /* both colours were seen */
    size_t shown = predictions_worst(&e, test.labels, 10, order, &mistakes);
    for (size_t k = 0; k < shown; k++) mistaken += tone_of(&worst, 5, k) == PICTURE_WRONG;
    ck_assert_uint_eq(mistaken, shown);
    ck_assert_uint_ge(mistakes, shown);
    ck_assert_uint_gt(shown, 0);

    evaluation_free(&e);
    picture_free(&first), picture_free(&images), picture_free(&worst), picture_free(&confusion);
    event_file_free(&own);
    free(plain);
    free(logs);
}
END_TEST

START_TEST(without_histograms_there_are_no_predictions) {
    char *logs = path_of("%s/logs", folder), *pattern = path_of("%s/he_normal/*tfevents*", logs);
    run_options options = options_in(logs);
    options.tensorboard.histogram_freq = 0;
    options.predictions = 10;
    train_run(&options);
    glob_t found;
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), GLOB_NOMATCH);
    free(pattern);
    free(logs);
}
END_TEST

START_TEST(the_worst_mistakes_have_the_least_probable_true_class) {
    enum { N = 6, C = 2 };
    static const uint8_t labels[N] = {0, 1, 0, 1, 0, 1};
    float probabilities[N * C] = {.4f, .6f, .9f, .1f, .9f, .1f, .6f, .4f, .4f, .6f, NAN, NAN};
    uint8_t predicted[N] = {1, 0, 0, 0, 1, 0};
    const evaluation e = {
        .n = N, .classes = C, .probabilities = probabilities, .predicted = predicted};
    uint32_t order[N];
    size_t mistakes;
    ck_assert_uint_eq(predictions_worst(&e, labels, N, order, &mistakes), 5);
    ck_assert_uint_eq(mistakes, 5);
    static const uint32_t want[] = {5, 1, 0, 3, 4}; /* of equal ones the first sample */
    ck_assert_mem_eq(order, want, sizeof want);
    ck_assert_uint_eq(predictions_worst(&e, labels, 2, order, &mistakes), 2);
    ck_assert_uint_eq(mistakes, 5);
    predicted[0] = predicted[4] = 0, predicted[1] = predicted[3] = predicted[5] = 1;
    ck_assert_uint_eq(predictions_worst(&e, labels, N, order, &mistakes), 0);
}
END_TEST

SUITE_WITH("logged_pictures", own_data_setup, own_data_teardown,
           samples_are_logged_once_and_what_keras_logs_stays_as_it_is,
           samples_of_a_small_set_are_all_there_are,
           predictions_are_those_of_the_model_at_the_epochs_of_histograms,
           without_histograms_there_are_no_predictions,
           the_worst_mistakes_have_the_least_probable_true_class)
