/* SPDX-License-Identifier: Apache-2.0 */
/* A model in words, for people. */
#ifndef MODEL_MODEL_TEXT_H
#define MODEL_MODEL_TEXT_H

#include "nn/model.h"

/* The optimizer with its default learning rate, for texts that give the rate separately. */
nn_optimizer model_text_without_rate(const nn_optimizer *optimizer);

#endif
