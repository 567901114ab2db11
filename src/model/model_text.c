/* SPDX-License-Identifier: Apache-2.0 */
/* A model in words. */
#include "model/model_text.h"

#include <stdio.h>

nn_optimizer model_text_without_rate(const nn_optimizer *optimizer) {
    nn_optimizer without = *optimizer;
    const nn_spec plain = nn_spec_default(optimizer->type);
    nn_spec_set(&without, "learning_rate", nn_spec_value(&plain, "learning_rate"));
    return without;
}
