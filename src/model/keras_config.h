/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Initializers, activations, optimizers and schedules as Keras writes them into a model's JSON, in
 * its very bytes: objects with module, class_name, config and registered_name.
 */
#ifndef MODEL_KERAS_CONFIG_H
#define MODEL_KERAS_CONFIG_H

#include <stdio.h>

#include "nn/model.h"

/* Python's repr of a double. */
void keras_put_number(FILE *out, double value);

/* Keras 3.15 and tf_keras order the fields differently. */
void keras_put_initializer(FILE *out, const nn_initializer *initializer, bool keras3);

/* Keras 3's; tf_keras does not describe the optimizer. schedule: of its learning rate, or without a
 * type. */
void keras_put_optimizer(FILE *out, const nn_optimizer *optimizer, const nn_schedule *schedule);

/* The hidden layers' activation; with arguments it is a layer of its own inside layer 'index',
 * which has 'units' outputs. */
void keras_put_activation(FILE *out, const nn_activation *activation, size_t index, size_t units,
                          bool keras3);

/* The activation of dense layer i itself is fixed: "softmax", or "linear" before a batch
 * normalisation; NULL if it is the hidden layers'. */
const char *keras_fixed_activation(const nn_model_config *config, size_t i);

#endif
