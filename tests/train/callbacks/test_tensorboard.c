/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The callback against the real one: given the weights, metrics and wall times of a Keras run, it
 * must write that run's files, byte for byte. golden/README.md says how those were made.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/files/npy.h"
#include "event_file.h"
#include "json_file.h"
#include "nn/thread.h"
#include "same_events.h"
#include "suite.h"
#include "tblog/bytes.h"
#include "train/callbacks/tensorboard.h"
#include "train/fit.h"

enum { EPOCHS = 9, BATCHES = 6, TEST_BATCHES = 2 };

/* A golden run being played again. */
typedef struct replay {
    char *golden, *out; /* folders */
    char *events[2];    /* golden train and validation files */
    event_file files[2];
    double *times; /* of all their events but the first of each, ascending */
    size_t time_count, next;
    bool testing; /* whether the moment under way is ON_TEST_END */
    nn_model *model;
    nn_model *model_at_end; /* what the callback gets at an epoch's end: if it encodes the weights
                             * during validation, another one, which it must not use */
    tensorboard *callback;
    train_callback hooks;
    train_state state;
} replay;

static char *find_events(const char *golden, const char *part) {
    glob_t found;
    char *pattern = path_of("%s/%s/events.*.v2", golden, part);
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    char *path = strdup(found.gl_pathv[0]);
    globfree(&found);
    free(pattern);
    return path;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void collect_times(replay *r) {
    r->times = malloc((r->files[0].count + r->files[1].count) * sizeof *r->times);
    for (int f = 0; f < 2; f++)
        for (size_t i = 1; i < r->files[f].count; i++) {
            const Tblog__Event *event = r->files[f].records[i].event;
            if (event->what_case == TBLOG__EVENT__WHAT_GRAPH_DEF) continue;
            r->times[r->time_count++] = event->wall_time;
        }
    qsort(r->times, r->time_count, sizeof *r->times, ascending);
}

/* The next event's time; or, when a file is about to be opened, that file's. */
static double replay_clock(void *context) {
    replay *r = context;
    char *folder = path_of("%s/%s", r->out, r->testing ? "validation" : "train");
    bool opened = access(folder, F_OK) == 0;
    free(folder);
    if (!opened) return r->files[r->testing].records[0].event->wall_time;
    ck_assert_uint_lt(r->next, r->time_count);
    return r->times[r->next++];
}

/* The value of a scalar in the golden train file: speeds are measured, nothing else gives them. */
static double golden_scalar(const replay *r, const char *tag, int64_t step) {
    for (size_t i = 1; i < r->files[0].count; i++) {
        const Tblog__Event *event = r->files[0].records[i].event;
        float value;
        if (event->what_case != TBLOG__EVENT__WHAT_SUMMARY || event->step != step) continue;
        if (strcmp(event->summary->value[0]->tag, tag) != 0) continue;
        tblog__copy_le((uint8_t *)&value, event->summary->value[0]->tensor->tensor_content.data, 1,
                       sizeof value);
        return (double)value;
    }
    return 0;
}

static train_logs logs_of(const cJSON *logs, const char *prefix) {
    char *loss = path_of("%sloss", prefix), *accuracy = path_of("%saccuracy", prefix);
    train_logs result = {json_number_text(json_member(json_member(logs, loss), "value")),
                         json_number_text(json_member(json_member(logs, accuracy), "value"))};
    free(loss);
    free(accuracy);
    return result;
}

/* The weights that Keras had at this epoch, where they were kept. */
static void load_weights(replay *r) {
    glob_t found;
    char *pattern = path_of("%s/weights/epoch_%zu/*.npy", r->golden, r->state.epoch);
    size_t count;
    const nn_param *params = nn_model_params(r->model, &count);
    if (glob(pattern, 0, NULL, &found) == 0) {
        ck_assert_uint_eq(found.gl_pathc, count);
        for (size_t i = 0; i < count; i++) { /* the names start with their place */
            npy_array array;
            error err;
            ck_assert_msg(npy_read(found.gl_pathv[i], &array, &err), "%s", err.message);
            ck_assert_uint_eq(array.count, params[i].count);
            memcpy(params[i].value, array.data, array.count * sizeof(float));
            npy_free(&array);
        }
        globfree(&found);
    }
    free(pattern);
}

static void call(replay *r, train_moment moment) {
    error err;
    train_hook hook = r->hooks.hooks[moment];
    r->testing = moment == ON_TEST_END;
    if (hook) ck_assert_msg(hook(r->hooks.self, &r->state, &err), "%s", err.message);
}

static void play_batches(replay *r, const cJSON *batches) {
    for (size_t b = 0; b < BATCHES; b++) {
        r->state.batch = b;
        r->state.iterations++;
        const cJSON *item = cJSON_GetArrayItem(batches, (int)r->state.iterations - 1);
        if (item) r->state.train = logs_of(item, "");
        r->state.batch_steps_per_second =
            golden_scalar(r, "batch_steps_per_second", (int64_t)r->state.iterations);
        call(r, ON_TRAIN_BATCH_END);
    }
}

static void play(replay *r) {
    char *path = path_of("%s/scalars.json", r->golden);
    cJSON *scalars = json_file_read(path);
    free(path);
    call(r, ON_TRAIN_BEGIN);
    for (; r->state.epoch < EPOCHS; r->state.epoch++) {
        int epoch = (int)r->state.epoch;
        play_batches(r, json_member(scalars, "on_train_batch_end"));
        r->state.test_batches += TEST_BATCHES;
        load_weights(r);
        r->state.model = r->model;
        call(r, ON_TEST_BEGIN);
        r->state.validation = logs_of(
            json_member(cJSON_GetArrayItem(json_member(scalars, "on_test_end"), epoch), "logs"),
            "");
        call(r, ON_TEST_END);
        const cJSON *logs =
            json_member(cJSON_GetArrayItem(json_member(scalars, "on_epoch_end"), epoch), "logs");
        r->state.train = logs_of(logs, "");
        r->state.validation = logs_of(logs, "val_");
        r->state.epoch_steps_per_second = golden_scalar(r, "epoch_steps_per_second", epoch);
        r->state.model = r->model_at_end;
        call(r, ON_EPOCH_END);
    }
    call(r, ON_TRAIN_END);
    cJSON_Delete(scalars);
}

static nn_model *golden_model(void) {
    nn_model_config config = nn_model_config_default();
    config.inputs = 30;
    config.units[0] = 12, config.units[1] = 7, config.units[2] = 4;
    return nn_model_new(&config);
}

static void assert_replayed(const char *version, const char *variant, tensorboard_options options) {
    static const char *const parts[] = {"train", "validation"};
    replay r = {.golden = path_of("%s/golden/%s/%s", TEST_DATA, version, variant),
                .out = temp_folder_new(),
                .model = golden_model()};
    r.model_at_end = options.spare_core ? golden_model() : r.model;
    r.state = (train_state){
        .model = r.model, .epochs = EPOCHS, .batches = BATCHES, .learning_rate = .001};
    for (int f = 0; f < 2; f++) {
        r.events[f] = find_events(r.golden, parts[f]);
        r.files[f] = event_file_read(r.events[f]);
    }
    collect_times(&r);
    char *model_path = path_of("%s/model.json", r.golden);
    file_bytes json = file_read(model_path);
    if (options.model_json) {
        options.model_json = (const char *)json.bytes;
        options.model_json_length = json.size;
    }
    options.writer = (tblog_writer_options)TBLOG_WRITER_OPTIONS_INIT;
    options.writer.clock = replay_clock;
    options.writer.clock_context = &r;
    r.callback = tensorboard_new(r.out, &options);
    r.hooks = tensorboard_callback(r.callback);
    play(&r);

    for (int f = 0; f < 2; f++) {
        char *folder = path_of("%s/%s", r.out, parts[f]), *ours = only_file(folder);
        assert_same_events(ours, r.events[f]);
        free(ours);
        free(folder);
        free(r.events[f]);
        event_file_free(&r.files[f]);
    }
    tensorboard_free(r.callback);
    if (r.model_at_end != r.model) nn_model_free(r.model_at_end);
    nn_model_free(r.model);
    free(json.bytes);
    free(model_path);
    free(r.times);
    free(r.golden);
    temp_folder_remove(r.out);
}

/* The callback's arguments in each golden run; model_json stands for write_graph. */
static const struct {
    const char *name;
    tensorboard_options options;
} variants[] = {
    {"default", {.histogram_freq = 4, .write_images = true, .model_json = ""}},
    {"no_graph", {.histogram_freq = 4, .write_images = true}},
    {"steps_per_second",
     {.histogram_freq = 4, .write_images = true, .write_steps_per_second = true, .model_json = ""}},
    {"update_freq_2",
     {.histogram_freq = 4,
      .write_images = true,
      .write_steps_per_second = true,
      .update_freq = 2,
      .model_json = ""}},
    {"update_freq_4",
     {.histogram_freq = 4, .write_images = true, .update_freq = 4, .model_json = ""}},
    {"verbose_0", {.histogram_freq = 4, .write_images = true, .model_json = ""}},
};

static void assert_all_replayed(const char *version, tag_style style) {
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        tensorboard_options options = variants[i].options;
        options.tags = style;
        assert_replayed(version, variants[i].name, options);
        options.spare_core = true;
        assert_replayed(version, variants[i].name, options);
    }
}

