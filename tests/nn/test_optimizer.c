/* SPDX-License-Identifier: Apache-2.0 */
/* Optimizers against the real ones: golden/training/optimizers.json, and Adam's own trace. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "nn/optimizer.h"
#include "spec_texts.h"
#include "suite.h"

enum { N = 8, FIRST = 3 };

static nn_optimizer parse(const char *text) {
    return spec_parsed(nn_optimizer_parse, text);
}

static void read_numbers(const cJSON *array, float *x) {
    ck_assert_int_eq(cJSON_GetArraySize(array), N);
    for (int i = 0; i < N; i++) x[i] = (float)json_number(cJSON_GetArrayItem(array, i));
}

/* Weights by rounding of the last bit or two: TensorFlow's Eigen divides and takes roots as exactly
 * as this does, but for the order of sums in norms. */
static void assert_near(const float *got, const float *want, const char *what, int step) {
    for (int i = 0; i < N; i++)
        ck_assert_msg(isnan(want[i])
                          ? isnan(got[i])
                          : fabsf(got[i] - want[i]) <= 2.4e-7f * fmaxf(fabsf(want[i]), .01f),
                      "%s, step %d, weight %d: %.9g, not %.9g", what, step, i, (double)got[i],
                      (double)want[i]);
}

/* The steps of a case; eight weights are two variables, of FIRST and of the rest. */
static void follow(const cJSON *file, const cJSON *rows) {
    static const nn_variable variables[] = {{FIRST, 1, FIRST}, {N - FIRST, 1, N - FIRST}};
    const nn_optimizer optimizer = parse(rows->string);
    float w[N], g[N], want[N], slots[NN_MAX_SLOTS][N];
    nn_optimizer_arrays arrays = {N, w, g, {slots[0], slots[1], slots[2]}};
    for (size_t k = 0; k < nn_optimizer_slots(&optimizer); k++)
        for (size_t i = 0; i < N; i++) slots[k][i] = nn_optimizer_slot_start(&optimizer, k);
    read_numbers(json_member(file, "start"), w);
    float learning_rate = (float)nn_spec_value(&optimizer, "learning_rate");
    int t = 0;
    const cJSON *row;
    cJSON_ArrayForEach(row, rows) {
        read_numbers(cJSON_GetArrayItem(json_member(file, "gradients"), t++), g);
        nn_optimizer_step(&optimizer, nn_kernels_best(), NULL, learning_rate, (uint64_t)t, &arrays,
                          variables, 2);
        read_numbers(row, want);
        assert_near(w, want, rows->string, t);
    }
    ck_assert_int_eq(t, 12);
}

START_TEST(each_follows_the_real_one) {
    cJSON *file = json_file_read(TEST_DATA "/golden/training/optimizers.json");
    int count = 0;
    const cJSON *rows;
    cJSON_ArrayForEach(rows, json_member(file, "cases")) {
        char text[NN_SPEC_TEXT];
        nn_optimizer optimizer = parse(rows->string);
        ck_assert_str_eq(nn_optimizer_text(&optimizer, text), rows->string);
        follow(file, rows);
        count++;
    }
    ck_assert_int_eq(count, 34);
    cJSON_Delete(file);
}
END_TEST

/* Twelve steps of the real Keras 3.15 Adam on known gradients: golden/optimizer/adam.json. */
START_TEST(adam_follows_the_real_one_to_the_bit_or_nearly) {
    cJSON *rows = json_file_read(TEST_DATA "/golden/optimizer/adam.json");
    const nn_optimizer adam = parse("adam");
    const nn_variable all = {N, 1, N};
    float w[N], g[N], m[N] = {0}, v[N] = {0};
    const nn_optimizer_arrays arrays = {N, w, g, {m, v}};
    int t = 0;
    const cJSON *row;
    cJSON_ArrayForEach(row, rows) {
        for (int i = 0; i < N && t; i++)
            g[i] = (float)json_number_text(cJSON_GetArrayItem(json_member(row, "gradient"), i));
        if (t)
            nn_optimizer_step(&adam, nn_kernels_best(), NULL, .001f, (uint64_t)t, &arrays, &all, 1);
        for (int i = 0; i < N; i++) {
            float want =
                (float)json_number_text(cJSON_GetArrayItem(json_member(row, "weights"), i));
            if (!t) w[i] = want;
            ck_assert_msg(fabsf(w[i] - want) <= 1.2e-7f * fmaxf(fabsf(want), .01f),
                          "step %d, weight %d: %a, not %a", t, i, (double)w[i], (double)want);
        }
        t++;
    }
    ck_assert_int_eq(t, 13);
    cJSON_Delete(rows);
}
END_TEST

