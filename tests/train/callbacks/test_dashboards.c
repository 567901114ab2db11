/* SPDX-License-Identifier: Apache-2.0 */
/* What --dashboards adds to the logs, and that it leaves alone what Keras' callback logs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>

#include "hparams_file.h"
#include "log_compare.h"
#include "own_data.h"
#include "runs/compare.h"
#include "runs/folder.h"
#include "runs/records/comparison_log.h"
#include "suite.h"
#include "train/callbacks/hparams_log.h"
#include "train/callbacks/run_text.h"

enum { EPOCHS = 3 };

static run_options options;
static atomic_bool stop;
static run r;

static void setup(void) {
    own_data_setup();
    stop = false;
    options = run_options_default();
    options.logdir = folder;
    options.epochs = EPOCHS;
    options.model.batch_size = 16;
    options.stop = &stop;
    options.dashboards = true;
    options.command = "initlab train --dashboards";
}

static void teardown(void) {
    run_free(&r);
    own_data_teardown();
}

static void start(void) {
    run_free(&r);
    nn_layer_initializers he_normal;
    ck_assert(nn_layer_initializers_parse("he_normal", &he_normal, NULL));
    ck_assert(run_init(&r, &options, &he_normal, NULL));
}

/* One run, with the logs' common part. */
static fit_result train_run(void) {
    start();
    const comparison alone = {
        .runs = &r, .count = 1, .jobs = 1, .train = &train, .test = &test, .stop = &stop};
    return compare(&alone, NULL, 1);
}

static Tblog__HParamsPluginData *hparams_of(const char *run_name, const char *tag) {
    char *where = path_of("%s/%s", folder, run_name);
    Tblog__HParamsPluginData *found = hparams_read(where, tag);
    free(where);
    return found;
}

/* The status that the run's session ended with; -1: it has no end. */
static int end_status(void) {
    Tblog__HParamsPluginData *end = hparams_of("he_normal", "_hparams_/session_end_info");
    if (!end) return -1;
    int status = (int)end->session_end_info->status;
    ck_assert(end->session_end_info->end_time_secs == 1700000000);
    tblog__hparams_plugin_data__free_unpacked(end, NULL);
    return status;
}

START_TEST(a_session_has_its_hyperparameters_and_a_successful_end) {
    options.model.seed = 7;
    nn_spec_set(&options.model.optimizer, "learning_rate", .002);
    ck_assert_int_eq(train_run(), FIT_DONE);
    Tblog__HParamsPluginData *data = hparams_of("he_normal", "_hparams_/session_start_info");
    const Tblog__HParamSessionStart *session = data->session_start_info;
    ck_assert(session->start_time_secs == 1700000000);
    ck_assert_str_eq(session->group_name, "he_normal");
    ck_assert_str_eq(hparams_value(session, "initializer")->string_value, "he_normal");
    ck_assert_str_eq(hparams_value(session, "initializer_arguments")->string_value,
                     "scale=2, mode=fan_in, distribution=truncated_normal");
    ck_assert(hparams_value(session, "seed")->number_value == 7);
    ck_assert(hparams_value(session, "batch_size")->number_value == 16);
    ck_assert(hparams_value(session, "learning_rate")->number_value == .002);
    ck_assert_str_eq(hparams_value(session, "optimizer")->string_value, "adam");
    ck_assert_str_eq(hparams_value(session, "layers")->string_value, "256-128-10");
    ck_assert_str_eq(hparams_value(session, "activation")->string_value, "relu");
    ck_assert(hparams_value(session, "dropout")->number_value == .2);
    ck_assert_str_eq(hparams_value(session, "lr_schedule")->string_value, "none");
    ck_assert(!hparams_value(session, "batch_norm")->bool_value);
    ck_assert(hparams_value(session, "l2")->number_value == 0);
    tblog__hparams_plugin_data__free_unpacked(data, NULL);
    ck_assert_int_eq(end_status(), TBLOG_SESSION_SUCCESS);
}
END_TEST

