/* SPDX-License-Identifier: Apache-2.0 */
/* How a model's arrays are called in files and logs. */
#include "train/weight_name.h"

#include <stdio.h>

void weight_name(const nn_param *param, char name[WEIGHT_NAME]) {
    if (param->layer)
        snprintf(name, WEIGHT_NAME, "dense_%zu/%s", param->layer, param->name);
    else
        snprintf(name, WEIGHT_NAME, "dense/%s", param->name);
}
