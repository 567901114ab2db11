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

static void nadam(float *restrict w, const float *restrict g, float *restrict m, float *restrict v,
                  size_t n, const nn_nadam_step *step) {
    const nn_nadam_step s = *step;
    for (size_t i = 0; i < n; i++) {
        m[i] += (g[i] - m[i]) * s.one_minus_beta_1;
        v[i] += (g[i] * g[i] - v[i]) * s.one_minus_beta_2;
        float m_hat = s.moment_factor * m[i] / s.moment_divisor +
                      s.gradient_factor * g[i] / s.gradient_divisor;
        w[i] -= m_hat * s.learning_rate / (sqrtf(v[i] / s.velocity_divisor) + s.epsilon);
    }
}

/* A NaN stays one: only what is surely smaller is replaced. */
static void adamax(float *restrict w, const float *restrict g, float *restrict m, float *restrict u,
                   size_t n, const nn_adamax_step *step) {
    const nn_adamax_step s = *step;
    for (size_t i = 0; i < n; i++) {
        m[i] += (g[i] - m[i]) * s.one_minus_beta_1;
        float faded = s.beta_2 * u[i], now = fabsf(g[i]);
        u[i] = now <= faded || faded != faded ? faded : now;
        w[i] -= s.learning_rate * m[i] / (s.correction * (u[i] + s.epsilon));
    }
}

static void adadelta(float *restrict w, const float *restrict g, float *restrict accumulated_grad,
                     float *restrict accumulated_delta, size_t n, const nn_adadelta_step *step) {
    const nn_adadelta_step s = *step;
    for (size_t i = 0; i < n; i++) {
        accumulated_grad[i] = s.rho * accumulated_grad[i] + s.one_minus_rho * (g[i] * g[i]);
        float delta = -(sqrtf(accumulated_delta[i] + s.epsilon) * g[i] /
                        sqrtf(accumulated_grad[i] + s.epsilon));
        accumulated_delta[i] = s.rho * accumulated_delta[i] + s.one_minus_rho * (delta * delta);
        w[i] += s.learning_rate * delta;
    }
}

static void lion(float *restrict w, const float *restrict g, float *restrict m, size_t n,
                 const nn_lion_step *step) {
    const nn_lion_step s = *step;
    const float new_1 = 1 - s.beta_1, new_2 = 1 - s.beta_2;
    for (size_t i = 0; i < n; i++) {
        float c = m[i] * s.beta_1 + g[i] * new_1;
        float sign = c > 0 ? 1 : c < 0 ? -1 : c; /* of 0: 0; of NaN: NaN */
        w[i] -= s.learning_rate * sign;
        m[i] = m[i] * s.beta_2 + g[i] * new_2;
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
                                                     .amsgrad = amsgrad,
                                                     .nadam = nadam,
                                                     .adamax = adamax,
                                                     .adadelta = adadelta,
                                                     .lion = lion};