START_TEST(the_experiment_names_every_hyperparameter_of_a_session) {
    ck_assert_int_eq(train_run(), FIT_DONE);
    Tblog__HParamsPluginData *common = hparams_of(".", "_hparams_/experiment");
    Tblog__HParamsPluginData *data = hparams_of("he_normal", "_hparams_/session_start_info");
    const Tblog__HParamExperiment *experiment = common->experiment;
    ck_assert_uint_eq(experiment->n_hparam_infos, data->session_start_info->n_hparams);
    for (size_t i = 0; i < experiment->n_hparam_infos; i++) {
        const Tblog__HParamInfo *info = experiment->hparam_infos[i];
        const Tblog__HParamValue *value = hparams_value(data->session_start_info, info->name);
        ck_assert_int_eq(info->type, value->kind_case == TBLOG__HPARAM_VALUE__KIND_NUMBER_VALUE
                                         ? TBLOG__HPARAM_TYPE__DATA_TYPE_FLOAT64
                                     : value->kind_case == TBLOG__HPARAM_VALUE__KIND_BOOL_VALUE
                                         ? TBLOG__HPARAM_TYPE__DATA_TYPE_BOOL
                                         : TBLOG__HPARAM_TYPE__DATA_TYPE_STRING);
        ck_assert_int_eq(info->differs, strcmp(info->name, "initializer") == 0);
    }
    tblog__hparams_plugin_data__free_unpacked(common, NULL);
    tblog__hparams_plugin_data__free_unpacked(data, NULL);
}
END_TEST

/* How many files with events a folder itself has. */
static size_t count_event_files(const char *path) {
    tblog_logdir *files = tblog_logdir_open(path, NULL);
    size_t count = 0;
    if (files && tblog_logdir_run_count(files) && !strcmp(tblog_logdir_run_name(files, 0), "."))
        count = tblog_logdir_file_count(files, 0);
    tblog_logdir_close(files);
    return count;
}

START_TEST(hyperparameters_that_differ_among_the_runs_are_the_columns) {
    run runs[2];
    error err;
    for (int i = 0; i < 2; i++) {
        nn_layer_initializers init;
        char message[NN_MESSAGE];
        options.model.dropout = i / 4.;
        options.model.batch_norm = i == 1;
        ck_assert(nn_layer_initializers_parse(i ? "zeros" : "ones", &init, message));
        ck_assert(run_init(&runs[i], &options, &init, NULL));
    }
    ck_assert(comparison_log_write(runs, 2, &err));
    Tblog__HParamsPluginData *common = hparams_of(".", "_hparams_/experiment");
    static const char *const want[] = {"initializer", "initializer arguments", "dropout",
                                       "batch normalisation"};
    ck_assert_uint_eq(common->experiment->n_hparam_infos, 4);
    for (size_t i = 0; i < 4; i++) {
        const Tblog__HParamInfo *info = common->experiment->hparam_infos[i];
        ck_assert_str_eq(info->display_name, want[i]);
        ck_assert_int_eq(info->differs, i != 1);
    }
    tblog__hparams_plugin_data__free_unpacked(common, NULL);
    for (int i = 0; i < 2; i++) run_free(&runs[i]);
}
END_TEST

START_TEST(seeds_are_another_group_than_a_plain_run) {
    nn_layer_initializers he_normal;
    ck_assert(nn_layer_initializers_parse("he_normal", &he_normal, NULL));
    ck_assert_int_eq(train_run(), FIT_DONE);
    run_free(&r);
    ck_assert(run_init_seed(&r, &options, &he_normal, NULL, 3));
    run_train(&r, &train, &test, (train_callback){0});
    static const char *const runs[] = {"he_normal", "he_normal/seed-3"};
    static const char *const groups[] = {"he_normal", "he_normal/seed-*"};
    for (int i = 0; i < 2; i++) {
        Tblog__HParamsPluginData *data = hparams_of(runs[i], "_hparams_/session_start_info");
        ck_assert_str_eq(data->session_start_info->group_name, groups[i]);
        tblog__hparams_plugin_data__free_unpacked(data, NULL);
    }
}
END_TEST

/* "why" is there with --diagnostics only. */
START_TEST(the_layout_has_the_charts_of_what_is_logged) {
    for (int why = 0; why < 2; why++) {
        char *file, *logdir = path_of("%s/%d", folder, why);
        error err;
        start();
        r.options.logdir = logdir;
        r.options.diagnostics = why;
        ck_assert(comparison_log_write(&r, 1, &err));
        file = only_file(r.options.logdir);
        file_bytes content = file_read(file);
        ck_assert_int_eq(memmem(content.bytes, content.size, "^why/dead_units/", 16) != NULL, why);
        ck_assert_ptr_nonnull(memmem(content.bytes, content.size, "validation loss, all", 20));
        free(content.bytes);
        free(file);
        free(logdir);
    }
}
END_TEST

START_TEST(what_runs_have_in_common_is_logged_once) {
    ck_assert_int_eq(train_run(), FIT_DONE);
    ck_assert_uint_eq(count_event_files(folder), 1);
    char *mine = path_of("%s/he_normal", folder);
    error err;
    ck_assert(run_folder_prepare(mine, true, &err));
    ck_assert_int_eq(train_run(), FIT_DONE);
    ck_assert_uint_eq(count_event_files(folder), 1);
    ck_assert_uint_eq(count_event_files(mine), 1); /* the old one was overwritten */
    free(mine);
}
END_TEST

