/* SPDX-License-Identifier: Apache-2.0 */
/* How a model's arrays are called in files and logs. */
#ifndef TRAIN_WEIGHT_NAME_H
#define TRAIN_WEIGHT_NAME_H

#include "nn/model.h"

enum { WEIGHT_NAME = 64 };

/* "dense/kernel", "dense_1/bias", ...: the layer as Keras numbers it, and the array in it. */
void weight_name(const nn_param *param, char name[WEIGHT_NAME]);

#endif
