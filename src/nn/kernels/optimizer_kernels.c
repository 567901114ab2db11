/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Optimizers' loops over the parameters, in plain C, as keras/src/optimizers of Keras 3.15 writes
 * them. CMake builds this file as it does kernels.c.
 */
#include <math.h>

#include "nn/kernels/kernels.h"

static void decay(float *restrict w, size_t n, float rate, float learning_rate) {
    for (size_t i = 0; i < n; i++) w[i] -= w[i] * rate * learning_rate;
}

static void sgd(float *restrict w, const float *restrict g, size_t n, float learning_rate) {
    for (size_t i = 0; i < n; i++) w[i] -= g[i] * learning_rate;
}

static void momentum_step(float *restrict w, const float *restrict g, float *restrict m, size_t n,
                          float learning_rate, float momentum, bool nesterov) {
    for (size_t i = 0; i < n; i++) m[i] = m[i] * momentum - g[i] * learning_rate;
    if (nesterov)
        for (size_t i = 0; i < n; i++) w[i] += m[i] * momentum - g[i] * learning_rate;
    else
        for (size_t i = 0; i < n; i++) w[i] += m[i];
}

static void rmsprop(float *restrict w, const float *restrict g, float *restrict velocity,
                    float *restrict momentum, float *restrict average, size_t n,
                    const nn_rmsprop_step *s) {
    const float rho = s->rho, new = s->one_minus_rho, rate = s->learning_rate;
    const float kept = s->momentum, epsilon = s->epsilon;
    for (size_t i = 0; i < n; i++) {
        velocity[i] = rho * velocity[i] + new *(g[i] * g[i]);
        float variance = velocity[i];
        if (average) {
            average[i] = rho * average[i] + new *g[i];
            variance -= average[i] * average[i];
        }
        float increment = rate * g[i] / sqrtf(variance + epsilon);
        if (momentum) increment = momentum[i] = kept * momentum[i] + increment;
        w[i] -= increment;
    }
}

static void adagrad(float *restrict w, const float *restrict g, float *restrict accumulator,
                    size_t n, float learning_rate, float epsilon) {
    for (size_t i = 0; i < n; i++) {
        accumulator[i] += g[i] * g[i];
        w[i] -= learning_rate * g[i] / sqrtf(accumulator[i] + epsilon);
    }
}

static void adam(float *restrict w, const float *restrict g, float *restrict m, float *restrict v,
                 size_t n, const nn_adam_step *step) {
    const float alpha = step->alpha, epsilon = step->epsilon;
    const float b1 = step->one_minus_beta_1, b2 = step->one_minus_beta_2;
    for (size_t i = 0; i < n; i++) {
        m[i] += (g[i] - m[i]) * b1;
        v[i] += (g[i] * g[i] - v[i]) * b2;
        w[i] -= m[i] * alpha / (sqrtf(v[i]) + epsilon);
    }
}

static void amsgrad(float *restrict w, const float *restrict g, float *restrict m,
                    float *restrict v, float *restrict v_hat, size_t n, const nn_adam_step *step) {
    const float alpha = step->alpha, epsilon = step->epsilon;
    const float b1 = step->one_minus_beta_1, b2 = step->one_minus_beta_2;
    for (size_t i = 0; i < n; i++) {
        m[i] += (g[i] - m[i]) * b1;
        v[i] += (g[i] * g[i] - v[i]) * b2;
        v_hat[i] = v_hat[i] > v[i] ? v_hat[i] : v[i];
        w[i] -= m[i] * alpha / (sqrtf(v_hat[i]) + epsilon);
    }
}

#define TABLE_OF(name) nn_optimizer_kernels_##name
#define TABLE(name)    TABLE_OF(name)

extern const nn_optimizer_kernels TABLE(NN_KERNELS_NAME);
const nn_optimizer_kernels TABLE(NN_KERNELS_NAME) = {.decay = decay,
                                                     .sgd = sgd,
                                                     .momentum = momentum_step,
                                                     .rmsprop = rmsprop,
                                                     .adagrad = adagrad,
                                                     .adam = adam,
                                                     .amsgrad = amsgrad};