/* sgd with learning rate 1 on weights of 0 leaves minus the clipped gradients. */
static void clip(const char *text, float *w, float *g, size_t n, const nn_variable *variables,
                 size_t count) {
    const nn_optimizer optimizer = parse(text);
    const nn_optimizer_arrays arrays = {n, w, g, {NULL}};
    memset(w, 0, n * sizeof *w);
    nn_optimizer_step(&optimizer, nn_kernels_best(), NULL, 1, 1, &arrays, variables, count);
}

static void assert_clipped(const cJSON *want, const float w[4], const char *text, int k) {
    for (int i = 0; i < 4; i++) {
        double x = json_number(cJSON_GetArrayItem(cJSON_GetArrayItem(want, i / 2), i % 2));
        double got = -(double)w[i];
        ck_assert_msg(isnan(x) ? isnan(got) : got == x || fabs(got - x) <= 2e-7 * fabs(x),
                      "%s, gradients %d: %d is %.9g, not %.9g", text, k, i, got, x);
    }
}

/* golden/training/clipping.json: NaN and infinity spread as they do in Keras. */
START_TEST(gradients_are_clipped_as_by_the_real_one) {
    static const nn_variable two[] = {{2, 1, 2}, {2, 1, 2}};
    cJSON *file = json_file_read(TEST_DATA "/golden/training/clipping.json");
    const cJSON *gradients = json_member(file, "gradients"), *row;
    int count = 0;
    cJSON_ArrayForEach(row, json_member(file, "cases")) {
        for (int k = 0; k < cJSON_GetArraySize(gradients); k++) {
            const cJSON *given = cJSON_GetArrayItem(gradients, k);
            float w[4], g[4];
            for (int i = 0; i < 4; i++)
                g[i] =
                    (float)json_number(cJSON_GetArrayItem(cJSON_GetArrayItem(given, i / 2), i % 2));
            clip(row->string, w, g, 4, two, 2);
            assert_clipped(cJSON_GetArrayItem(row, k), w, row->string, k);
            count++;
        }
    }
    ck_assert_int_eq(count, 25);
    cJSON_Delete(file);
}
END_TEST

/* One float32 that all squares are added to gives a norm that is too small by 1e-3 here. */
START_TEST(norms_of_large_variables_are_exact) {
    cJSON *file = json_file_read(TEST_DATA "/golden/training/clipping.json");
    const cJSON *large = json_member(file, "large"), *row;
    const size_t n = (size_t)json_member(large, "n")->valuedouble;
    const nn_variable all = {n, 1, n};
    float *w = malloc(n * sizeof *w), *g = malloc(n * sizeof *g);
    cJSON_ArrayForEach(row, json_member(large, "cases")) {
        for (size_t i = 0; i < n; i++) g[i] = (float)(1 / (1 + (double)(i % 7)));
        clip(row->string, w, g, n, &all, 1);
        for (int i = 0; i < 7; i++) {
            double want = cJSON_GetArrayItem(row, i)->valuedouble;
            ck_assert_msg(fabs(-(double)w[i] - want) < 2e-6 * want, "%s: %.9g, not %.9g",
                          row->string, -(double)w[i], want);
        }
    }
    free(w);
    free(g);
    cJSON_Delete(file);
}
END_TEST

static void assert_text(const char *spelling, const char *want) {
    assert_spec_text(nn_optimizer_parse, spelling, want);
}

