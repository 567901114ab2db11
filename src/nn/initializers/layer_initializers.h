/* SPDX-License-Identifier: Apache-2.0 */
/* The initializers of a network's layers: one for all, or one for each,
 * "he_normal+he_normal+zeros". */
#ifndef NN_LAYER_INITIALIZERS_H
#define NN_LAYER_INITIALIZERS_H

#include "nn/initializers/initializer.h"

/* Dense layers of a network: with the usual widths these fill a machine's memory. */
enum { NN_MAX_LAYERS = 2048 };

/* Layers in a row with the same initializer are one stretch. */
enum { NN_MAX_STRETCHES = 64 };

/* Plain data: copy it. The last initializer is also that of all layers after those named. */
typedef struct nn_layer_initializers {
    size_t count; /* layers that are named; at least 1 */
    size_t stretches;
    size_t ends[NN_MAX_STRETCHES]; /* the layer after each stretch's last one */
    nn_initializer of[NN_MAX_STRETCHES];
} nn_layer_initializers;

/* One for all layers. */
nn_layer_initializers nn_layer_initializers_of(const nn_initializer *initializer);

/* "he_normal", or layer by layer "he_normal+he_normal+glorot_uniform". */
bool nn_layer_initializers_parse(const char *text, nn_layer_initializers *initializers,
                                 char message[NN_MESSAGE]);

/* In the same form, without repetitions at its end; free it. NULL when there is no memory. */
char *nn_layer_initializers_text(const nn_layer_initializers *initializers);

const nn_initializer *nn_layer_initializer(const nn_layer_initializers *initializers, size_t layer);

#endif
