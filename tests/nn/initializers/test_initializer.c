/* SPDX-License-Identifier: Apache-2.0 */
/* Initializers against the distributions of the real Keras, golden/initializers/expected.json. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "nn/initializers/layer_initializers.h"
#include "spec_texts.h"
#include "suite.h"

/* One case of the file. */
typedef struct expected {
    nn_initializer init;
    size_t rows, cols;
    const char *family;
    double min, max, mean, scale; /* of the theory; NAN where it has none */
    const cJSON *empirical;       /* of the real draws; NULL where there is none */
} expected;

static double argument(const cJSON *arguments, const char *name, double otherwise) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(arguments, name);
    return item ? item->valuedouble : otherwise;
}

static const char *word(const cJSON *arguments, const char *name) {
    return json_member(arguments, name)->valuestring;
}

/* The initializer of that name with the case's arguments. */
static nn_initializer initializer_of(const cJSON *item) {
    char text[NN_SPEC_TEXT];
    size_t used = (size_t)snprintf(text, sizeof text, "%s(", word(item, "initializer"));
    const cJSON *argument;
    cJSON_ArrayForEach(argument, json_member(item, "arguments")) {
        char *value = cJSON_IsString(argument) ? strdup(argument->valuestring)
                                               : cJSON_PrintUnformatted(argument);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s=%s",
                                 text[used - 1] == '(' ? "" : ",", argument->string, value);
        free(value);
    }
    snprintf(text + used, sizeof text - used, ")");
    return spec_parsed(nn_initializer_parse, text);
}

static expected read_case(const cJSON *item) {
    const cJSON *shape = json_member(item, "shape"), *theory = json_member(item, "theory");
    const cJSON *min = cJSON_GetObjectItem(theory, "min"),
                *max = cJSON_GetObjectItem(theory, "max");
    return (expected){initializer_of(item),
                      (size_t)cJSON_GetArrayItem(shape, 0)->valuedouble,
                      (size_t)cJSON_GetArrayItem(shape, 1)->valuedouble,
                      word(theory, "family"),
                      cJSON_IsNumber(min) ? min->valuedouble : NAN,
                      cJSON_IsNumber(max) ? max->valuedouble : NAN,
                      argument(theory, "mean", NAN),
                      argument(theory, "scale", NAN),
                      cJSON_GetObjectItem(item, "empirical")};
}

static float *draw(const expected *e, uint64_t seed) {
    nn_rng rng = nn_rng_stream(seed, NN_STREAM_INIT, 0);
    float *kernel = malloc(e->rows * e->cols * sizeof *kernel);
    ck_assert(nn_initialize(&e->init, &rng, e->rows, e->cols, kernel));
    return kernel;
}

/* Call check for each case of the families; returns how many there were. */
static int each_case(const char *families, void (*check)(const expected *e)) {
    int count = 0;
    cJSON *file = json_file_read(TEST_DATA "/golden/initializers/expected.json");
    const cJSON *item;
    cJSON_ArrayForEach(item, json_member(file, "cases")) {
        expected e = read_case(item);
        if (!strstr(families, e.family)) continue;
        check(&e);
        count++;
    }
    cJSON_Delete(file);
    return count;
}

static double normal_cdf(double z) {
    return erfc(-z / sqrt(2)) / 2;
}

static double theory_cdf(const expected *e, double x) {
    static const double within_two = .95449973610364158; /* of a normal distribution */
    if (strcmp(e->family, "uniform") == 0) return (x - e->min) / (e->max - e->min);
    double p = normal_cdf((x - e->mean) / e->scale);
    return strcmp(e->family, "normal") == 0 ? p : (p - (1 - within_two) / 2) / within_two;
}

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* Kolmogorov and Smirnov's distance, and the bounds. */
static void check_distribution(const expected *e) {
    size_t n = e->rows * e->cols;
    float *x = draw(e, 1);
    double distance = 0;
    qsort(x, n, sizeof *x, ascending);
    for (size_t i = 0; i < n; i++) {
        double p = theory_cdf(e, (double)x[i]);
        distance = fmax(distance, fmax(p - (double)i / (double)n, (double)(i + 1) / (double)n - p));
    }
    ck_assert_msg(distance * sqrt((double)n) < 1.95, "%s: distance %g", e->init.type->keras,
                  distance); /* p = .001 */
    if (!isnan(e->min)) {
        ck_assert((double)x[0] >= e->min * (1 + 1e-6));
        ck_assert((double)x[n - 1] <= e->max * (1 + 1e-6));
        ck_assert_msg((double)x[n - 1] > .9 * e->max, "%s does not reach its bound",
                      e->init.type->keras);
    }
    free(x);
}