static bool fail_late(void *self, const train_state *state, error *err) {
    (void)self;
    return state->epoch < 1 || error_set(err, "the second epoch fails");
}

START_TEST(an_error_is_a_failure) {
    start();
    run_train(&r, &train, &test, (train_callback){.hooks = {[ON_EPOCH_END] = fail_late}});
    ck_assert_int_eq(r.result, FIT_FAILED);
    ck_assert_str_eq(r.err.message, "the second epoch fails");
    ck_assert_int_eq(end_status(), TBLOG_SESSION_FAILURE);
}
END_TEST

static bool interrupt(void *self, const train_state *state, error *err) {
    (void)self, (void)err;
    stop = state->epoch == 1;
    return true;
}

static void train_interrupted(void) {
    start();
    run_train(&r, &train, &test, (train_callback){.hooks = {[ON_TRAIN_BATCH_END] = interrupt}});
    ck_assert_int_eq(r.result, FIT_STOPPED);
    stop = false;
}

static tblog_run *load(const char *run_name) {
    tblog_run *loaded;
    char *path = path_of("%s/%s", folder, run_name);
    tblog_logdir *files = tblog_logdir_open(path, NULL);
    ck_assert_int_eq(tblog_run_load(files, 0, TBLOG_RESTARTS_KEEP, &loaded, NULL), TBLOG_OK);
    tblog_logdir_close(files);
    free(path);
    return loaded;
}

static size_t count_points(const tblog_run *loaded, const char *tag) {
    size_t i;
    return tblog_run_find(loaded, tag, strlen(tag), &i) ? tblog_run_series(loaded, i)->count : 0;
}

START_TEST(an_interrupted_session_is_neither_and_is_continued_by_resume) {
    train_interrupted();
    ck_assert_int_eq(end_status(), TBLOG_SESSION_UNKNOWN);
    options.resume = true;
    for (int again = 0; again < 2; again++) { /* a finished run is left alone */
        ck_assert_int_eq(train_run(), FIT_DONE);
        tblog_run *loaded = load("he_normal");
        ck_assert_uint_eq(count_points(loaded, "_hparams_/session_start_info"), 1);
        ck_assert_uint_eq(count_points(loaded, "_hparams_/session_end_info"), 1);
        ck_assert_uint_eq(count_points(loaded, "run"), 1);
        ck_assert_uint_eq(count_points(loaded, "seconds"), EPOCHS);
        size_t i;
        ck_assert(tblog_run_find(loaded, "seconds", 7, &i));
        const tblog_point *last = &tblog_run_series(loaded, i)->points[EPOCHS - 1];
        ck_assert((float)last->number == (float)history_seconds(&r.history));
        tblog_run_free(loaded);
        char *mine = path_of("%s/he_normal", folder);
        ck_assert_uint_eq(count_event_files(mine), 2 + (size_t)again); /* an end each time */
        free(mine);
    }
}
END_TEST

static double end_time(void) {
    char *mine = path_of("%s/he_normal", folder);
    double time_s = hparams_log_ended(mine);
    free(mine);
    return time_s;
}

static double tick(void *context) {
    return ++*(double *)context;
}

START_TEST(a_finished_session_keeps_its_end_until_the_run_continues) {
    double now = 1700000000;
    options.tensorboard.writer.clock = tick;
    options.tensorboard.writer.clock_context = &now;
    ck_assert_int_eq(train_run(), FIT_DONE);
    double first = end_time();
    ck_assert(first > 1700000000);
    options.resume = true;
    ck_assert_int_eq(train_run(), FIT_DONE);
    ck_assert(end_time() == first);
    tblog_run *loaded = load("he_normal");
    ck_assert_uint_eq(count_points(loaded, "_hparams_/session_end_info"), 1);
    tblog_run_free(loaded);
    options.epochs = EPOCHS + 1;
    double before = now;
    ck_assert_int_eq(train_run(), FIT_DONE);
    ck_assert(end_time() > before);
}
END_TEST

START_TEST(a_run_started_without_dashboards_gets_them_when_it_is_resumed) {
    options.dashboards = false;
    train_interrupted();
    options.dashboards = options.resume = true;
    ck_assert_int_eq(train_run(), FIT_DONE);
    ck_assert_int_eq(end_status(), TBLOG_SESSION_SUCCESS);
}
END_TEST

