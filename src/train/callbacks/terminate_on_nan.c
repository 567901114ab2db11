/* SPDX-License-Identifier: Apache-2.0 */
/* keras/src/callbacks/terminate_on_nan.py. */
#include "train/callbacks/terminate_on_nan.h"

#include <math.h>

static bool on_train_batch_end(void *self, const train_state *state, error *err) {
    (void)self;
    (void)err;
    if (!isfinite(state->train.loss)) *state->stop_training = true;
    return true;
}

train_callback terminate_on_nan_callback(void) {
    return (train_callback){.hooks = {[ON_TRAIN_BATCH_END] = on_train_batch_end}};
}
