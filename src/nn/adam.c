/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adam's bias correction. Keras folds it into the step size alpha, so epsilon stands outside of the
 * corrected root ("epsilon hat" in the paper's section 2).
 */
#include "nn/adam.h"

#include <math.h>

nn_adam_step nn_adam_step_at(const nn_adam_config *config, uint64_t t) {
    float beta_1_power = powf((float)config->beta_1, (float)t);
    float beta_2_power = powf((float)config->beta_2, (float)t);
    return (nn_adam_step){.alpha = (float)config->learning_rate * sqrtf(1 - beta_2_power) /
                                   (1 - beta_1_power),
                          .one_minus_beta_1 = (float)(1 - config->beta_1),
                          .one_minus_beta_2 = (float)(1 - config->beta_2),
                          .epsilon = (float)config->epsilon};
}
