/* SPDX-License-Identifier: Apache-2.0 */
/* Weight initializers. */
#include "nn/initializers/initializer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/initializers/orthogonal.h"

/* A normal distribution cut at two standard deviations has this fraction of the uncut one's. */
static const double TRUNCATED_STDDEV = .87962566103423978;

/* ---- the classes ---- */

#define ANY_NUMBER -DBL_MAX, DBL_MAX, NULL, false

static const nn_argument of_constant[] = {{"value", NN_NUMBER, ANY_NUMBER}};
static const nn_argument of_gain[] = {{"gain", NN_NUMBER, ANY_NUMBER}};
static const nn_argument of_normal[] = {{"mean", NN_NUMBER, ANY_NUMBER},
                                        {"stddev", NN_NUMBER, 0, DBL_MAX, NULL, false}};
static const nn_argument of_uniform[] = {{"minval", NN_NUMBER, ANY_NUMBER},
                                         {"maxval", NN_NUMBER, ANY_NUMBER}};
static const char *const modes[] = {
    [NN_FAN_IN] = "fan_in", [NN_FAN_OUT] = "fan_out", [NN_FAN_AVG] = "fan_avg", NULL};
enum { DRAW_NORMAL = 3 }; /* Keras' other word for a truncated one */
static const char *const distributions[] = {[NN_DRAW_UNIFORM] = "uniform",
                                            [NN_DRAW_TRUNCATED_NORMAL] = "truncated_normal",
                                            [NN_DRAW_UNTRUNCATED_NORMAL] = "untruncated_normal",
                                            [DRAW_NORMAL] = "normal",
                                            NULL};
static const nn_argument of_scaling[] = {{"scale", NN_NUMBER, DBL_MIN, DBL_MAX, NULL, false},
                                         {"mode", NN_CHOICE, 0, 0, modes, false},
                                         {"distribution", NN_CHOICE, 0, 0, distributions, false}};

static const char *const zero[] = {"zero", NULL};
static const char *const one[] = {"one", NULL};
static const char *const orthogonal[] = {"OrthogonalInitializer", NULL};
static const char *const identity[] = {"IdentityInitializer", NULL};
static const char *const normal[] = {"normal", NULL};
static const char *const uniform[] = {"uniform", NULL};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CLASS(name, keras, aliases, kind, arguments, ...)                                          \
    { name, keras, aliases, kind, arguments, COUNT(arguments), false, {__VA_ARGS__}, NULL }
#define FIXED(name, keras, aliases, kind, arguments, ...)                                          \
    { name, keras, aliases, kind, arguments, COUNT(arguments), true, {__VA_ARGS__}, NULL }
#define FAN(name, keras, scale, mode, distribution)                                                \
    FIXED(name, keras, NULL, NN_VARIANCE_SCALING, of_scaling, scale, mode, distribution)

static const nn_class classes[] = {
    FIXED("zeros", "Zeros", zero, NN_CONSTANT, of_constant, 0),
    FIXED("ones", "Ones", one, NN_CONSTANT, of_constant, 1),
    CLASS("Orthogonal", "Orthogonal", orthogonal, NN_ORTHOGONAL, of_gain, 1),
    CLASS("Identity", "Identity", identity, NN_IDENTITY, of_gain, 1),
    CLASS("RandomNormal", "RandomNormal", normal, NN_RANDOM_NORMAL, of_normal, 0, .05),
    CLASS("RandomUniform", "RandomUniform", uniform, NN_RANDOM_UNIFORM, of_uniform, -.05, .05),
    FAN("glorot_normal", "GlorotNormal", 1, NN_FAN_AVG, NN_DRAW_TRUNCATED_NORMAL),
    FAN("glorot_uniform", "GlorotUniform", 1, NN_FAN_AVG, NN_DRAW_UNIFORM),
    FAN("he_normal", "HeNormal", 2, NN_FAN_IN, NN_DRAW_TRUNCATED_NORMAL),
    FAN("he_uniform", "HeUniform", 2, NN_FAN_IN, NN_DRAW_UNIFORM),
    FAN("lecun_uniform", "LecunUniform", 1, NN_FAN_IN, NN_DRAW_UNIFORM),
    FAN("lecun_normal", "LecunNormal", 1, NN_FAN_IN, NN_DRAW_TRUNCATED_NORMAL),
    /* beyond the notebook */
    CLASS("Constant", "Constant", NULL, NN_CONSTANT, of_constant, 0),
    CLASS("TruncatedNormal", "TruncatedNormal", NULL, NN_TRUNCATED_NORMAL, of_normal, 0, .05),
    CLASS("VarianceScaling", "VarianceScaling", NULL, NN_VARIANCE_SCALING, of_scaling, 1, NN_FAN_IN,
          NN_DRAW_TRUNCATED_NORMAL),
};

const nn_class *nn_initializer_classes(size_t *count) {
    *count = COUNT(classes);
    return classes;
}

bool nn_initializer_parse(const char *text, nn_initializer *initializer, char message[NN_MESSAGE]) {
    if (!nn_spec_parse(text, "initializer", classes, COUNT(classes), initializer, message))
        return false;
    if (initializer->type->kind == NN_VARIANCE_SCALING &&
        initializer->values[2] == (double)DRAW_NORMAL)
        initializer->values[2] = NN_DRAW_TRUNCATED_NORMAL;
    return true;
}