START_TEST(what_the_callback_logs_is_the_same_with_and_without) {
    char *with = path_of("%s/he_normal", folder), *logdir = path_of("%s/without", folder);
    char *without = path_of("%s/he_normal", logdir);
    ck_assert_int_eq(train_run(), FIT_DONE);
    options.logdir = logdir;
    options.dashboards = false;
    ck_assert_int_eq(train_run(), FIT_DONE);
    ck_assert_uint_eq(count_event_files(logdir), 0);
    ck_assert_uint_eq(count_event_files(without), 0);
    assert_same_values(with, without, "train");
    assert_same_values(with, without, "validation");
    free(without);
    free(logdir);
    free(with);
}
END_TEST

START_TEST(the_text_describes_what_was_run) {
    nn_model_config model = nn_model_config_default();
    ck_assert(nn_layer_initializers_parse("he_uniform", &model.kernel_initializers, NULL));
    model.seed = 3;
    named_texts told = {0};
    named_texts_add(&told, "seed", "3");
    named_texts_add(&told, "early-stopping", "monitor=a|b");
    const run_text text = {.name = "a|b",
                           .command = "initlab train --init he_uniform",
                           .host = "somewhere",
                           .model = &model,
                           .options = &told,
                           .train = &train,
                           .test = &test};
    char *want = path_of(
        "### a\\|b\n\n"
        "    initlab train --init he_uniform\n\n"
        "| setting | value |\n|---|---|\n"
        "| initializer | HeUniform(scale=2, mode=fan_in, distribution=uniform) |\n"
        "| formula | W ~ U[−limit, limit), limit = √(3 · 2 / fan_in) |\n"
        "| network | 784 inputs → 256 relu → dropout 0.2 → 128 relu → dropout 0.2 → 10 softmax |\n"
        "| optimizer | Adam, learning rate 0.001 |\n"
        "| data | 60 training, 30 validation images, scaled to 0–1 |\n"
        "| host | somewhere |\n"
        "| version | initlab %s |\n\n"
        "| kernel | shape | W |\n|---|---|---|\n"
        "| dense | 784 × 256 | limit = 0.08748 |\n" /* sqrt(6 / 784) */
        "| dense_1 | 256 × 128 | limit = 0.1531 |\n"
        "| dense_2 | 128 × 10 | limit = 0.2165 |\n\n"
        "| option | value |\n|---|---|\n"
        "| --seed | 3 |\n"
        "| --early-stopping | monitor=a\\|b |\n",
        tblog_version());
    char *markdown = run_text_markdown(&text);
    ck_assert_str_eq(markdown, want);
    named_texts_free(&told);
    free(markdown);
    free(want);
}
END_TEST

START_TEST(the_text_names_a_known_data_set) {
    nn_model_config model = nn_model_config_default();
    ck_assert(nn_layer_initializers_parse("zeros", &model.kernel_initializers, NULL));
    const dataset large = {.n = 1060000, .name = "fashion-mnist", .scaling = DATASET_STANDARD_SET},
                  small = {.n = 10007};
    named_texts none = {0};
    const run_text text = {
        .name = "a", .model = &model, .options = &none, .train = &large, .test = &small};
    char *markdown = run_text_markdown(&text);
    ck_assert_ptr_nonnull(strstr(markdown, "\n| data | Fashion-MNIST: 1,060,000 training, 10,007 "
                                           "validation images, all pixels standardized alike |\n"));
    free(markdown);
}
END_TEST

/* A limit on file sizes would do the same: there is no place for the run's own file. */
START_TEST(without_a_place_for_its_own_file_a_run_does_not_begin) {
    char *mine = path_of("%s/he_normal", folder);
    file_write(mine, "", 0);
    ck_assert_int_eq(train_run(), FIT_FAILED);
    ck_assert_ptr_nonnull(strstr(r.err.message, mine));
    free(mine);
}
END_TEST

SUITE_WITH("dashboards", setup, teardown, a_session_has_its_hyperparameters_and_a_successful_end,
           the_experiment_names_every_hyperparameter_of_a_session,
           hyperparameters_that_differ_among_the_runs_are_the_columns,
           seeds_are_another_group_than_a_plain_run, the_layout_has_the_charts_of_what_is_logged,
           what_runs_have_in_common_is_logged_once, an_error_is_a_failure,
           an_interrupted_session_is_neither_and_is_continued_by_resume,
           a_finished_session_keeps_its_end_until_the_run_continues,
           a_run_started_without_dashboards_gets_them_when_it_is_resumed,
           what_the_callback_logs_is_the_same_with_and_without, the_text_describes_what_was_run,
           the_text_names_a_known_data_set, without_a_place_for_its_own_file_a_run_does_not_begin)
