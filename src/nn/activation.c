/* SPDX-License-Identifier: Apache-2.0 */
/* Activations and their derivatives. At 0, relu's and its kin's are those of the negative side. */
#include "nn/activation.h"

#include <math.h>
#include <stdio.h>
#include <strings.h>

#include "nn/near_names.h"

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

bool nn_activation_parse(const char *text, nn_activation *activation, char *message, size_t size) {
    char near[128];
    for (size_t i = 0; i < ACTIVATIONS; i++)
        if (strcasecmp(text, names[i]) == 0) {
            *activation = (nn_activation)i;
            return true;
        }
    nn_near_names(text, names, ACTIVATIONS, near, sizeof near);
    snprintf(message, size, "unknown activation '%s'; there are: %s", text, near);
    return false;
}

/* ---- one number ---- */

static float relu(float u) {
    return u > 0 ? u : 0;
}
static float drelu(float u) {
    return u > 0 ? 1 : 0;
}

static float dtanh(float u) {
    float a = tanhf(u);
    return 1 - a * a;
}

static float sigmoid(float u) {
    return 1 / (1 + expf(-u));
}
static float dsigmoid(float u) {
    float a = sigmoid(u);
    return a * (1 - a);
}

static float selu(float u) {
    return SELU_SCALE * (u > 0 ? u : SELU_ALPHA * expm1f(u));
}
static float dselu(float u) {
    return SELU_SCALE * (u > 0 ? 1 : SELU_ALPHA * expf(u));
}

/* The normal distribution's Phi. */
static float normal_cdf(float u) {
    return .5f * (1 + erff(u * SQRT_HALF));
}

static float gelu(float u) {
    return u * normal_cdf(u);
}
static float dgelu(float u) {
    return normal_cdf(u) + u * NORMAL_DENSITY * expf(-.5f * u * u);
}

static float leaky_relu(float u) {
    return u > 0 ? u : LEAK * u;
}
static float dleaky_relu(float u) {
    return u > 0 ? 1 : LEAK;
}

static float elu(float u) {
    return u > 0 ? u : expm1f(u);
}
static float delu(float u) {
    return u > 0 ? 1 : expf(u);
}

/* ---- all of them ---- */

/* The loop is written once for each, so that each is compiled into it. */
#define FORWARD(f)                                                                                 \
    for (size_t i = 0; i < n; i++) a[i] = f(u[i]);                                                 \
    break
#define BACKWARD(df)                                                                               \
    for (size_t i = 0; i < n; i++) d[i] *= df(u[i]);                                               \
    break

void nn_activation_forward(nn_activation activation, const float *restrict u, float *restrict a,
                           size_t n) {
    switch (activation) {
    case NN_RELU: FORWARD(relu);
    case NN_TANH: FORWARD(tanhf);
    case NN_SIGMOID: FORWARD(sigmoid);
    case NN_SELU: FORWARD(selu);
    case NN_GELU: FORWARD(gelu);
    case NN_LEAKY_RELU: FORWARD(leaky_relu);
    case NN_ELU: FORWARD(elu);
    }
}

void nn_activation_backward(nn_activation activation, const float *restrict u, float *restrict d,
                            size_t n) {
    switch (activation) {
    case NN_RELU: BACKWARD(drelu);
    case NN_TANH: BACKWARD(dtanh);
    case NN_SIGMOID: BACKWARD(dsigmoid);
    case NN_SELU: BACKWARD(dselu);
    case NN_GELU: BACKWARD(dgelu);
    case NN_LEAKY_RELU: BACKWARD(dleaky_relu);
    case NN_ELU: BACKWARD(delu);
    }
}
