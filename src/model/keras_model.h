/* SPDX-License-Identifier: Apache-2.0 */
/* The model as Keras has it: the names of its weights, and the JSON for the Graphs dashboard. */
#ifndef MODEL_KERAS_MODEL_H
#define MODEL_KERAS_MODEL_H

#include <stddef.h>

#include "nn/model.h"

/* Whose names and JSON: Keras 3's (sequential/dense/kernel, metrics sorted) or tf_keras'
 * (dense/kernel_0, metrics as compiled). */
typedef enum tag_style {
    TAGS_KERAS3,
    TAGS_KERAS2,
} tag_style;

/*
 * What model.to_json() of Keras 3.15 or tf_keras 2.21 gives, byte for byte, for the compiled
 * Sequential model Flatten(rows, cols), then Dense relu and Dropout for each hidden layer, then
 * Dense softmax. Free it; NULL when there is no memory. *length: its bytes without the final NUL.
 */
char *keras_model_json(const nn_model_config *config, size_t rows, size_t cols, tag_style style,
                       size_t *length);

enum { WEIGHT_NAME = 64 };

/* "dense/kernel", "dense_1/bias", ...: the layer as Keras numbers it, and the array in it. */
void weight_name(const nn_param *param, char name[WEIGHT_NAME]);

#endif
