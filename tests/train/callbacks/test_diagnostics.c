/* SPDX-License-Identifier: Apache-2.0 */
/* --diagnostics: numbers that NumPy found in a step of real Keras; and training is not changed. */
#include "train/callbacks/diagnostics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "log_compare.h"
#include "nn/thread.h"
#include "own_folder.h"
#include "runs/run.h"
#include "small_data.h"
#include "suite.h"
#include "train/batch.h"
#include "train/fit.h"

static error err;

static void setup(void) {
    own_folder_setup();
    nn_thread_init();
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
}

/* ---- against NumPy ---- */

static size_t size_at(const cJSON *object, const char *name) {
    return (size_t)json_member(object, name)->valuedouble;
}

static dataset data_of(const cJSON *golden) {
    const cJSON *pixels = json_member(golden, "pixels"), *labels = json_member(golden, "labels");
    dataset set = {.n = (size_t)cJSON_GetArraySize(labels),
                   .rows = size_at(golden, "rows"),
                   .cols = size_at(golden, "cols"),
                   .classes = 4};
    set.images = malloc((size_t)cJSON_GetArraySize(pixels));
    set.labels = malloc(set.n);
    uint8_t *at = set.images, *label = set.labels;
    for (const cJSON *p = pixels->child; p; p = p->next) *at++ = (uint8_t)p->valuedouble;
    for (const cJSON *l = labels->child; l; l = l->next) *label++ = (uint8_t)l->valuedouble;
    return set;
}

static nn_model_config config_of(const cJSON *golden, const dataset *set) {
    nn_model_config config = nn_model_config_default();
    config.inputs = set->rows * set->cols;
    config.layers = 0;
    for (const cJSON *u = json_member(golden, "units")->child; u; u = u->next)
        config.units[config.layers++] = (size_t)u->valuedouble;
    config.dropout = 0;
    config.batch_size = set->n;
    return config;
}

static void set_weights(nn_model *model, const cJSON *weights) {
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    const cJSON *array = weights->child;
    for (size_t i = 0; i < count; i++, array = array->next) {
        float *at = params[i].value;
        for (const cJSON *w = array->child; w; w = w->next) *at++ = (float)w->valuedouble;
        ck_assert_int_eq(at - params[i].value, (long)params[i].count);
    }
    ck_assert_ptr_null(array);
}

static void assert_near(const char *what, double got, double want) {
    ck_assert_msg(fabs(got - want) <= 2e-5 * fabs(want) + 1e-7, "%s: %.9g, not %.9g", what, got,
                  want);
}

static void check_histogram(const char *tag, const tblog_value *value, const cJSON *want) {
    const cJSON *count = json_member(want, "counts")->child;
    double left, right, n, min = 0;
    tblog_buckets buckets;
    ck_assert_msg(tblog_value_buckets(value, &buckets), "%s is no histogram", tag);
    ck_assert_uint_eq(buckets.count, 30);
    for (size_t i = 0; i < buckets.count; i++, count = count->next) {
        ck_assert(tblog_buckets_get(&buckets, i, &left, &right, &n));
        if (!i) min = left;
        ck_assert_msg(n == count->valuedouble, "%s: %g values in bucket %zu, not %g", tag, n, i,
                      count->valuedouble);
    }
    assert_near(tag, min, json_member(want, "min")->valuedouble);
    assert_near(tag, right, json_member(want, "max")->valuedouble);
}

/* Each value of the file is what was wanted, which is then crossed off. */
static void check_file(const char *path, cJSON *want) {
    tblog_record record;
    tblog_event event;
    tblog_value value;
    tblog_reader *reader = tblog_reader_open(path, NULL, NULL);
    while (tblog_reader_next(reader, &record, NULL) == TBLOG_OK) {
        ck_assert_int_eq(tblog_event_decode(&record, &event, NULL), TBLOG_OK);
        while (tblog_event_next_value(&event, &value, NULL) == TBLOG_OK) {
            double number;
            char tag[100];
            snprintf(tag, sizeof tag, "%.*s", (int)value.tag.size, value.tag.data);
            const cJSON *expected = json_member(want, tag);
            ck_assert_int_eq(event.step, 0);
            if (tblog_value_scalar(&value, &number))
                assert_near(tag, number, expected->valuedouble);
            else
                check_histogram(tag, &value, expected);
            cJSON_DeleteItemFromObjectCaseSensitive(want, tag);
        }
    }
    tblog_reader_close(reader);
    ck_assert_msg(!want->child, "%s was not logged", want->child ? want->child->string : "");
}

