/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Optimizers with the definitions, names and default arguments of Keras 3.15
 * (keras/src/optimizers): sgd, rmsprop, adagrad, adam, adamw, nadam, adamax, adadelta, lion;
 * momentum is sgd(momentum=.9), nesterov is sgd(momentum=.9,nesterov=true). All arithmetic is in
 * float32, in Keras' order.
 */
#ifndef NN_OPTIMIZER_H
#define NN_OPTIMIZER_H

#include <stdint.h>

#include "nn/config/spec.h"
#include "nn/kernels/kernels.h"
#include "nn/team.h"

typedef nn_spec nn_optimizer;

/* All have learning_rate, their first argument, weight_decay, clipnorm, clipvalue and
 * global_clipnorm. */
extern const nn_table nn_optimizers;

/* "adam", "sgd(momentum=.9,nesterov=true)"; as nn_initializer_parse. */
bool nn_optimizer_parse(const char *text, nn_optimizer *optimizer, char message[NN_MESSAGE]);
char *nn_optimizer_text(const nn_optimizer *optimizer, char *text);

/* How many floats it remembers of each parameter. */
enum { NN_MAX_SLOTS = 3 };
size_t nn_optimizer_slots(const nn_optimizer *optimizer);

/* What such a float is at first. slot < nn_optimizer_slots. */
float nn_optimizer_slot_start(const nn_optimizer *optimizer, size_t slot);

/* "adam/m", "rmsprop/velocity"; static. slot < nn_optimizer_slots. */
const char *nn_optimizer_slot_name(const nn_optimizer *optimizer, size_t slot);

/* All parameters, one after the other. */
typedef struct nn_optimizer_arrays {
    size_t n;
    float *values, *gradients;  /* (n) */
    float *slots[NN_MAX_SLOTS]; /* (n), as many as there are */
} nn_optimizer_arrays;

/* One of the arrays that the parameters are made of: its floats, after which the next one begins,
 * and its shape (rows, width). */
typedef struct nn_variable {
    size_t size, rows, width;
} nn_variable;

/*
 * Step t = 1, 2, ... with this learning rate, on parameters made of that many variables, whose
 * gradients are clipped one by one by clipnorm. The team (NULL: this thread alone) divides the
 * rows.
 */
void nn_optimizer_step(const nn_optimizer *optimizer, const nn_kernels *kernels, nn_team *team,
                       float learning_rate, uint64_t t, const nn_optimizer_arrays *arrays,
                       const nn_variable *variables, size_t count);

/* Whether a step treats each parameter by itself, so that their order does not matter: no norm is
 * clipped. */
bool nn_optimizer_is_elementwise(const nn_optimizer *optimizer);

#endif
