/* SPDX-License-Identifier: Apache-2.0 */
/* A model and its initializer in words, for people. */
#ifndef TRAIN_MODEL_TEXT_H
#define TRAIN_MODEL_TEXT_H

#include "nn/model.h"

/* "256-128-10": the units of the dense layers. */
void model_text_layers(const nn_model_config *model, char *text, size_t size);

/* The optimizer with its default learning rate, where that is told beside it. */
nn_optimizer model_text_without_rate(const nn_optimizer *optimizer);

/* What a kernel's elements are, in UTF-8: "W ~ N(0, σ²) cut at ±2σ, σ² = 2 / fan_in". */
void model_text_formula(const nn_initializer *init, char *text, size_t size);

/* The same for a kernel of D inputs and H outputs: "standard deviation = 0.05051"; ""
 * where the shape makes no difference. */
void model_text_numbers(const nn_initializer *init, size_t D, size_t H, char *text, size_t size);

#endif
