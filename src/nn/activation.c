/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Activations: a row for each, with its arguments and its loop. A function takes u, writes the
 * derivative into *slope, and has the arguments' values in p; a NaN stays NaN.
 *
 * keras/src/activations/activations.py and backend/tensorflow/nn.py; slopes at kinks are those of
 * TensorFlow's gradients.
 */
#include "nn/activation.h"

#include <float.h>
#include <math.h>

static const float SELU_SCALE = 1.05070098735548049342f;
static const float SELU_ALPHA = 1.67326324235437728482f;
static const float SQRT_HALF = .70710678118654752440f;
static const float NORMAL_DENSITY = .39894228040143267794f; /* 1 / sqrt(2 pi) */
static const float SQRT_2_OVER_PI = .79788456080286535588f;

/* ---- one number: f(u), and its derivative ---- */

static float plain_relu(float u, float *slope, const double *p) {
    (void)p;
    *slope = u > 0 ? 1 : 0;
    return u <= 0 ? 0 : u;
}

/* negative_slope u below 0: Maas et al. 2013 */
static float leaky_relu(float u, float *slope, const double *p) {
    const float leak = (float)p[0];
    *slope = u > 0 ? 1 : leak;
    return u <= 0 ? leak * u : u;
}

/* At most max_value. */
static float clipped(float a, float *slope, float max_value) {
    if (a > max_value) {
        *slope = 0;
        return max_value;
    }
    return a;
}

static float relu6(float u, float *slope, const double *p) {
    (void)p;
    *slope = u > 0 && u < 6 ? 1 : 0;
    return u <= 0 ? 0 : u > 6 ? 6 : u;
}

/* With arguments: negative_slope, max_value, threshold. */
static float full_relu(float u, float *slope, const double *p) {
    const float leak = (float)p[0], max_value = (float)p[1], threshold = (float)p[2];
    float a;
    if (leak != 0 && isnan(max_value) && threshold == 0) return leaky_relu(u, slope, p);
    if (max_value == 6 && threshold == 0) {
        a = relu6(u, slope, NULL);
    } else {
        *slope = u > threshold ? 1 : 0;
        a = u > threshold || (threshold == 0 && isnan(u)) ? u : 0;
        if (!isnan(max_value)) a = clipped(a, slope, max_value);
    }
    if (leak != 0 && !(u >= threshold)) {
        a -= leak * (threshold - u);
        if (u < threshold) *slope += leak;
    }
    return a;
}

static float hyperbolic_tangent(float u, float *slope, const double *p) {
    (void)p;
    float a = tanhf(u);
    *slope = 1 - a * a;
    return a;
}

static float sigmoid(float u, float *slope, const double *p) {
    (void)p;
    float a = 1 / (1 + expf(-u));
    *slope = a * (1 - a);
    return a;
}

/* Klambauer et al. 2017. TensorFlow has the slope of the positive side where e^u rounds to 1. */
static float selu(float u, float *slope, const double *p) {
    (void)p;
    float a = SELU_SCALE * (u > 0 ? u : SELU_ALPHA * expm1f(u));
    *slope = u < -0x1p-25f ? a + SELU_SCALE * SELU_ALPHA : SELU_SCALE;
    return a;
}

static float normal_cdf(float u) {
    return .5f * (1 + erff(u * SQRT_HALF));
}

/* u Phi(u), Phi the normal distribution's, or by its approximation: Hendrycks and Gimpel 2016 */
static float gelu(float u, float *slope, const double *p) {
    if (p[0] == 0) {
        float cdf = normal_cdf(u);
        *slope = cdf + u * NORMAL_DENSITY * expf(-.5f * u * u);
        return u * cdf;
    }
    const float cubic = .044715f;
    float t = tanhf(SQRT_2_OVER_PI * (u + cubic * u * u * u));
    float inner = SQRT_2_OVER_PI * (1 + 3 * cubic * u * u);
    *slope = .5f * (1 + t) + .5f * u * (1 - t * t) * inner;
    return .5f * u * (1 + t);
}

/* Clevert et al. 2016 */
static float elu(float u, float *slope, const double *p) {
    const float alpha = (float)p[0];
    float bare = u > 0 ? u : expm1f(u);
    *slope = u > 0 ? 1 : alpha * (bare < 0 ? bare + 1 : 1);
    return u > 0 ? u : alpha * bare;
}

/* Barron 2017; max(u, 0) + alpha (e^(min(u, 0) / alpha) - 1), so both slopes add up at 0 */
static float celu(float u, float *slope, const double *p) {
    const float alpha = (float)p[0];
    float below = u > 0 ? 0 : u;
    *slope = (u >= 0 ? 1.0f : 0.0f) + (u <= 0 ? expf(below / alpha) : 0.0f);
    return (u < 0 ? 0 : u) + alpha * expm1f(below / alpha);
}

static float exponential(float u, float *slope, const double *p) {
    (void)p;
    return *slope = expf(u);
}

