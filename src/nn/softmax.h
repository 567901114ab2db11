/* SPDX-License-Identifier: Apache-2.0 */
/* Softmax, cross-entropy and accuracy in one pass over the logits. */
#ifndef NN_SOFTMAX_H
#define NN_SOFTMAX_H

#include <stddef.h>
#include <stdint.h>

/* Sums over samples; means are by division. */
typedef struct nn_metrics {
    double loss_sum;
    uint64_t correct, count;
} nn_metrics;

/* The first of the largest probabilities, as tf.argmax of the logits' softmax has it: logits that
 * differ by less than float32 shows in a probability are equal. The probability of a logit that is
 * NaN or infinity is NaN in TensorFlow, and of those beside it 0: the first of these; if there is
 * none, class 0. */
size_t nn_predicted_class(const float *logits /* (C) */, size_t C);

/*
 * Add the B samples' cross-entropies and hits to *sum. No finite logit overflows: rows are shifted
 * by their maximum.
 *
 * gradient  NULL, or where the gradient of the mean loss goes, (softmax - onehot) / B. It may be
 *           'logits' itself.
 */
void nn_softmax_cross_entropy(const float *logits /* (B, C) */, const uint8_t *labels /* (B) */,
                              size_t B, size_t C, float *gradient /* (B, C) */, nn_metrics *sum);

/* Each row's probabilities, which may take the logits' place. */
void nn_softmax(const float *logits /* (B, C) */, size_t B, size_t C,
                float *probabilities /* (B, C) */);

#endif
