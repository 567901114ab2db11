/* SPDX-License-Identifier: Apache-2.0 */
/* A model in words. */
#include "model/model_text.h"

#include <math.h>
#include <stdio.h>

void model_text_layers(const nn_model_config *model, char *text, size_t size) {
    size_t used = 0;
    for (size_t i = 0; i < model->layers && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, i ? "-%zu" : "%zu", model->units[i]);
}

nn_optimizer model_text_without_rate(const nn_optimizer *optimizer) {
    nn_optimizer without = *optimizer;
    const nn_spec plain = nn_spec_default(optimizer->type);
    nn_spec_set(&without, "learning_rate", nn_spec_value(&plain, "learning_rate"));
    return without;
}

static const char *fan_name(nn_fan mode) {
    switch (mode) {
    case NN_FAN_IN: return "fan_in";
    case NN_FAN_OUT: return "fan_out";
    case NN_FAN_AVG: break;
    }
    return "((fan_in + fan_out) / 2)";
}

/* As initializer.c fills kernels; fan_in is a kernel's inputs, fan_out its outputs. */
void model_text_formula(const nn_initializer *init, char *text, size_t size) {
    const double *a = init->values;
    const char *fan = fan_name((nn_fan)a[1]);
    switch ((nn_initializer_kind)init->type->kind) {
    case NN_CONSTANT: snprintf(text, size, "W = %g", a[0]); return;
    case NN_IDENTITY:
        snprintf(text, size, "W[i, j] = %g where i = j, else 0 (a kernel that is not square: cut)",
                 a[0]);
        return;
    case NN_ORTHOGONAL:
        snprintf(text, size,
                 "W = %g Q, Q with orthonormal columns (or rows, where those are fewer): from the "
                 "QR decomposition of a normal matrix (Saxe et al. 2014)",
                 a[0]);
        return;
    case NN_RANDOM_NORMAL: snprintf(text, size, "W ~ N(μ, σ²), μ = %g, σ = %g", a[0], a[1]); return;
    case NN_TRUNCATED_NORMAL:
        snprintf(text, size, "W ~ N(μ, σ²) drawn again beyond μ ± 2σ, μ = %g, σ = %g", a[0], a[1]);
        return;
    case NN_RANDOM_UNIFORM: snprintf(text, size, "W ~ U[%g, %g)", a[0], a[1]); return;
    case NN_VARIANCE_SCALING: break;
    }
    switch ((nn_distribution)a[2]) {
    case NN_DRAW_UNIFORM:
        snprintf(text, size, "W ~ U[−limit, limit), limit = √(3 · %g / %s)", a[0], fan);
        return;
    case NN_DRAW_TRUNCATED_NORMAL:
        snprintf(text, size,
                 "W ~ N(0, σ²) drawn again beyond ± 2σ, σ = √(%g / %s) / 0.87962566 (so that what "
                 "is left has that variance)",
                 a[0], fan);
        return;
    case NN_DRAW_UNTRUNCATED_NORMAL:
        snprintf(text, size, "W ~ N(0, σ²), σ = √(%g / %s)", a[0], fan);
        return;
    }
}

void model_text_numbers(const nn_initializer *init, size_t D, size_t H, char *text, size_t size) {
    *text = '\0';
    if (init->type->kind != NN_VARIANCE_SCALING) return;
    nn_fan mode = (nn_fan)init->values[1];
    double fan = mode == NN_FAN_IN    ? (double)D
                 : mode == NN_FAN_OUT ? (double)H
                                      : (double)(D + H) / 2;
    double variance = init->values[0] / (fan > 1 ? fan : 1);
    if ((nn_distribution)init->values[2] == NN_DRAW_UNIFORM)
        snprintf(text, size, "limit = %.4g", sqrt(3 * variance));
    else
        snprintf(text, size, "standard deviation = %.4g", sqrt(variance));
}
