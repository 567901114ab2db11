/* SPDX-License-Identifier: Apache-2.0 */
/* What a run's Keras model is, from the JSON that Keras' TensorBoard callback and initlab log. */
#ifndef REPORT_KERAS_MODEL_H
#define REPORT_KERAS_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

/* The units of the last dense layer if they are a softmax; 0: there is no such layer. */
size_t keras_model_classes(const char *json);

/* Its layers as initlab describes its own, "784 inputs -> 256 relu -> 10 softmax" with arrows;
 * NULL: it is not a sequential model, or has too many layers for a line. In 'memory', fit to be
 * shown; false if that is out. */
bool keras_model_text(const char *json, pool *memory, const char **text);

#endif