static float linear(float u, float *slope, const double *p) {
    (void)p;
    *slope = 1;
    return u;
}

/* ln(1 + e^u) without overflow; its derivative is the sigmoid */
static float softplus_of(float u) {
    return fmaxf(u, 0) + log1pf(expf(-fabsf(u))) + (u - u);
}

static float sigmoid_of(float u) {
    return 1 / (1 + expf(-u));
}

static float softplus(float u, float *slope, const double *p) {
    (void)p;
    *slope = sigmoid_of(u);
    return softplus_of(u);
}

static float log_sigmoid(float u, float *slope, const double *p) {
    (void)p;
    *slope = sigmoid_of(-u);
    return -softplus_of(-u);
}

static float softsign(float u, float *slope, const double *p) {
    (void)p;
    float divisor = 1 + fabsf(u);
    *slope = 1 / (divisor * divisor);
    return u / divisor;
}

/* u sigmoid(u): Ramachandran et al. 2017 */
static float silu(float u, float *slope, const double *p) {
    (void)p;
    float s = sigmoid_of(u);
    *slope = s * (1 + u * (1 - s));
    return u * s;
}

/* u tanh(softplus(u)): Misra 2019 */
static float mish(float u, float *slope, const double *p) {
    (void)p;
    float t = tanhf(softplus_of(u));
    *slope = t + u * (1 - t * t) * sigmoid_of(u);
    return u * t;
}

static float hard_sigmoid(float u, float *slope, const double *p) {
    (void)p;
    float a = relu6(u + 3, slope, NULL);
    *slope /= 6;
    return a / 6;
}

static float hard_silu(float u, float *slope, const double *p) {
    float inner, a = hard_sigmoid(u, &inner, p);
    *slope = a + u * inner;
    return u * a;
}

static float hard_tanh(float u, float *slope, const double *p) {
    (void)p;
    *slope = u >= -1 && u <= 1 ? 1 : 0;
    return u < -1 ? -1 : u > 1 ? 1 : u;
}

static float tanh_shrink(float u, float *slope, const double *p) {
    (void)p;
    float t = tanhf(u);
    *slope = t * t;
    return u - t;
}

static float hard_shrink(float u, float *slope, const double *p) {
    bool kept = fabsf(u) > (float)p[0];
    *slope = kept ? 1 : 0;
    return kept ? u : 0;
}

static float soft_shrink(float u, float *slope, const double *p) {
    const float threshold = (float)p[0];
    *slope = u > threshold || u < -threshold ? 1 : 0;
    return u > threshold ? u - threshold : u < -threshold ? u + threshold : 0;
}

static float threshold(float u, float *slope, const double *p) {
    bool kept = u > (float)p[0];
    *slope = kept ? 1 : 0;
    return kept ? u : (float)p[1];
}

static float sparse_plus(float u, float *slope, const double *p) {
    (void)p;
    *slope = u <= -1 ? 0 : u < 1 ? .5f * (u + 1) : u >= 1 ? 1 : u;
    return u <= -1 ? 0 : u < 1 ? .25f * (u + 1) * (u + 1) : u;
}

static float sparse_sigmoid(float u, float *slope, const double *p) {
    (void)p;
    *slope = u <= -1 || u >= 1 ? 0 : .5f;
    return u <= -1 ? 0 : u >= 1 ? 1 : .5f * (u + 1);
}

/* (u + sqrt(u^2 + b)) / 2: Barron 2021 */
static float squareplus(float u, float *slope, const double *p) {
    float root = sqrtf(u * u + (float)p[0]);
    *slope = .5f * (1 + u / root);
    return .5f * (u + root);
}

/* ---- n numbers ---- */

typedef void loop(const double *p, float *restrict u, float *restrict a, size_t n);

/* Written once for each function, so that each is compiled into its loop. */
#define LOOP(function)                                                                             \
    static void function##_loop(const double *p, float *restrict u, float *restrict a, size_t n) { \
        for (size_t i = 0; i < n; i++) a[i] = function(u[i], &u[i], p);                            \
    }

LOOP(plain_relu)
LOOP(full_relu)
LOOP(relu6)
LOOP(leaky_relu)
LOOP(hyperbolic_tangent)
LOOP(sigmoid)
LOOP(selu)
LOOP(gelu)
LOOP(elu)
LOOP(celu)
LOOP(exponential)
LOOP(linear)
LOOP(softplus)
LOOP(log_sigmoid)
LOOP(softsign)
LOOP(silu)
LOOP(mish)
LOOP(hard_sigmoid)
LOOP(hard_silu)
LOOP(hard_tanh)
LOOP(tanh_shrink)
LOOP(hard_shrink)
LOOP(soft_shrink)
LOOP(threshold)
LOOP(sparse_plus)
LOOP(sparse_sigmoid)
LOOP(squareplus)

