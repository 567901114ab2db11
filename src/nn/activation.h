/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a hidden layer does with its sums u, element by element, as keras.activations of Keras 3.15
 * defines it. relu has a faster way of its own in kernels.h; these are the plain loops.
 */
#ifndef NN_ACTIVATION_H
#define NN_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "nn/config/spec.h"

typedef enum nn_activation {
    NN_RELU,       /* max(u, 0) */
    NN_TANH,       /* tanh u */
    NN_SIGMOID,    /* 1 / (1 + e^-u) */
    NN_SELU,       /* 1.0507 u, or 1.0507 * 1.6733 (e^u - 1) below 0 (Klambauer et al. 2017) */
    NN_GELU,       /* u Phi(u), by erf; not the approximation (Hendrycks and Gimpel 2016) */
    NN_LEAKY_RELU, /* u, or .2 u below 0 */
    NN_ELU,        /* u, or e^u - 1 below 0 */
} nn_activation;

/* Keras' string for it. */
const char *nn_activation_text(nn_activation activation);

/* False, with the reason in 'message', when there is none of that name. */
bool nn_activation_parse(const char *text, nn_activation *activation, char message[NN_MESSAGE]);

/* a = f(u), and u becomes f'(u), which the way back multiplies by. a, u: (n) */
void nn_activation_forward(nn_activation activation, float *u, float *a, size_t n);

/* d, the gradients of f(u), become those of u: d *= slope, which is what u became. d, slope: (n) */
void nn_activation_backward(const float *slope, float *d, size_t n);

#endif
