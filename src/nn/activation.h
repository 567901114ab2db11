/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a hidden layer does with its sums u, element by element: the element-wise functions of
 * keras.activations of Keras 3.15, with its names, arguments and defaults. The slope at a kink is
 * the one that Keras has on TensorFlow. relu has a faster way of its own in kernels.h; these are
 * the plain loops.
 */
#ifndef NN_ACTIVATION_H
#define NN_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "nn/config/spec.h"

typedef nn_spec nn_activation;

extern const nn_table nn_activations;

/* "relu", "leaky_relu(negative_slope=.1)"; as nn_initializer_parse. */
bool nn_activation_parse(const char *text, nn_activation *activation, char message[NN_MESSAGE]);

/* Keras' string for it, with the arguments that are not the defaults. Returns 'text', of
 * NN_SPEC_TEXT. */
char *nn_activation_text(const nn_activation *activation, char *text);

/* Whether it is max(u, 0), which the kernels can do. */
bool nn_activation_is_relu(const nn_activation *activation);

/* Whether it is 0, and flat, for all u below some value, so that a unit can die. */
bool nn_activation_can_die(const nn_activation *activation);

/* a = f(u), and u becomes f'(u), which the way back multiplies by. a, u: (n) */
void nn_activation_forward(const nn_activation *activation, float *u, float *a, size_t n);

/* d, the gradients of f(u), become those of u: d *= slope, which is what u became. d, slope: (n) */
void nn_activation_backward(const float *slope, float *d, size_t n);

#endif
