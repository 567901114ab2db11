/* SPDX-License-Identifier: Apache-2.0 */
/* Activations and their derivatives. At 0, relu's and its kin's are those of the negative side. */
#include "nn/activation.h"

#include <math.h>
#include <strings.h>

#include "nn/config/near_names.h"

static const float LEAK = .2f;
static const float SELU_SCALE = 1.05070098735548049342f;
static const float SELU_ALPHA = 1.67326324235437728482f;
static const float SQRT_HALF = .70710678118654752440f;
static const float NORMAL_DENSITY = .39894228040143267794f; /* 1 / sqrt(2 pi) */

static const char *const names[] = {
    [NN_RELU] = "relu", [NN_TANH] = "tanh", [NN_SIGMOID] = "sigmoid",
    [NN_SELU] = "selu", [NN_GELU] = "gelu", [NN_LEAKY_RELU] = "leaky_relu",
    [NN_ELU] = "elu"};
enum { ACTIVATIONS = sizeof names / sizeof names[0] };

const char *nn_activation_text(nn_activation activation) {
    return names[activation];
}

bool nn_activation_parse(const char *text, nn_activation *activation, char message[NN_MESSAGE]) {
    char near[128];
    for (size_t i = 0; i < ACTIVATIONS; i++)
        if (strcasecmp(text, names[i]) == 0) {
            *activation = (nn_activation)i;
            return true;
        }
    nn_near_names(text, names, ACTIVATIONS, near, sizeof near);
    return nn_fail(message, "unknown activation '%s'; there are: %s", text, near);
}

/* ---- one number: f(u), and its derivative ---- */

static float relu(float u, float *slope) {
    *slope = u > 0 ? 1 : 0;
    return u > 0 ? u : 0;
}

static float hyperbolic_tangent(float u, float *slope) {
    float a = tanhf(u);
    *slope = 1 - a * a;
    return a;
}

static float sigmoid(float u, float *slope) {
    float a = 1 / (1 + expf(-u));
    *slope = a * (1 - a);
    return a;
}

static float selu(float u, float *slope) {
    float a = SELU_SCALE * (u > 0 ? u : SELU_ALPHA * expm1f(u));
    *slope = u > 0 ? SELU_SCALE : a + SELU_SCALE * SELU_ALPHA;
    return a;
}

static float gelu(float u, float *slope) {
    float cdf = .5f * (1 + erff(u * SQRT_HALF)); /* the normal distribution's Phi */
    *slope = cdf + u * NORMAL_DENSITY * expf(-.5f * u * u);
    return u * cdf;
}

static float leaky_relu(float u, float *slope) {
    *slope = u > 0 ? 1 : LEAK;
    return u > 0 ? u : LEAK * u;
}

static float elu(float u, float *slope) {
    float a = u > 0 ? u : expm1f(u);
    *slope = u > 0 ? 1 : a + 1;
    return a;
}

/* ---- all of them ---- */

/* The loop is written once for each, so that each is compiled into it. */
#define LOOP(f)                                                                                    \
    for (size_t i = 0; i < n; i++) a[i] = f(u[i], &u[i]);                                          \
    break

void nn_activation_forward(nn_activation activation, float *restrict u, float *restrict a,
                           size_t n) {
    switch (activation) {
    case NN_RELU: LOOP(relu);
    case NN_TANH: LOOP(hyperbolic_tangent);
    case NN_SIGMOID: LOOP(sigmoid);
    case NN_SELU: LOOP(selu);
    case NN_GELU: LOOP(gelu);
    case NN_LEAKY_RELU: LOOP(leaky_relu);
    case NN_ELU: LOOP(elu);
    }
}

void nn_activation_backward(const float *restrict slope, float *restrict d, size_t n) {
    for (size_t i = 0; i < n; i++) d[i] *= slope[i];
}