START_TEST(keras_3_runs_are_logged_byte_for_byte) {
    assert_all_replayed("keras3", TAGS_KERAS3);
}
END_TEST

START_TEST(keras_2_runs_are_logged_byte_for_byte) {
    assert_all_replayed("keras2", TAGS_KERAS2);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_ends_the_training) {
    char *folder = temp_folder_new(), *file = path_of("%s/file", folder);
    file_write(file, "", 0);
    tensorboard_options options = {
        .model_json = "{}", .model_json_length = 2, .writer = TBLOG_WRITER_OPTIONS_INIT};
    tensorboard *callback = tensorboard_new(file, &options);
    train_callback hooks = tensorboard_callback(callback);
    train_state state = {0};
    error err;
    ck_assert(!hooks.hooks[ON_TRAIN_BEGIN](hooks.self, &state, &err));
    ck_assert_ptr_nonnull(strstr(err.message, file));
    tensorboard_free(callback);
    free(file);
    temp_folder_remove(folder);
}
END_TEST

/* ---- a network with batch normalisation, a schedule: golden/training/callback.json ---- */

/* make_training.py's model and its schedule, trained on noise; 'other' is called after the
 * callback. */
static fit_result train_beside(const tensorboard_options *options, const char *folder,
                               train_callback other, const atomic_bool *stop) {
    enum { N = 10, PIXELS = 4 };
    static uint8_t images[N * PIXELS], labels[N];
    for (size_t i = 0; i < N * PIXELS; i++) images[i] = (uint8_t)(i * 77 % 251);
    for (size_t i = 0; i < N; i++) labels[i] = (uint8_t)(i % 2);
    const dataset set = {
        .n = N, .rows = 2, .cols = 2, .classes = 2, .images = images, .labels = labels};
    nn_model_config config = nn_model_config_default();
    config.inputs = PIXELS;
    config.units[0] = 4, config.units[1] = 3, config.units[2] = 2;
    ck_assert(nn_activation_parse("tanh", &config.activation, NULL));
    config.batch_norm = true;
    config.batch_size = N;
    ck_assert(nn_optimizer_parse("sgd", &config.optimizer, NULL));
    ck_assert(nn_schedule_parse("cosine(.1,15)", &config.schedule, NULL));
    nn_thread_init();
    nn_model *model = nn_model_new(&config);
    tensorboard *callback = tensorboard_new(folder, options);
    train_callback hooks[] = {tensorboard_callback(callback), other};
    hooks[0].optional = true; /* as runs have it */
    const fit_options fitted = {.epochs = 3, .batch_size = 2, .stop = stop};
    error err;
    fit_result result = fit(model, &set, &set, &fitted, hooks, 2, &err);
    tensorboard_free(callback);
    nn_model_free(model);
    return result;
}