START_TEST(distributions_are_those_of_keras) {
    ck_assert_int_eq(each_case("uniform truncated_normal", check_distribution), 54);
}
END_TEST

static void check_fixed(const expected *e) {
    size_t n = e->rows * e->cols;
    float *x = draw(e, 1);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(e->init.type->keras, "Identity") == 0)
            ck_assert(x[i] == (i / e->cols == i % e->cols ? (float)e->init.values[0] : 0));
        sum += (double)x[i];
        squares += (double)x[i] * (double)x[i];
    }
    free(x);
    if (!e->empirical) return;
    double mean = sum / (double)n, variance = squares / (double)n - mean * mean;
    ck_assert(fabs(mean - json_member(e->empirical, "mean")->valuedouble) < 1e-6);
    ck_assert(fabs(sqrt(fabs(variance)) - json_member(e->empirical, "std")->valuedouble) < 1e-6);
}

START_TEST(fixed_ones_are_those_of_keras) {
    ck_assert_int_eq(each_case("fixed", check_fixed), 15);
}
END_TEST

/* W^T W = gain^2 I, or W W^T for a wide one. */
static void check_orthogonal(const expected *e) {
    size_t m = e->rows > e->cols ? e->rows : e->cols, n = e->rows + e->cols - m;
    size_t along = e->rows >= e->cols ? e->cols : 1, across = e->rows >= e->cols ? 1 : e->cols;
    double gain = e->init.values[0], fourth = 0;
    float *x = draw(e, 1);
    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b <= a; b++) {
            double dot = 0;
            for (size_t i = 0; i < m; i++)
                dot += (double)x[a * across + i * along] * (double)x[b * across + i * along];
            ck_assert(fabs(dot - (a == b ? gain * gain : 0)) < 1e-5 * gain * gain);
        }
    }
    /* A coordinate of a random unit vector of m has kurtosis 3 m / (m + 2). */
    for (size_t i = 0; i < m * n; i++) fourth += pow((double)x[i] / gain, 4);
    double kurtosis = fourth / (double)(m * n) * (double)(m * m);
    ck_assert(fabs(kurtosis - 3 * (double)m / (double)(m + 2)) < .25);
    free(x);
}

START_TEST(orthogonal_ones_are_orthogonal) {
    ck_assert_int_eq(each_case("orthogonal", check_orthogonal), 7);
}
END_TEST

/* Without the signs of R's diagonal, the first entry of Q's first column would always be negative.
 */
START_TEST(orthogonal_ones_are_not_one_sided) {
    int positive = 0;
    nn_initializer orthogonal;
    ck_assert(nn_initializer_parse("orthogonal", &orthogonal, NULL));
    for (uint64_t seed = 0; seed < 400; seed++) {
        float x[6];
        nn_rng rng = nn_rng_stream(seed, NN_STREAM_INIT, 0);
        ck_assert(nn_initialize(&orthogonal, &rng, 3, 2, x));
        positive += x[0] > 0;
    }
    ck_assert_int_gt(positive, 150);
    ck_assert_int_lt(positive, 250);
}
END_TEST

static void assert_text(const char *spelling, const char *want) {
    assert_spec_text(nn_initializer_parse, spelling, want);
}

static void assert_refused(const char *text, const char *reason) {
    assert_spec_refused(nn_initializer_parse, text, reason);
}

