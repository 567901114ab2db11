/* SPDX-License-Identifier: Apache-2.0 */
/* Initializers against the distributions of the real Keras, golden/initializers/expected.json. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "nn/initializer.h"
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
    const cJSON *arguments = json_member(item, "arguments");
    const nn_initializer *found = nn_initializer_find(word(item, "initializer"));
    ck_assert_ptr_nonnull(found);
    nn_initializer init = *found;
    if (!arguments->child) return init;
    init.arguments[0] =
        argument(arguments, "gain",
                 argument(arguments, "value", argument(arguments, "scale", init.arguments[0])));
    if (strcmp(word(item, "initializer"), "variance_scaling") != 0) return init;
    const char *mode = word(arguments, "mode"), *drawn = word(arguments, "distribution");
    init.mode = strcmp(mode, "fan_in") == 0    ? NN_FAN_IN
                : strcmp(mode, "fan_out") == 0 ? NN_FAN_OUT
                                               : NN_FAN_AVG;
    init.distribution = strcmp(drawn, "uniform") == 0            ? NN_DRAW_UNIFORM
                        : strcmp(drawn, "truncated_normal") == 0 ? NN_DRAW_TRUNCATED_NORMAL
                                                                 : NN_DRAW_UNTRUNCATED_NORMAL;
    return init;
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
    ck_assert_msg(distance * sqrt((double)n) < 1.95, "%s: distance %g", e->init.class_name,
                  distance); /* p = .001 */
    if (!isnan(e->min)) {
        ck_assert((double)x[0] >= e->min * (1 + 1e-6));
        ck_assert((double)x[n - 1] <= e->max * (1 + 1e-6));
        ck_assert_msg((double)x[n - 1] > .9 * e->max, "%s does not reach its bound",
                      e->init.class_name);
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
        if (e->init.kind == NN_IDENTITY)
            ck_assert(x[i] == (i / e->cols == i % e->cols ? (float)e->init.arguments[0] : 0));
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
    double gain = e->init.arguments[0], fourth = 0;
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
    for (uint64_t seed = 0; seed < 400; seed++) {
        float x[6];
        nn_rng rng = nn_rng_stream(seed, NN_STREAM_INIT, 0);
        ck_assert(nn_initialize(nn_initializer_find("orthogonal"), &rng, 3, 2, x));
        positive += x[0] > 0;
    }
    ck_assert_int_gt(positive, 150);
    ck_assert_int_lt(positive, 250);
}
END_TEST

START_TEST(either_spelling_finds_an_initializer) {
    static const char *const names[][3] = {{"zeros", "Zeros", "ZEROS"},
                                           {"RandomNormal", "random_normal", "randomnormal"},
                                           {"glorot_uniform", "GlorotUniform", "Glorot_Uniform"},
                                           {"Identity", "identity", "IDENTITY"}};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 3; j++) {
            const nn_initializer *found = nn_initializer_find(names[i][j]);
            ck_assert_ptr_nonnull(found);
            ck_assert_str_eq(found->run_name, names[i][0]);
        }
    ck_assert_ptr_null(nn_initializer_find("glorot"));
    ck_assert_ptr_null(nn_initializer_find(""));
}
END_TEST

START_TEST(the_notebooks_twelve_come_first) {
    static const char *const names[] = {"zeros",         "ones",           "Orthogonal",
                                        "Identity",      "RandomNormal",   "RandomUniform",
                                        "glorot_normal", "glorot_uniform", "he_normal",
                                        "he_uniform",    "lecun_uniform",  "lecun_normal"};
    size_t count;
    const nn_initializer *all = nn_initializers(&count);
    ck_assert_uint_ge(count, NN_NOTEBOOK_INITIALIZERS);
    for (size_t i = 0; i < NN_NOTEBOOK_INITIALIZERS; i++)
        ck_assert_str_eq(all[i].run_name, names[i]);
}
END_TEST

SUITE("initializer", distributions_are_those_of_keras, fixed_ones_are_those_of_keras,
      orthogonal_ones_are_orthogonal, orthogonal_ones_are_not_one_sided,
      either_spelling_finds_an_initializer, the_notebooks_twelve_come_first)