static void train_with(const tensorboard_options *options, const char *folder) {
    ck_assert_int_eq(train_beside(options, folder, (train_callback){0}, NULL), FIT_DONE);
}

static void assert_logged(const cJSON *golden, const event_file *file) {
    const cJSON *tag = json_member(golden, "tags")->child;
    const cJSON *rate = json_member(golden, "learning_rates")->child;
    for (size_t i = 1; i < file->count; i++) {
        const Tblog__Event *event = file->records[i].event;
        const Tblog__Summary__Value *value = event->summary->value[0];
        if (event->step == 0) {
            ck_assert_ptr_nonnull(tag);
            ck_assert_str_eq(value->tag, tag->valuestring);
            tag = tag->next;
        }
        if (strcmp(value->tag, "epoch_learning_rate") != 0) continue;
        float logged;
        tblog__copy_le((uint8_t *)&logged, value->tensor->tensor_content.data, 1, sizeof logged);
        ck_assert_double_eq_tol((double)logged, rate->valuedouble, 1e-8);
        rate = rate->next;
    }
    ck_assert_ptr_null(tag);
    ck_assert_ptr_null(rate);
}

START_TEST(every_weight_and_the_scheduled_rate_are_logged_as_keras_does) {
    static const char *const versions[] = {[TAGS_KERAS3] = "keras3", [TAGS_KERAS2] = "keras2"};
    cJSON *golden = json_file_read(TEST_DATA "/golden/training/callback.json");
    for (tag_style style = TAGS_KERAS3; style <= TAGS_KERAS2; style++) {
        char *folder = temp_folder_new(), *part = path_of("%s/train", folder);
        const tensorboard_options options = {.histogram_freq = 1,
                                             .write_images = true,
                                             .tags = style,
                                             .scheduled = true,
                                             .model_json = "{}",
                                             .model_json_length = 2,
                                             .writer = TBLOG_WRITER_OPTIONS_INIT};
        train_with(&options, folder);
        char *path = only_file(part);
        event_file file = event_file_read(path);
        assert_logged(json_member(golden, versions[style]), &file);
        event_file_free(&file);
        free(path);
        free(part);
        temp_folder_remove(folder);
    }
    cJSON_Delete(golden);
}
END_TEST