/* Those of keras.initializers' ALL_OBJECTS_DICT, and the notebook's. */
START_TEST(every_name_of_keras_finds_its_initializer) {
    static const char *const names[][2] = {
        {"zeros", "zeros"},
        {"Zeros", "zeros"},
        {"zero", "zeros"},
        {"one", "ones"},
        {"RandomNormal", "RandomNormal"},
        {"random_normal", "RandomNormal"},
        {"normal", "RandomNormal"},
        {"uniform", "RandomUniform"},
        {"glorot_uniform", "glorot_uniform"},
        {"GlorotUniform", "glorot_uniform"},
        {"IdentityInitializer", "Identity"},
        {"OrthogonalInitializer", "Orthogonal"},
        {"truncated_normal", "TruncatedNormal"},
        {"variance_scaling", "VarianceScaling"},
        {"constant", "Constant"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_text(names[i][0], names[i][1]);
}
END_TEST

START_TEST(spellings_of_the_same_have_the_same_text) {
    assert_text("RandomNormal(mean=0,stddev=1)", "RandomNormal(stddev=1)");
    assert_text(" random_normal( 0 , 1.0 ) ", "RandomNormal(stddev=1)");
    assert_text("normal(stddev=1e0)", "RandomNormal(stddev=1)");
    assert_text("RandomNormal(0.,.05)", "RandomNormal");
    assert_text("he_normal()", "he_normal");
    assert_text("Constant(.1)", "Constant(value=0.1)");
    assert_text("Constant(0)", "Constant");
    assert_text("Orthogonal(1.4)", "Orthogonal(gain=1.4)");
    assert_text("VarianceScaling(2, 'fan_avg', distribution=\"uniform\")",
                "VarianceScaling(scale=2,mode=fan_avg,distribution=uniform)");
    assert_text("VarianceScaling(distribution=normal)", "VarianceScaling");
    assert_text("RandomUniform(maxval=0.30000000000000004)",
                "RandomUniform(maxval=0.30000000000000004)");
}
END_TEST

START_TEST(what_is_wrong_is_named_and_near_names_are_listed) {
    assert_refused("he_norml", "unknown initializer 'he_norml'; did you mean he_normal");
    assert_refused("glorot", "glorot_normal");
    assert_refused("", "zeros, ones, Orthogonal");
    assert_refused("Orthogonal(gian=2)", "Orthogonal: unknown argument 'gian'; did you mean gain?");
    assert_refused("VarianceScaling(mode=fan_inn)", "mode: unknown 'fan_inn'; did you mean fan_in");
    assert_refused("Orthogonal(", "parenthesis");
    assert_refused("Orthogonal(2", "parenthesis");
    assert_refused("zeros(1)", "zeros: takes no arguments");
    assert_refused("he_normal(seed=1)", "he_normal: seed is not an argument here: use --seed");
    assert_refused("RandomNormal(stddev=1, seed=2)", "use --seed");
    assert_refused("Constant(1,2)", "too many");
    assert_refused("Constant(1,value=2)", "given twice");
    assert_refused("RandomNormal(stddev=1,0)", "without a name");
    assert_refused("RandomNormal(stddev=-1)", "stddev: not a number from 0 on: '-1'");
    assert_refused("VarianceScaling(0)", "scale: not a number above 0");
    assert_refused("Constant(nan)", "not a number");
    assert_refused("Constant(1e999)", "value: '1e999' is beyond float32, which ends at 3.4e+38");
    assert_refused("RandomUniform(-1e308,1e308)", "minval: '-1e308' is beyond float32");
    assert_refused("Constant(10000000000000000000000000000000000000000000000000000000000000000)",
                   "value: too long");
    assert_refused("Constant()x", "parenthesis");
    assert_refused("Constant(1,)", "too many");
}
END_TEST

static void assert_layers(const char *spelling, const char *want) {
    nn_layer_initializers layers;
    char message[NN_MESSAGE];
    ck_assert_msg(nn_layer_initializers_parse(spelling, &layers, message), "%s", message);
    char *text = nn_layer_initializers_text(&layers);
    ck_assert_str_eq(text, want);
    free(text);
}

START_TEST(each_layer_may_have_its_own) {
    nn_layer_initializers layers;
    char message[NN_MESSAGE];
    assert_layers("HeNormal + he_normal+glorot_uniform", "he_normal+he_normal+glorot_uniform");
    assert_layers("zeros+ones+ones", "zeros+ones");
    assert_layers("Constant(1e+2)+Orthogonal(2)", "Constant(value=100)+Orthogonal(gain=2)");
    ck_assert(nn_layer_initializers_parse("zeros+ones", &layers, message));
    ck_assert_str_eq(nn_layer_initializer(&layers, 0)->type->name, "zeros");
    ck_assert_str_eq(nn_layer_initializer(&layers, 1)->type->name, "ones");
    ck_assert_str_eq(nn_layer_initializer(&layers, 2)->type->name, "ones");
    ck_assert(!nn_layer_initializers_parse("zeros+", &layers, message));
    char deep[80 * 16] = "", *at = deep;
    for (int i = 0; i < 50; i++) at += sprintf(at, "orthogonal+");
    sprintf(at, "glorot_uniform");
    ck_assert(nn_layer_initializers_parse(deep, &layers, message));
    ck_assert_uint_eq(layers.count, 51);
    ck_assert_str_eq(nn_layer_initializer(&layers, 49)->type->name, "Orthogonal");
    ck_assert_str_eq(nn_layer_initializer(&layers, 50)->type->name, "glorot_uniform");
    at = deep;
    for (int i = 0; i < 70; i++) at += sprintf(at, i % 2 ? "+ones" : "+zeros");
    ck_assert(!nn_layer_initializers_parse(deep + 1, &layers, message));
    ck_assert_ptr_nonnull(strstr(message, "64 changes"));
}
END_TEST

/* Bounds without a float32 between them: every draw is the lower one. */
START_TEST(uniform_draws_end_whatever_the_bounds) {
    static const struct {
        const char *text;
        float least, most;
    } cases[] = {{"RandomUniform(minval=1,maxval=1.000000001)", 1, 1},
                 {"RandomUniform(-1e-50,1e-50)", 0, 0},
                 {"RandomUniform(1.0000000596,1.00000015)", 1, 1.0000001f},
                 {"RandomUniform(-3e38,3e38)", -3e38f, 3e38f},
                 {"RandomUniform(1,-1)", -1, 1},
                 {"VarianceScaling(scale=1e-100,distribution=uniform)", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        float x[64];
        nn_rng rng = nn_rng_stream(3, NN_STREAM_INIT, 0);
        nn_initializer init = spec_parsed(nn_initializer_parse, cases[i].text);
        ck_assert(nn_initialize(&init, &rng, 8, 8, x));
        for (size_t k = 0; k < 64; k++)
            ck_assert_msg(x[k] >= cases[i].least && x[k] <= cases[i].most, "%s: %.9g",
                          cases[i].text, (double)x[k]);
    }
}
END_TEST

START_TEST(the_notebooks_twelve_come_first) {
    static const char *const names[] = {"zeros",         "ones",           "Orthogonal",
                                        "Identity",      "RandomNormal",   "RandomUniform",
                                        "glorot_normal", "glorot_uniform", "he_normal",
                                        "he_uniform",    "lecun_uniform",  "lecun_normal"};
    ck_assert_uint_ge(nn_initializers.count, NN_NOTEBOOK_INITIALIZERS);
    for (size_t i = 0; i < NN_NOTEBOOK_INITIALIZERS; i++)
        ck_assert_str_eq(nn_table_class(&nn_initializers, i)->name, names[i]);
}
END_TEST

SUITE("initializer", distributions_are_those_of_keras, fixed_ones_are_those_of_keras,
      orthogonal_ones_are_orthogonal, orthogonal_ones_are_not_one_sided,
      every_name_of_keras_finds_its_initializer, spellings_of_the_same_have_the_same_text,
      what_is_wrong_is_named_and_near_names_are_listed, each_layer_may_have_its_own,
      uniform_draws_end_whatever_the_bounds, the_notebooks_twelve_come_first)
