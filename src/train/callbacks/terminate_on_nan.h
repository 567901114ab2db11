/* SPDX-License-Identifier: Apache-2.0 */
/* keras.callbacks.TerminateOnNaN. */
#ifndef TRAIN_TERMINATE_ON_NAN_H
#define TRAIN_TERMINATE_ON_NAN_H

#include "train/callback.h"

/* Ends the training at the first batch after which the epoch's loss so far is NaN or infinite; the
 * epoch is validated and logged, as by Keras. */
train_callback terminate_on_nan_callback(void);

#endif
