/* SPDX-License-Identifier: Apache-2.0 */
/* Weight initializers. */
#include "nn/initializer.h"

#include <ctype.h>
#include <math.h>

#include "nn/orthogonal.h"

/* A normal distribution cut at two standard deviations has this fraction of the uncut one's. */
static const double TRUNCATED_STDDEV = .87962566103423978;

#define FAN(run, snake, class, scale, mode, distribution)                                          \
    { run, snake, class, NN_VARIANCE_SCALING, {scale, 0}, mode, distribution }
#define PLAIN(run, snake, class, kind, a, b)                                                       \
    { run, snake, class, kind, {a, b}, NN_FAN_IN, NN_DRAW_UNIFORM }

static const nn_initializer initializers[] = {
    PLAIN("zeros", "zeros", "Zeros", NN_CONSTANT, 0, 0),
    PLAIN("ones", "ones", "Ones", NN_CONSTANT, 1, 0),
    PLAIN("Orthogonal", "orthogonal", "Orthogonal", NN_ORTHOGONAL, 1, 0),
    PLAIN("Identity", "identity", "Identity", NN_IDENTITY, 1, 0),
    PLAIN("RandomNormal", "random_normal", "RandomNormal", NN_RANDOM_NORMAL, 0, .05),
    PLAIN("RandomUniform", "random_uniform", "RandomUniform", NN_RANDOM_UNIFORM, -.05, .05),
    FAN("glorot_normal", "glorot_normal", "GlorotNormal", 1, NN_FAN_AVG, NN_DRAW_TRUNCATED_NORMAL),
    FAN("glorot_uniform", "glorot_uniform", "GlorotUniform", 1, NN_FAN_AVG, NN_DRAW_UNIFORM),
    FAN("he_normal", "he_normal", "HeNormal", 2, NN_FAN_IN, NN_DRAW_TRUNCATED_NORMAL),
    FAN("he_uniform", "he_uniform", "HeUniform", 2, NN_FAN_IN, NN_DRAW_UNIFORM),
    FAN("lecun_uniform", "lecun_uniform", "LecunUniform", 1, NN_FAN_IN, NN_DRAW_UNIFORM),
    FAN("lecun_normal", "lecun_normal", "LecunNormal", 1, NN_FAN_IN, NN_DRAW_TRUNCATED_NORMAL),
    /* beyond the notebook */
    PLAIN("Constant", "constant", "Constant", NN_CONSTANT, 0, 0),
    PLAIN("TruncatedNormal", "truncated_normal", "TruncatedNormal", NN_TRUNCATED_NORMAL, 0, .05),
    FAN("VarianceScaling", "variance_scaling", "VarianceScaling", 1, NN_FAN_IN,
        NN_DRAW_TRUNCATED_NORMAL),
};

const nn_initializer *nn_initializers(size_t *count) {
    *count = sizeof initializers / sizeof initializers[0];
    return initializers;
}

/* Equal but for case and underscores. */
static bool same_name(const char *a, const char *b) {
    for (;; a++, b++) {
        while (*a == '_') a++;
        while (*b == '_') b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) return false;
        if (!*a) return true;
    }
}

const nn_initializer *nn_initializer_find(const char *name) {
    for (size_t i = 0; i < sizeof initializers / sizeof initializers[0]; i++)
        if (same_name(name, initializers[i].run_name) ||
            same_name(name, initializers[i].snake_name))
            return &initializers[i];
    return NULL;
}

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
    double fan = init->mode == NN_FAN_IN    ? (double)rows
                 : init->mode == NN_FAN_OUT ? (double)cols
                                            : (double)(rows + cols) / 2;
    double variance = init->arguments[0] / (fan > 1 ? fan : 1);
    double limit = sqrt(3 * variance), stddev = sqrt(variance);
    switch (init->distribution) {
    case NN_DRAW_UNIFORM: fill_uniform(kernel, rows * cols, -limit, limit, rng); break;
    case NN_DRAW_TRUNCATED_NORMAL:
        fill_truncated_normal(kernel, rows * cols, 0, stddev / TRUNCATED_STDDEV, rng);
        break;
    case NN_DRAW_UNTRUNCATED_NORMAL: fill_normal(kernel, rows * cols, 0, stddev, rng); break;
    }
}

bool nn_initialize(const nn_initializer *init, nn_rng *rng, size_t rows, size_t cols,
                   float *kernel) {
    const double *a = init->arguments;
    size_t n = rows * cols;
    switch (init->kind) {
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
