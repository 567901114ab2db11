/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Learning rates that change from step to step, with the definitions, names and arguments of
 * keras.optimizers.schedules in Keras 3.15: exponential (step: with staircase), inverse_time,
 * polynomial, piecewise, cosine, cosine_restarts; or Keras' classes, ExponentialDecay and so on.
 *
 * initial_learning_rate and decay_steps may be left out: see nn_schedule_complete.
 */
#ifndef NN_SCHEDULE_H
#define NN_SCHEDULE_H

#include <stdint.h>

#include "nn/config/spec.h"

/* All zeros: the learning rate stays. */
typedef nn_spec nn_schedule;

extern const nn_table nn_schedules;

/* "cosine", "exponential(.1,1000,decay_rate=.9)"; as nn_initializer_parse. */
bool nn_schedule_parse(const char *text, nn_schedule *schedule, char message[NN_MESSAGE]);
char *nn_schedule_text(const nn_schedule *schedule, char *text);

/* Whether it begins at the optimizer's learning rate. */
bool nn_schedule_starts_open(const nn_schedule *schedule);

/* What was left out: the optimizer's learning rate, and as many steps as the training has, without
 * those of a warm-up. */
void nn_schedule_complete(nn_schedule *schedule, double learning_rate, double steps);

/* Whether the rate of each of that many steps is a number; false, with the reason in 'message', if
 * not. The schedule must be complete. */
bool nn_schedule_check(const nn_schedule *schedule, uint64_t steps, char message[NN_MESSAGE]);

/* The learning rate after that many steps; in float32 throughout, as Keras computes it. */
float nn_schedule_at(const nn_schedule *schedule, uint64_t steps);

#endif
