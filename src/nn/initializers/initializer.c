/* SPDX-License-Identifier: Apache-2.0 */
/* Weight initializers: a row for each, with its arguments, its draws and its formula. */
#include "nn/initializers/initializer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "nn/initializers/orthogonal.h"

/* A normal distribution cut at two standard deviations has this fraction of the uncut one's. */
static const double TRUNCATED_STDDEV = .87962566103423978;

/* What VarianceScaling's choices are. */
enum { FAN_IN, FAN_OUT, FAN_AVG };
enum {
    DRAW_UNIFORM,
    DRAW_TRUNCATED_NORMAL,
    DRAW_UNTRUNCATED_NORMAL,
    DRAW_NORMAL /* Keras' other word for a truncated one */
};

/* ---- draws: fill a kernel of n = rows cols elements; a has the arguments' values ---- */

static void fill_constant(float *kernel, size_t n, double value) {
    for (size_t i = 0; i < n; i++) kernel[i] = (float)value;
}

/* Where only that rounds to something else, the number below the upper bound. */
enum { MOST_DRAWS = 64 };

/* The upper bound itself is not drawn, not even by rounding to float. */
static void fill_uniform(float *kernel, size_t n, double low, double high, nn_rng *rng) {
    float limit = high > low ? (float)high : INFINITY;
    float below = nextafterf((float)high, (float)low);
    for (size_t i = 0; i < n; i++) {
        int draws = 0;
        do kernel[i] = (float)(low + (high - low) * nn_rng_uniform(rng));
        while (kernel[i] >= limit && ++draws < MOST_DRAWS);
        if (draws == MOST_DRAWS) kernel[i] = below;
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

static bool constant(const double *a, nn_rng *rng, size_t rows, size_t cols, float *kernel) {
    (void)rng;
    fill_constant(kernel, rows * cols, a[0]);
    return true;
}

static bool identity(const double *a, nn_rng *rng, size_t rows, size_t cols, float *kernel) {
    (void)rng;
    fill_constant(kernel, rows * cols, 0);
    for (size_t i = 0; i < rows && i < cols; i++) kernel[i * cols + i] = (float)a[0];
    return true;
}

static bool orthogonal(const double *a, nn_rng *rng, size_t rows, size_t cols, float *kernel) {
    return nn_orthogonal(rng, rows, cols, a[0], kernel);
}

static bool random_normal(const double *a, nn_rng *rng, size_t rows, size_t cols, float *kernel) {
    fill_normal(kernel, rows * cols, a[0], a[1], rng);
    return true;
}

static bool truncated_normal(const double *a, nn_rng *rng, size_t rows, size_t cols,
                             float *kernel) {
    fill_truncated_normal(kernel, rows * cols, a[0], a[1], rng);
    return true;
}

static bool random_uniform(const double *a, nn_rng *rng, size_t rows, size_t cols, float *kernel) {
    fill_uniform(kernel, rows * cols, a[0], a[1], rng);
    return true;
}

static double scaled_variance(const double *a, size_t rows, size_t cols) {
    double fan = a[1] == FAN_IN    ? (double)rows
                 : a[1] == FAN_OUT ? (double)cols
                                   : (double)(rows + cols) / 2;
    return a[0] / (fan > 1 ? fan : 1);
}

/* Glorot and Bengio (2010), He et al. (2015), LeCun et al. (1998): variance = scale / fan. */
static bool variance_scaling(const double *a, nn_rng *rng, size_t rows, size_t cols,
                             float *kernel) {
    double variance = scaled_variance(a, rows, cols);
    double limit = sqrt(3 * variance), stddev = sqrt(variance);
    if (a[2] == DRAW_UNIFORM)
        fill_uniform(kernel, rows * cols, -limit, limit, rng);
    else if (a[2] == DRAW_TRUNCATED_NORMAL)
        fill_truncated_normal(kernel, rows * cols, 0, stddev / TRUNCATED_STDDEV, rng);
    else
        fill_normal(kernel, rows * cols, 0, stddev, rng);
    return true;
}

/* ---- formulas, in UTF-8 ---- */

static void constant_formula(const double *a, char *text, size_t size) {
    snprintf(text, size, "W = %g", a[0]);
}

static void identity_formula(const double *a, char *text, size_t size) {
    snprintf(text, size, "W[i, j] = %g where i = j, else 0 (a kernel that is not square: cut)",
             a[0]);
}

static void orthogonal_formula(const double *a, char *text, size_t size) {
    snprintf(text, size,
             "W = %g Q, Q with orthonormal columns (or rows, where those are fewer): from the "
             "QR decomposition of a normal matrix (Saxe et al. 2014)",
             a[0]);
}

static void normal_formula(const double *a, char *text, size_t size) {
    snprintf(text, size, "W ~ N(μ, σ²), μ = %g, σ = %g", a[0], a[1]);
}

static void truncated_formula(const double *a, char *text, size_t size) {
    snprintf(text, size, "W ~ N(μ, σ²) drawn again beyond μ ± 2σ, μ = %g, σ = %g", a[0], a[1]);
}

static void uniform_formula(const double *a, char *text, size_t size) {
    snprintf(text, size, "W ~ U[%g, %g)", a[0], a[1]);
}

static void scaling_formula(const double *a, char *text, size_t size) {
    const char *fan = a[1] == FAN_IN    ? "fan_in"
                      : a[1] == FAN_OUT ? "fan_out"
                                        : "((fan_in + fan_out) / 2)";
    if (a[2] == DRAW_UNIFORM)
        snprintf(text, size, "W ~ U[−limit, limit), limit = √(3 · %g / %s)", a[0], fan);
    else if (a[2] == DRAW_TRUNCATED_NORMAL)
        snprintf(text, size,
                 "W ~ N(0, σ²) drawn again beyond ± 2σ, σ = √(%g / %s) / 0.87962566 (so that what "
                 "is left has that variance)",
                 a[0], fan);
    else
        snprintf(text, size, "W ~ N(0, σ²), σ = √(%g / %s)", a[0], fan);
}

/* ---- the rows ---- */

#define ANY_NUMBER -FLT_MAX, FLT_MAX, NULL, false

static const nn_argument of_constant[] = {{"value", NN_NUMBER, ANY_NUMBER}};
static const nn_argument of_gain[] = {{"gain", NN_NUMBER, ANY_NUMBER}};
static const nn_argument of_normal[] = {{"mean", NN_NUMBER, ANY_NUMBER},
                                        {"stddev", NN_NUMBER, 0, FLT_MAX, NULL, false}};
static const nn_argument of_uniform[] = {{"minval", NN_NUMBER, ANY_NUMBER},
                                         {"maxval", NN_NUMBER, ANY_NUMBER}};
static const char *const modes[] = {
    [FAN_IN] = "fan_in", [FAN_OUT] = "fan_out", [FAN_AVG] = "fan_avg", NULL};
static const char *const distributions[] = {[DRAW_UNIFORM] = "uniform",
                                            [DRAW_TRUNCATED_NORMAL] = "truncated_normal",
                                            [DRAW_UNTRUNCATED_NORMAL] = "untruncated_normal",
                                            [DRAW_NORMAL] = "normal",
                                            NULL};
static const nn_argument of_scaling[] = {{"scale", NN_NUMBER, DBL_MIN, FLT_MAX, NULL, false},
                                         {"mode", NN_CHOICE, 0, 0, modes, false},
                                         {"distribution", NN_CHOICE, 0, 0, distributions, false}};

static const char *const zero[] = {"zero", NULL};
static const char *const one[] = {"one", NULL};
static const char *const orthogonal_class[] = {"OrthogonalInitializer", NULL};
static const char *const identity_class[] = {"IdentityInitializer", NULL};
static const char *const normal[] = {"normal", NULL};
static const char *const uniform[] = {"uniform", NULL};

typedef struct row {
    nn_class class;
    bool random; /* Keras' class has a seed */
    bool (*fill)(const double *a, nn_rng *rng, size_t rows, size_t cols, float *kernel);
    void (*formula)(const double *a, char *text, size_t size);
} row;

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CLASS(name, keras, aliases, arguments, ...)                                                \
    { name, keras, aliases, arguments, COUNT(arguments), false, {__VA_ARGS__}, NULL }
#define FIXED(name, keras, aliases, arguments, ...)                                                \
    { name, keras, aliases, arguments, COUNT(arguments), true, {__VA_ARGS__}, NULL }
#define FAN(name, keras, ...)                                                                      \
    { FIXED(name, keras, NULL, of_scaling, __VA_ARGS__), true, variance_scaling, scaling_formula }

static const row table[] = {
    {FIXED("zeros", "Zeros", zero, of_constant, 0), false, constant, constant_formula},
    {FIXED("ones", "Ones", one, of_constant, 1), false, constant, constant_formula},
    {CLASS("Orthogonal", "Orthogonal", orthogonal_class, of_gain, 1), true, orthogonal,
     orthogonal_formula},
    {CLASS("Identity", "Identity", identity_class, of_gain, 1), false, identity, identity_formula},
    {CLASS("RandomNormal", "RandomNormal", normal, of_normal, 0, .05), true, random_normal,
     normal_formula},
    {CLASS("RandomUniform", "RandomUniform", uniform, of_uniform, -.05, .05), true, random_uniform,
     uniform_formula},
    FAN("glorot_normal", "GlorotNormal", 1, FAN_AVG, DRAW_TRUNCATED_NORMAL),
    FAN("glorot_uniform", "GlorotUniform", 1, FAN_AVG, DRAW_UNIFORM),
    FAN("he_normal", "HeNormal", 2, FAN_IN, DRAW_TRUNCATED_NORMAL),
    FAN("he_uniform", "HeUniform", 2, FAN_IN, DRAW_UNIFORM),
    FAN("lecun_uniform", "LecunUniform", 1, FAN_IN, DRAW_UNIFORM),
    FAN("lecun_normal", "LecunNormal", 1, FAN_IN, DRAW_TRUNCATED_NORMAL),
    /* beyond the notebook */
    {CLASS("Constant", "Constant", NULL, of_constant, 0), false, constant, constant_formula},
    {CLASS("TruncatedNormal", "TruncatedNormal", NULL, of_normal, 0, .05), true, truncated_normal,
     truncated_formula},
    {CLASS("VarianceScaling", "VarianceScaling", NULL, of_scaling, 1, FAN_IN,
           DRAW_TRUNCATED_NORMAL),
     true, variance_scaling, scaling_formula},
};

const nn_table nn_initializers = {NN_TABLE("initializer", table), "seed", "--seed"};

static const row *row_of(const nn_initializer *initializer) {
    return (const row *)initializer->type;
}

bool nn_initializer_parse(const char *text, nn_initializer *initializer, char message[NN_MESSAGE]) {
    if (!nn_spec_parse(text, &nn_initializers, initializer, message)) return false;
    double *distribution = &initializer->values[2];
    if (nn_spec_has(initializer, "distribution") && *distribution == DRAW_NORMAL)
        *distribution = DRAW_TRUNCATED_NORMAL;
    return true;
}

char *nn_initializer_text(const nn_initializer *initializer, char *text) {
    return nn_spec_text(initializer, text);
}

bool nn_initializer_is_random(const nn_initializer *initializer) {
    return row_of(initializer)->random;
}

void nn_initializer_formula(const nn_initializer *initializer, char *text, size_t size) {
    row_of(initializer)->formula(initializer->values, text, size);
}

void nn_initializer_numbers(const nn_initializer *init, size_t rows, size_t cols, char *text,
                            size_t size) {
    *text = '\0';
    if (!nn_spec_has(init, "mode")) return;
    double variance = scaled_variance(init->values, rows, cols);
    if (init->values[2] == DRAW_UNIFORM)
        snprintf(text, size, "limit = %.4g", sqrt(3 * variance));
    else
        snprintf(text, size, "standard deviation = %.4g", sqrt(variance));
}

bool nn_initialize(const nn_initializer *init, nn_rng *rng, size_t rows, size_t cols,
                   float *kernel) {
    return row_of(init)->fill(init->values, rng, rows, cols, kernel);
}
