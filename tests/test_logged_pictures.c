/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures that a run logs beside what Keras logs. */
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "event_file.h"
#include "small_data.h"
#include "suite.h"
#include "temp_folder.h"
#include "train/run.h"
#include "train/samples.h"

static char *folder;
static dataset train, test;

static void setup(void) {
    folder = temp_folder_new();
    train = small_data(60, 1);
    test = small_data(30, 2);
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
}

static void teardown(void) {
    dataset_free(&train);
    dataset_free(&test);
    temp_folder_remove(folder);
}

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
    ck_assert(run_init(&r, options, nn_initializer_find("he_normal"), NULL));
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

/* Fails the test unless 'more' has the records of 'plain' in order, byte for byte; returns how
 * many others it has, all of whose tags begin with 'prefix'. */
static size_t count_added(const event_file *more, const event_file *plain, const char *prefix) {
    size_t k = 0;
    for (size_t i = 0; i < more->count; i++) {
        const event_record *record = &more->records[i];
        if (k < plain->count && record->size == plain->records[k].size &&
            memcmp(record->bytes, plain->records[k].bytes, record->size) == 0) {
            k++;
            continue;
        }
        const Tblog__Summary__Value *value = value_of(record);
        ck_assert(value && strncmp(value->tag, prefix, strlen(prefix)) == 0);
    }
    ck_assert_uint_eq(k, plain->count);
    return more->count - plain->count;
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

START_TEST(samples_are_one_more_record_of_train_and_nothing_else_changes) {
    char *plain = path_of("%s/plain", folder), *logs = path_of("%s/logs", folder);
    run_options options = options_in(plain);
    train_run(&options);
    options.logdir = logs;
    options.samples = true;
    train_run(&options);
    event_file a = events_of(logs, "train"), b = events_of(plain, "train");
    event_file c = events_of(logs, "validation"), d = events_of(plain, "validation");
    ck_assert_uint_eq(count_added(&a, &b, "samples"), 1);
    ck_assert_uint_eq(count_added(&c, &d, "samples"), 0);

    train_error err;
    picture drawn, logged = picture_at(&a, "samples", 0);
    ck_assert_msg(samples_draw(&train, 5, 5, &drawn, &err), "%s", err.message);
    assert_same(&logged, &drawn);
    picture_free(&logged);
    picture_free(&drawn);

    options.resume = true; /* a finished run: it is not logged again */
    train_run(&options);
    event_file again = events_of(logs, "train");
    ck_assert_uint_eq(again.count, a.count);
    event_file_free(&again);
    event_file_free(&a), event_file_free(&b), event_file_free(&c), event_file_free(&d);
    free(plain);
    free(logs);
}
END_TEST

START_TEST(samples_of_a_small_set_are_all_there_are) {
    train_error err;
    picture all, more;
    size_t n = train.n;
    train.n = 7;
    ck_assert(samples_draw(&train, 2, 4, &all, &err));
    ck_assert(samples_draw(&train, 5, 4, &more, &err));
    assert_same(&all, &more);
    train.n = n;
    picture_free(&all);
    picture_free(&more);
}
END_TEST

SUITE_WITH("logged_pictures", setup, teardown,
           samples_are_one_more_record_of_train_and_nothing_else_changes,
           samples_of_a_small_set_are_all_there_are)
