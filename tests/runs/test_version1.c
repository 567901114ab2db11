/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of version 1 (tests/golden/version1, made by the initlab of 2026-11-26) are read, and
 * written with the same names and texts: checkpoints, models, and what HParams shows.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "data/files/safetensors.h"
#include "hparams_file.h"
#include "own_folder.h"
#include "suite.h"

#define GOLDEN TEST_DATA "/golden/version1"
#define COMMON "--data $golden/version1/data --seed 3 --batch-size 16 --dashboards --save-models"

static const struct golden_run {
    const char *name, *options;
} runs[] = {
    {"plain/glorot_uniform", "--logdir plain --layers 4"},
    {"all/he_normal+RandomNormal(stddev=0.1)",
     "--logdir all --init 'he_normal+RandomNormal(stddev=.1)' --layers 6,4 --activation tanh "
     "--batch-norm --dropout .1 --l2 1e-4 --optimizer 'sgd(momentum=.9)' --lr .05 "
     "--lr-schedule 'cosine(decay_steps=100)' --early-stopping monitor=val_accuracy,patience=9 "
     "--standardize pixel"},
};
enum { RUNS = sizeof runs / sizeof runs[0] };

static void setup(void) {
    own_folder_enter();
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
}

/* initlab train with a run's options and some more. */
static void train(const struct golden_run *r, const char *more, int code, const char *words) {
    char *line = path_of("$initlab train --quiet %s %s %s", COMMON, r->options, more);
    expect(line, code, words);
    free(line);
}

static safetensors *open_tensors(const char *path) {
    error reason;
    safetensors *file = safetensors_read(path, &reason);
    ck_assert_msg(file != NULL, "%s", reason.message);
    return file;
}

static void take_golden_runs(void) {
    expect("cp -r $golden/version1/plain $golden/version1/all .", 0, NULL);
}

START_TEST(checkpoints_are_resumed) {
    take_golden_runs();
    for (size_t i = 0; i < RUNS; i++) {
        train(&runs[i], "--resume --epochs 3 --seed 4", 1, "started with --seed 3, not 4");
        train(&runs[i], "--resume --epochs 3", 0, NULL);
        char *path = path_of("%s/checkpoint.safetensors", runs[i].name);
        char *golden = path_of(GOLDEN "/%s/checkpoint.safetensors", runs[i].name);
        safetensors *now = open_tensors(path), *before = open_tensors(golden);
        const safetensors_array *reached = safetensors_find(now, "history");
        ck_assert_uint_eq(reached->shape[0], 3);
        ck_assert_mem_eq(reached->data, safetensors_find(before, "history")->data,
                         2 * 5 * sizeof(double));
        safetensors_free(before);
        safetensors_free(now);
        free(golden);
        free(path);
    }
}
END_TEST

/* What the version itself said of its models; sums differ from one processor to the next. */
START_TEST(models_give_the_same_loss) {
    for (size_t i = 0; i < RUNS; i++) {
        char *path = path_of(GOLDEN "/%s/eval.json", runs[i].name);
        file_bytes said = file_read(path);
        const char *want = strstr((char *)said.bytes, "\"loss\":");
        char *line = path_of("$initlab eval --json --data $golden/version1/data "
                             "'" GOLDEN "/%s/best.safetensors'",
                             runs[i].name);
        outcome o = run(line);
        ck_assert_msg(o.code == 0, "%s", o.err);
        const char *got = strstr(o.out, "\"loss\":");
        ck_assert(want && got);
        ck_assert_msg(fabs(strtod(want + 7, NULL) - strtod(got + 7, NULL)) < 1e-5, "%s: %s", want,
                      got);
        free(o.out);
        free(o.err);
        free(line);
        free(said.bytes);
        free(path);
    }
}
END_TEST

static void assert_same_texts(const char *run_name, const char *file, const char *const *names) {
    char *path = path_of("%s/%s", run_name, file), *golden = path_of(GOLDEN "/%s", path);
    safetensors *now = open_tensors(path), *before = open_tensors(golden);
    for (; *names; names++) {
        const char *got = safetensors_find_text(now, *names);
        const char *want = safetensors_find_text(before, *names);
        ck_assert_msg(!want == !got && (!want || strcmp(got, want) == 0),
                      "%s: %s is '%s', not '%s'", path, *names, got ? got : "", want ? want : "");
    }
    safetensors_free(before);
    safetensors_free(now);
    free(golden);
    free(path);
}

