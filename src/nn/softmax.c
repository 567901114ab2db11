/* SPDX-License-Identifier: Apache-2.0 */
/* Softmax, cross-entropy and accuracy in one pass over the logits. */
#include "nn/softmax.h"

#include <math.h>

/* Below the largest logit by no more than this, e^x is 1 in float32: the probabilities are equal.
 */
static const float TIE = 0x1p-25f;

/* NaN if one of them is. */
static float largest(const float *x, size_t n) {
    float max = x[0];
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) return x[i];
        if (x[i] > max) max = x[i];
    }
    return max;
}

static size_t predicted_class(const float *logits, size_t C, float max) {
    size_t first = 0;
    if (!isfinite(max)) {
        while (first < C && (isnan(logits[first]) || logits[first] == INFINITY)) first++;
        return first < C ? first : 0;
    }
    while (logits[first] - max < -TIE) first++;
    return first;
}

size_t nn_predicted_class(const float *logits, size_t C) {
    return predicted_class(logits, C, largest(logits, C));
}

/* The sum of e^(x - max); each goes to 'powers', which may be x, unless that is NULL. */
static float powers_of(const float *x, size_t C, float max, float *powers) {
    float total = 0;
    for (size_t c = 0; c < C; c++) {
        float power = expf(x[c] - max);
        total += power;
        if (powers) powers[c] = power;
    }
    return total;
}

void nn_softmax_cross_entropy(const float *logits, const uint8_t *labels, size_t B, size_t C,
                              float *gradient, nn_metrics *sum) {
    for (size_t b = 0; b < B; b++, logits += C) {
        size_t label = labels[b];
        float max = largest(logits, C), margin = max - logits[label];
        sum->correct += predicted_class(logits, C, max) == label;
        float total = powers_of(logits, C, max, gradient);
        sum->loss_sum += (double)(logf(total) + margin);
        if (!gradient) continue;
        for (size_t c = 0; c < C; c++)
            gradient[c] = (gradient[c] / total - (c == label ? 1.0f : 0.0f)) / (float)B;
        gradient += C;
    }
    sum->count += B;
}

void nn_softmax(const float *logits, size_t B, size_t C, float *probabilities) {
    for (size_t b = 0; b < B; b++, logits += C, probabilities += C) {
        float total = powers_of(logits, C, largest(logits, C), probabilities);
        for (size_t c = 0; c < C; c++) probabilities[c] /= total;
    }
}