char *nn_initializer_text(const nn_initializer *initializer, char *text) {
    return nn_spec_text(initializer, text);
}

/* ---- of a network's layers ---- */

bool nn_layer_initializers_parse(const char *text, nn_layer_initializers *initializers,
                                 char message[NN_MESSAGE]) {
    char one_text[NN_SPEC_TEXT];
    size_t length;
    initializers->count = 0;
    for (const char *start; (start = nn_spec_next_piece(&text, '+', &length));) {
        if (initializers->count == NN_MAX_LAYERS || length >= sizeof one_text)
            return nn_fail(message, "initializers for more than %d layers", NN_MAX_LAYERS);
        snprintf(one_text, sizeof one_text, "%.*s", (int)length, start);
        if (!nn_initializer_parse(one_text, &initializers->of[initializers->count++], message))
            return false;
    }
    return true;
}

const nn_initializer *nn_layer_initializer(const nn_layer_initializers *initializers,
                                           size_t layer) {
    size_t last = initializers->count - 1;
    return &initializers->of[layer < last ? layer : last];
}

char *nn_layer_initializers_text(const nn_layer_initializers *initializers) {
    const nn_initializer *of = initializers->of;
    char *text = malloc((size_t)NN_MAX_LAYERS * NN_SPEC_TEXT), *at = text;
    size_t count = initializers->count;
    while (count > 1 && nn_spec_equal(&of[count - 1], &of[count - 2])) count--;
    for (size_t i = 0; text && i < count; i++) {
        if (i) *at++ = '+';
        at += strlen(nn_initializer_text(&of[i], at));
    }
    return text;
}

/* ---- draws ---- */

static void fill_constant(float *kernel, size_t n, double value) {
    for (size_t i = 0; i < n; i++) kernel[i] = (float)value;
}

static void fill_identity(float *kernel, size_t rows, size_t cols, double gain) {
    fill_constant(kernel, rows * cols, 0);
    for (size_t i = 0; i < rows && i < cols; i++) kernel[i * cols + i] = (float)gain;
}

/* The upper bound itself is not drawn, not even by rounding to float. */
static void fill_uniform(float *kernel, size_t n, double low, double high, nn_rng *rng) {
    for (size_t i = 0; i < n; i++) {
        float x;
        do x = (float)(low + (high - low) * nn_rng_uniform(rng));
        while (x >= (float)high && high > low);
        kernel[i] = x;
    }
}

static void fill_normal(float *kernel, size_t n, double mean, double stddev, nn_rng *rng) {
    for (size_t i = 0; i < n; i++) kernel[i] = (float)(mean + stddev * nn_rng_normal(rng));
}

/* Draws beyond two standard deviations are drawn again. */
static void fill_truncated_normal(float *kernel, size_t n, double mean, double stddev,
                                  nn_rng *rng) {
    for (size_t i = 0; i < n; i++) {
        double z;
        do z = nn_rng_normal(rng);
        while (fabs(z) >= 2);
        kernel[i] = (float)(mean + stddev * z);
    }
}

/* Glorot and Bengio (2010), He et al. (2015), LeCun et al. (1998): variance = scale / fan. */
static void fill_variance_scaled(const nn_initializer *init, size_t rows, size_t cols,
                                 float *kernel, nn_rng *rng) {
    nn_fan mode = (nn_fan)init->values[1];
    double fan = mode == NN_FAN_IN    ? (double)rows
                 : mode == NN_FAN_OUT ? (double)cols
                                      : (double)(rows + cols) / 2;
    double variance = init->values[0] / (fan > 1 ? fan : 1);
    double limit = sqrt(3 * variance), stddev = sqrt(variance);
    switch ((nn_distribution)init->values[2]) {
    case NN_DRAW_UNIFORM: fill_uniform(kernel, rows * cols, -limit, limit, rng); break;
    case NN_DRAW_TRUNCATED_NORMAL:
        fill_truncated_normal(kernel, rows * cols, 0, stddev / TRUNCATED_STDDEV, rng);
        break;
    case NN_DRAW_UNTRUNCATED_NORMAL: fill_normal(kernel, rows * cols, 0, stddev, rng); break;
    }
}

bool nn_initialize(const nn_initializer *init, nn_rng *rng, size_t rows, size_t cols,
                   float *kernel) {
    const double *a = init->values;
    size_t n = rows * cols;
    switch ((nn_initializer_kind)init->type->kind) {
    case NN_CONSTANT: fill_constant(kernel, n, a[0]); break;
    case NN_IDENTITY: fill_identity(kernel, rows, cols, a[0]); break;
    case NN_ORTHOGONAL: return nn_orthogonal(rng, rows, cols, a[0], kernel);
    case NN_RANDOM_NORMAL: fill_normal(kernel, n, a[0], a[1], rng); break;
    case NN_TRUNCATED_NORMAL: fill_truncated_normal(kernel, n, a[0], a[1], rng); break;
    case NN_RANDOM_UNIFORM: fill_uniform(kernel, n, a[0], a[1], rng); break;
    case NN_VARIANCE_SCALING: fill_variance_scaled(init, rows, cols, kernel, rng); break;
    }
    return true;
}