static void relu_loop(const double *p, float *restrict u, float *restrict a, size_t n) {
    if (p[0] == 0 && isnan(p[1]) && p[2] == 0)
        plain_relu_loop(p, u, a, n);
    else
        full_relu_loop(p, u, a, n);
}

/* ---- the rows ---- */

#define NUMBER(name, least)                                                                        \
    { name, NN_NUMBER, least, DBL_MAX, NULL, false }
#define MAYBE(name, least)                                                                         \
    { name, NN_NUMBER, least, DBL_MAX, NULL, true }

static const nn_argument of_relu[] = {NUMBER("negative_slope", 0), MAYBE("max_value", 0),
                                      NUMBER("threshold", 0)};
static const nn_argument of_leaky_relu[] = {NUMBER("negative_slope", 0)};
static const nn_argument of_elu[] = {NUMBER("alpha", -DBL_MAX)};
static const nn_argument of_celu[] = {NUMBER("alpha", DBL_MIN)};
static const nn_argument of_gelu[] = {{"approximate", NN_FLAG, 0, 1, NULL, false}};
static const nn_argument of_shrink[] = {NUMBER("threshold", 0)};
static const nn_argument of_threshold[] = {NUMBER("threshold", -DBL_MAX),
                                           NUMBER("default_value", -DBL_MAX)};
static const nn_argument of_squareplus[] = {NUMBER("b", 0)};

static const char *const swish[] = {"swish", NULL};
static const char *const hard_swish[] = {"hard_swish", NULL};

typedef struct row {
    nn_class class; /* its 'keras' is the layer that holds the arguments, if there is one */
    loop *forward;
} row;

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PLAIN(name, aliases, forward)                                                              \
    { {name, name, aliases, NULL, 0, false, {0}, NULL}, forward }
#define WITH(name, keras, arguments, forward, ...)                                                 \
    { {name, keras, NULL, arguments, COUNT(arguments), false, {__VA_ARGS__}, NULL}, forward }

static const row table[] = {
    WITH("relu", "ReLU", of_relu, relu_loop, 0, NAN, 0),
    PLAIN("tanh", NULL, hyperbolic_tangent_loop),
    PLAIN("sigmoid", NULL, sigmoid_loop),
    PLAIN("selu", NULL, selu_loop),
    WITH("gelu", "gelu", of_gelu, gelu_loop, 0),
    WITH("leaky_relu", "LeakyReLU", of_leaky_relu, leaky_relu_loop, .2),
    WITH("elu", "ELU", of_elu, elu_loop, 1),
    PLAIN("silu", swish, silu_loop),
    PLAIN("mish", NULL, mish_loop),
    PLAIN("softplus", NULL, softplus_loop),
    PLAIN("softsign", NULL, softsign_loop),
    PLAIN("relu6", NULL, relu6_loop),
    PLAIN("linear", NULL, linear_loop),
    PLAIN("exponential", NULL, exponential_loop),
    PLAIN("hard_sigmoid", NULL, hard_sigmoid_loop),
    PLAIN("hard_silu", hard_swish, hard_silu_loop),
    PLAIN("hard_tanh", NULL, hard_tanh_loop),
    WITH("hard_shrink", "hard_shrink", of_shrink, hard_shrink_loop, .5),
    WITH("soft_shrink", "soft_shrink", of_shrink, soft_shrink_loop, .5),
    PLAIN("tanh_shrink", NULL, tanh_shrink_loop),
    WITH("celu", "celu", of_celu, celu_loop, 1),
    PLAIN("log_sigmoid", NULL, log_sigmoid_loop),
    PLAIN("sparse_plus", NULL, sparse_plus_loop),
    PLAIN("sparse_sigmoid", NULL, sparse_sigmoid_loop),
    WITH("squareplus", "squareplus", of_squareplus, squareplus_loop, 4),
    WITH("threshold", "threshold", of_threshold, threshold_loop, NAN, NAN),
};

const nn_table nn_activations = {NN_TABLE("activation", table), NULL, NULL};

bool nn_activation_parse(const char *text, nn_activation *activation, char message[NN_MESSAGE]) {
    return nn_spec_parse(text, &nn_activations, activation, message);
}

char *nn_activation_text(const nn_activation *activation, char *text) {
    return nn_spec_text(activation, text);
}

bool nn_activation_is_relu(const nn_activation *activation) {
    return activation->type == &table[0].class && nn_spec_is_default(activation);
}

bool nn_activation_can_die(const nn_activation *activation) {
    float u[2] = {-1, -1e6f}, a[2];
    nn_activation_forward(activation, u, a, 2);
    return a[0] == 0 && a[1] == 0 && u[0] == 0 && u[1] == 0;
}

void nn_activation_forward(const nn_activation *activation, float *u, float *a, size_t n) {
    ((const row *)activation->type)->forward(activation->values, u, a, n);
}

void nn_activation_backward(const float *restrict slope, float *restrict d, size_t n) {
    for (size_t i = 0; i < n; i++) d[i] *= slope[i];
}