static bool stop_now(void *stop, const train_state *state, error *failure) {
    (void)state, (void)failure;
    *(atomic_bool *)stop = true;
    return true;
}

START_TEST(nothing_is_logged_of_an_epoch_that_ends_during_validation) {
    char *folder = temp_folder_new(), *part = path_of("%s/train", folder);
    const tensorboard_options options = {.histogram_freq = 1,
                                         .write_images = true,
                                         .spare_core = true,
                                         .writer = TBLOG_WRITER_OPTIONS_INIT};
    atomic_bool stop = false;
    const train_callback stopping = {.self = &stop, .hooks = {[ON_TEST_BEGIN] = stop_now}};
    ck_assert_int_eq(train_beside(&options, folder, stopping, &stop), FIT_STOPPED);
    ck_assert_int_ne(access(part, F_OK), 0);
    free(part);
    temp_folder_remove(folder);
}
END_TEST

/* The next epoch changes the weights: the thread sanitizer sees whether they are still read. */
START_TEST(weights_that_are_encoded_but_not_written_may_change_after_the_epoch) {
    char *folder = temp_folder_new(), *part = path_of("%s/validation", folder);
    file_write(part, "", 0); /* no epoch can be written */
    const tensorboard_options options = {.histogram_freq = 1,
                                         .write_images = true,
                                         .spare_core = true,
                                         .writer = TBLOG_WRITER_OPTIONS_INIT};
    train_with(&options, folder);
    free(part);
    temp_folder_remove(folder);
}
END_TEST

SUITE("tensorboard", weights_that_are_encoded_but_not_written_may_change_after_the_epoch,
      nothing_is_logged_of_an_epoch_that_ends_during_validation,
      every_weight_and_the_scheduled_rate_are_logged_as_keras_does,
      keras_3_runs_are_logged_byte_for_byte, keras_2_runs_are_logged_byte_for_byte,
      a_folder_that_cannot_be_made_ends_the_training)