START_TEST(a_step_has_the_numbers_that_numpy_finds_in_keras) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/diagnostics/step.json");
    dataset set = data_of(golden);
    const nn_model_config config = config_of(golden, &set);
    nn_model *model = nn_model_new(&config);
    set_weights(model, json_member(golden, "weights"));
    const tblog_writer_options writer = TBLOG_WRITER_OPTIONS_INIT;
    run_log *log = run_log_new(folder, &writer);
    diagnostics *looked = diagnostics_new(log, model, &config, &set, 1, NULL);
    ck_assert(batch_prepare(&set));
    const train_callback callback = diagnostics_callback(looked);
    const fit_options options = {.epochs = 1, .batch_size = set.n};
    ck_assert_msg(fit(model, &set, &set, &options, &callback, 1, &err) == FIT_DONE, "%s",
                  err.message);
    diagnostics_free(looked);
    ck_assert(run_log_close(log, &err));
    char *path = only_file(folder);
    check_file(path, cJSON_GetObjectItem(golden, "want"));
    free(path);
    nn_model_free(model);
    dataset_free(&set);
    cJSON_Delete(golden);
}
END_TEST

START_TEST(units_are_alike_whatever_their_scale_and_dead_ones_are_one) {
    static const float a[3][6] = {{1, 2, 0, 1, 0, 1}, {2, 4, 0, 2, 0, -2}, {3, 6, 0, 2.9f, 0, 3}};
    float gram[36];
    ck_assert(diagnostics_dead(a[0], 3, 6) == 2. / 6);
    /* new: 0, 2 and 5; 3 has a cosine of .9999 with 0 */
    ck_assert(diagnostics_distinct(a[0], 3, 6, gram) == 3. / 6);
}
END_TEST

/* ---- a run ---- */

enum { EPOCHS = 3, BATCH = 16 };

typedef struct watcher {
    float *before;         /* the first kernel before the last step of an epoch */
    double ratios[EPOCHS]; /* of that step */
} watcher;

static double norm(const float *x, const float *y, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
    return sqrt(sum);
}

static bool note_step(void *context, const train_state *state, error *unused) {
    watcher *w = context;
    size_t count;
    const nn_param *kernel = nn_model_params(state->model, &count);
    static const float zeros[784 * 256];
    (void)unused;
    if (state->batch + 1 == state->batches)
        w->ratios[state->epoch] =
            norm(kernel->value, w->before, kernel->count) / norm(w->before, zeros, kernel->count);
    memcpy(w->before, kernel->value, kernel->count * sizeof(float));
    return true;
}

static run_options options_in(const char *logdir) {
    run_options options = run_options_default();
    options.logdir = logdir;
    options.epochs = EPOCHS;
    options.model.batch_size = BATCH;
    options.tensorboard.histogram_freq = 2;
    return options;
}

static void train_in(const run_options *options, train_callback shown) {
    dataset train = small_data(60, 1), test = small_data(30, 2);
    run r;
    nn_layer_initializers he_normal;
    ck_assert(nn_layer_initializers_parse("he_normal", &he_normal, NULL));
    ck_assert(run_init(&r, options, &he_normal, NULL));
    run_train(&r, &train, &test, shown);
    ck_assert_msg(r.result == FIT_DONE && !*r.warning.message, "%s%s", r.err.message,
                  r.warning.message);
    run_free(&r);
    dataset_free(&train);
    dataset_free(&test);
}

