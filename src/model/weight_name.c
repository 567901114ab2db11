/* SPDX-License-Identifier: Apache-2.0 */
/* How a model's arrays are called in files and logs. */
#include "model/weight_name.h"

#include <stdio.h>

void weight_name(const nn_param *param, char name[WEIGHT_NAME]) {
    char layer[NN_LAYER_NAME];
    snprintf(name, WEIGHT_NAME, "%s/%s", nn_param_layer(param, layer), param->name);
}