START_TEST(names_and_defaults_are_those_of_keras) {
    assert_text("SGD", "sgd");
    assert_text("momentum", "sgd(momentum=0.9)");
    assert_text("momentum(momentum=.5)", "sgd(momentum=0.5)");
    assert_text("nesterov", "sgd(momentum=0.9,nesterov=true)");
    assert_text("sgd(.01, .9, True)", "sgd(momentum=0.9,nesterov=true)");
    assert_text("RMSprop(centered=false)", "rmsprop");
    assert_text("adamw(weight_decay=.004)", "adamw");
    assert_text("Adam(epsilon=1e-7, clipnorm=None)", "adam");
    assert_text("adam(lea=.01)", "adam(learning_rate=0.01)");
}
END_TEST

static void assert_refused(const char *text, const char *reason) {
    assert_spec_refused(nn_optimizer_parse, text, reason);
}

START_TEST(what_is_wrong_is_named) {
    assert_refused("adm", "unknown optimizer 'adm'; did you mean adam");
    assert_refused("adam(beta_3=1)", "unknown argument 'beta_3'; did you mean beta_1 or beta_2?");
    assert_refused("adam(beta=.9)", "unknown argument 'beta'"); /* begins two */
    assert_refused("adam(beta_1=1.1)", "beta_1: not a number from 0 to 1: '1.1'");
    assert_refused("lion(beta_1=0)", "beta_1: not a number above 0 and up to 1: '0'");
    assert_refused("Mdmd", "there are: sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw, "
                           "nadam, adamax, adadelta, lion");
    assert_refused("sgd(nesterov=maybe)", "neither true nor false");
    assert_refused("adamw(weight_decay=None)", "weight_decay");
    assert_refused("adam(clipnorm=1,clipvalue=1)", "only one of");
}
END_TEST

START_TEST(slots_are_what_keras_keeps) {
    static const struct {
        const char *text;
        size_t count;
        const char *last;
    } cases[] = {{"momentum", 1, "sgd/momentum"},
                 {"rmsprop(momentum=.1,centered=true)", 3, "rmsprop/average_gradient"},
                 {"rmsprop(centered=true)", 2, "rmsprop/average_gradient"},
                 {"adagrad", 1, "adagrad/accumulator"},
                 {"adam", 2, "adam/v"},
                 {"adamw(amsgrad=true)", 3, "adamw/v_hat"}};
    nn_optimizer sgd = parse("sgd"), adagrad = parse("adagrad(initial_accumulator_value=.5)");
    ck_assert_uint_eq(nn_optimizer_slots(&sgd), 0);
    ck_assert(nn_optimizer_slot_start(&adagrad, 0) == .5f);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nn_optimizer o = parse(cases[i].text);
        ck_assert_uint_eq(nn_optimizer_slots(&o), cases[i].count);
        ck_assert_str_eq(nn_optimizer_slot_name(&o, cases[i].count - 1), cases[i].last);
    }
}
END_TEST

START_TEST(only_clipped_norms_need_parameters_in_order) {
    static const char *const alone[] = {"adam", "sgd(clipvalue=1)", "adamw"};
    static const char *const together[] = {"adam(clipnorm=1)", "sgd(global_clipnorm=1)"};
    for (size_t i = 0; i < sizeof alone / sizeof alone[0]; i++) {
        const nn_optimizer optimizer = parse(alone[i]);
        ck_assert_msg(nn_optimizer_is_elementwise(&optimizer), "%s", alone[i]);
    }
    for (size_t i = 0; i < sizeof together / sizeof together[0]; i++) {
        const nn_optimizer optimizer = parse(together[i]);
        ck_assert_msg(!nn_optimizer_is_elementwise(&optimizer), "%s", together[i]);
    }
}
END_TEST

SUITE("optimizer", each_follows_the_real_one, adam_follows_the_real_one_to_the_bit_or_nearly,
      gradients_are_clipped_as_by_the_real_one, norms_of_large_variables_are_exact,
      names_and_defaults_are_those_of_keras, what_is_wrong_is_named, slots_are_what_keras_keeps,
      only_clipped_norms_need_parameters_in_order)