static tblog_run *load(const char *path) {
    tblog_run *loaded;
    tblog_logdir *files = tblog_logdir_open(path, NULL);
    ck_assert_str_eq(tblog_logdir_run_name(files, 0), ".");
    ck_assert_int_eq(tblog_run_load(files, 0, TBLOG_RESTARTS_KEEP, &loaded, NULL), TBLOG_OK);
    tblog_logdir_close(files);
    return loaded;
}

START_TEST(the_ratio_is_that_of_the_last_step_in_logged_epochs) {
    static float before[784 * 256];
    watcher w = {.before = before};
    run_options options = options_in(folder);
    options.diagnostics = true;
    train_in(&options, (train_callback){.self = &w, .hooks = {[ON_TRAIN_BATCH_END] = note_step}});
    char *path = path_of("%s/he_normal", folder);
    tblog_run *loaded = load(path);
    size_t i;
    ck_assert(tblog_run_find(loaded, "why/update_ratio/dense", 22, &i));
    const tblog_series *series = tblog_run_series(loaded, i);
    ck_assert_uint_eq(series->count, 2);
    for (size_t k = 0; k < 2; k++) {
        ck_assert_int_eq(series->points[k].step, (int64_t)(2 * k));
        assert_near("ratio", series->points[k].number, w.ratios[2 * k]);
    }
    tblog_run_free(loaded);
    free(path);
}
END_TEST

START_TEST(other_networks_have_no_dead_units) {
    static const char *const there[] = {"why/activations/dense_1", "why/distinct_units/dense",
                                        "why/gradients/dense_2/bias", "why/update_ratio/dense_2"};
    size_t i;
    run_options options = options_in(folder);
    options.diagnostics = true;
    ck_assert(nn_activation_parse("tanh", &options.model.activation, NULL));
    options.model.batch_norm = true;
    train_in(&options, (train_callback){0});
    char *path = path_of("%s/he_normal", folder);
    tblog_run *loaded = load(path);
    for (size_t k = 0; k < sizeof there / sizeof *there; k++)
        ck_assert_msg(tblog_run_find(loaded, there[k], strlen(there[k]), &i), "%s", there[k]);
    ck_assert(!tblog_run_find(loaded, "why/dead_units/dense", 20, &i));
    tblog_run_free(loaded);
    free(path);
}
END_TEST

enum { PARAMETERS = 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10 };

static bool keep_weights(void *weights, const train_state *state, error *unused) {
    size_t count;
    float *at = weights;
    const nn_param *params = nn_model_params(state->model, &count);
    (void)unused;
    for (size_t i = 0; i < count; at += params[i++].count)
        memcpy(at, params[i].value, params[i].count * sizeof *at);
    ck_assert_int_eq(at - (float *)weights, PARAMETERS);
    return true;
}

START_TEST(training_is_the_same_with_and_without) {
    static float weights[2][PARAMETERS];
    char *folders[2];
    for (int i = 0; i < 2; i++) {
        char *logdir = path_of("%s/%d", folder, i);
        run_options options = options_in(logdir);
        options.tensorboard.update_freq = 1;
        options.diagnostics = i == 1;
        train_in(&options,
                 (train_callback){.self = weights[i], .hooks = {[ON_EPOCH_END] = keep_weights}});
        folders[i] = path_of("%s/he_normal", logdir);
        free(logdir);
    }
    ck_assert_mem_eq(weights[0], weights[1], sizeof weights[0]);
    assert_same_values(folders[1], folders[0], "train");
    assert_same_values(folders[1], folders[0], "validation");
    free(folders[0]);
    free(folders[1]);
}
END_TEST

SUITE_WITH("diagnostics", setup, own_folder_teardown,
           a_step_has_the_numbers_that_numpy_finds_in_keras,
           units_are_alike_whatever_their_scale_and_dead_ones_are_one,
           the_ratio_is_that_of_the_last_step_in_logged_epochs, other_networks_have_no_dead_units,
           training_is_the_same_with_and_without)
