/* SPDX-License-Identifier: Apache-2.0 */
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "nn/softmax.h"
#include "suite.h"

/* Worked by hand: logits ln 1, ln 2, ln 3, ln 4 have the probabilities .1, .2, .3, .4. */
START_TEST(loss_and_gradient_of_known_probabilities) {
    const float logits[] = {0, logf(2), logf(3), logf(4), logf(4), logf(3), logf(2), 0};
    const uint8_t labels[] = {3, 3};
    float gradient[8];
    nn_metrics sum = {0};
    nn_softmax_cross_entropy(logits, labels, 2, 4, gradient, &sum);
    ck_assert(fabs(sum.loss_sum - (-log(.4) - log(.1))) < 1e-6);
    ck_assert_uint_eq(sum.correct, 1);
    ck_assert_uint_eq(sum.count, 2);
    const double want[] = {.05, .1, .15, -.3, .2, .15, .1, -.45};
    for (int i = 0; i < 8; i++) ck_assert(fabs((double)gradient[i] - want[i]) < 1e-7);
}
END_TEST

START_TEST(sums_are_added_to) {
    const float logits[] = {1, 0};
    const uint8_t label = 0;
    nn_metrics sum = {10, 3, 5};
    nn_softmax_cross_entropy(logits, &label, 1, 2, NULL, &sum);
    ck_assert(sum.loss_sum > 10.3 && sum.loss_sum < 10.32);
    ck_assert_uint_eq(sum.correct, 4);
    ck_assert_uint_eq(sum.count, 6);
}
END_TEST

START_TEST(extreme_logits_stay_finite) {
    const float logits[] = {FLT_MAX / 4, -FLT_MAX / 4, 0, 1e30f, 1e30f, 1e30f};
    const uint8_t labels[] = {1, 2};
    float gradient[6];
    nn_metrics sum = {0};
    nn_softmax_cross_entropy(logits, labels, 2, 3, gradient, &sum);
    ck_assert(isfinite(sum.loss_sum) && sum.loss_sum > 1e37);
    for (int i = 0; i < 6; i++) ck_assert(isfinite(gradient[i]));
}
END_TEST

/* As tf.argmax: it makes the untrained zeros predict class 0. */
START_TEST(of_equal_logits_the_first_is_predicted) {
    const float logits[10] = {0};
    const uint8_t labels[] = {0, 1};
    nn_metrics sum = {0};
    nn_softmax_cross_entropy(logits, &labels[0], 1, 10, NULL, &sum);
    ck_assert_uint_eq(sum.correct, 1);
    nn_softmax_cross_entropy(logits, &labels[1], 1, 10, NULL, &sum);
    ck_assert_uint_eq(sum.correct, 1);
    ck_assert(fabs(sum.loss_sum - 2 * log(10)) < 1e-6);
}
END_TEST

/* keras.ops.argmax(keras.ops.softmax(logits)) on TensorFlow. */
START_TEST(logits_that_are_no_numbers_are_predicted_as_by_keras) {
    static const struct {
        float logits[3];
        size_t predicted;
    } rows[] = {{{1, INFINITY, 2}, 0},
                {{INFINITY, 1, 2}, 1},
                {{INFINITY, INFINITY, 1}, 2},
                {{1, -INFINITY, 2}, 2},
                {{-INFINITY, -INFINITY, -INFINITY}, 0},
                {{NAN, 1, 2}, 1},
                {{1, NAN, 2}, 0},
                {{-INFINITY, 5, INFINITY}, 0},
                {{NAN, NAN, NAN}, 0},
                {{1e38f, -1e38f, 3e38f}, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const uint8_t label = 1;
        nn_metrics sum = {0};
        ck_assert_uint_eq(nn_predicted_class(rows[i].logits, 3), rows[i].predicted);
        nn_softmax_cross_entropy(rows[i].logits, &label, 1, 3, NULL, &sum);
        ck_assert_uint_eq(sum.correct, rows[i].predicted == 1);
        bool diverged = i < 3 || (i > 3 && i < 9);
        ck_assert_msg(!diverged || isnan(sum.loss_sum), "%zu: %g", i, sum.loss_sum);
    }
}
END_TEST

/* keras.ops.softmax([0, 2e-8, -1]) has the first two equal; of [0, 1e-6, -1] the second is more. */
START_TEST(logits_of_equal_probability_are_a_tie) {
    const float near[] = {0, 2e-8f, -1}, far[] = {0, 1e-6f, -1}, huge[] = {1e30f, 1, 1e30f};
    ck_assert_uint_eq(nn_predicted_class(near, 3), 0);
    ck_assert_uint_eq(nn_predicted_class(far, 3), 1);
    ck_assert_uint_eq(nn_predicted_class(huge, 3), 0);
}
END_TEST

SUITE("softmax", logits_of_equal_probability_are_a_tie,
      logits_that_are_no_numbers_are_predicted_as_by_keras,
      loss_and_gradient_of_known_probabilities, sums_are_added_to, extreme_logits_stay_finite,
      of_equal_logits_the_first_is_predicted)
