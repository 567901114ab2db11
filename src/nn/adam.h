/* SPDX-License-Identifier: Apache-2.0 */
/* Adam (Kingma and Ba 2015) as keras/src/optimizers/adam.py of Keras 3.15 computes it. */
#ifndef NN_ADAM_H
#define NN_ADAM_H

#include <stdint.h>

#include "nn/kernels.h"

typedef struct nn_adam_config {
    double learning_rate, beta_1, beta_2, epsilon;
} nn_adam_config;

/* What the kernel needs for step t = 1, 2, ...; in float32 throughout, as Keras computes it. */
nn_adam_step nn_adam_step_at(const nn_adam_config *config, uint64_t t);

#endif