START_TEST(checkpoints_and_models_are_written_as_before) {
    static const char *const of_checkpoints[] = {"format",
                                                 "initializer",
                                                 "seed",
                                                 "batch size",
                                                 "optimizer",
                                                 "schedule",
                                                 "layers",
                                                 "activation",
                                                 "batch normalisation",
                                                 "dropout",
                                                 "l2",
                                                 "samples",
                                                 "data of checksum",
                                                 "early stopping",
                                                 "standardization",
                                                 NULL};
    static const char *const of_models[] = {"format",      "input",         "scaling",   "layers",
                                            "activation",  "batch_norm",    "dropout",   "l2",
                                            "batch_size",  "learning_rate", "optimizer", "seed",
                                            "initializer", "data",          "classes",   NULL};
    for (size_t i = 0; i < RUNS; i++) {
        train(&runs[i], "--epochs 2", 0, NULL);
        assert_same_texts(runs[i].name, "checkpoint.safetensors", of_checkpoints);
        assert_same_texts(runs[i].name, "last.safetensors", of_models);
    }
}
END_TEST

/* ---- HParams ---- */

START_TEST(a_sessions_hyperparameters_are_the_same_bytes) {
    train(&runs[0], "--epochs 2", 0, NULL);
    file_bytes want = hparams_bytes(GOLDEN "/plain/glorot_uniform", "_hparams_/session_start_info");
    file_bytes got = hparams_bytes("plain/glorot_uniform", "_hparams_/session_start_info");
    ck_assert_uint_eq(got.size, want.size);
    ck_assert_mem_eq(got.bytes, want.bytes, want.size);
    free(got.bytes);
    free(want.bytes);
}
END_TEST

/* What version 1 did not show comes after what it did, where it is not the default. */
START_TEST(a_session_with_everything_begins_with_the_same_ones) {
    train(&runs[1], "--epochs 2", 0, NULL);
    char *golden = path_of(GOLDEN "/%s", runs[1].name);
    Tblog__HParamsPluginData *now = hparams_read(runs[1].name, "_hparams_/session_start_info"),
                             *before = hparams_read(golden, "_hparams_/session_start_info");
    const Tblog__HParamSessionStart *a = now->session_start_info, *b = before->session_start_info;
    ck_assert_uint_eq(a->n_hparams, b->n_hparams + 2);
    for (size_t i = 0; i < b->n_hparams; i++) {
        const Tblog__HParamValue *x = a->hparams[i]->value, *y = b->hparams[i]->value;
        ck_assert_str_eq(a->hparams[i]->key, b->hparams[i]->key);
        ck_assert_int_eq(x->kind_case, y->kind_case);
        if (x->kind_case == TBLOG__HPARAM_VALUE__KIND_STRING_VALUE)
            ck_assert_str_eq(x->string_value, y->string_value);
        else if (x->kind_case == TBLOG__HPARAM_VALUE__KIND_NUMBER_VALUE)
            ck_assert(x->number_value == y->number_value);
        else
            ck_assert_int_eq(x->bool_value, y->bool_value);
    }
    ck_assert_str_eq(a->hparams[b->n_hparams]->key, "early_stopping");
    ck_assert_str_eq(a->hparams[b->n_hparams + 1]->key, "standardize");
    tblog__hparams_plugin_data__free_unpacked(now, NULL);
    tblog__hparams_plugin_data__free_unpacked(before, NULL);
    free(golden);
}
END_TEST

/* All but the titles and descriptions, which are for people. */
START_TEST(the_columns_are_the_same) {
    train(&runs[0], "--epochs 1", 0, NULL);
    Tblog__HParamsPluginData *now = hparams_read("plain", "_hparams_/experiment"),
                             *before = hparams_read(GOLDEN "/plain", "_hparams_/experiment");
    const Tblog__HParamExperiment *a = now->experiment, *b = before->experiment;
    ck_assert_uint_eq(a->n_hparam_infos, b->n_hparam_infos);
    for (size_t i = 0; i < a->n_hparam_infos; i++) {
        const Tblog__HParamInfo *x = a->hparam_infos[i], *y = b->hparam_infos[i];
        ck_assert_str_eq(x->name, y->name);
        ck_assert_int_eq(x->type, y->type);
        ck_assert_int_eq(x->differs, y->differs);
    }
    ck_assert_uint_eq(a->n_metric_infos, b->n_metric_infos);
    tblog__hparams_plugin_data__free_unpacked(now, NULL);
    tblog__hparams_plugin_data__free_unpacked(before, NULL);
}
END_TEST

SUITE_WITH("version1", setup, own_folder_teardown, checkpoints_are_resumed,
           models_give_the_same_loss, checkpoints_and_models_are_written_as_before,
           a_sessions_hyperparameters_are_the_same_bytes,
           a_session_with_everything_begins_with_the_same_ones, the_columns_are_the_same)
