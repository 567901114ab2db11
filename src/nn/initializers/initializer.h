/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weight initializers with the definitions, names and default arguments of Keras 3.15
 * (keras/src/initializers).
 */
#ifndef NN_INITIALIZER_H
#define NN_INITIALIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "nn/config/spec.h"
#include "nn/initializers/rng.h"

typedef nn_spec nn_initializer;

/* The notebook's twelve come first in the table, in its order. */
enum { NN_NOTEBOOK_INITIALIZERS = 12 };
extern const nn_table nn_initializers;

/*
 * By the notebook's name, Keras' class or its string, or an alias of Keras', with or without
 * arguments. False, with the reason in 'message', if it is not an initializer.
 */
bool nn_initializer_parse(const char *text, nn_initializer *initializer, char message[NN_MESSAGE]);

/* "glorot_uniform", "Orthogonal(gain=1.4)": see nn_spec_text. */
char *nn_initializer_text(const nn_initializer *initializer, char *text);

/* Whether it draws random numbers, so that Keras' class has a seed. */
bool nn_initializer_is_random(const nn_initializer *initializer);

/* What a kernel's elements are, in UTF-8: "W ~ N(0, σ²) cut at ±2σ, σ² = 2 / fan_in". */
void nn_initializer_formula(const nn_initializer *initializer, char *text, size_t size);

/* The same for a kernel of that shape: "standard deviation = 0.05051"; "" if the shape makes no
 * difference. */
void nn_initializer_numbers(const nn_initializer *initializer, size_t rows, size_t cols, char *text,
                            size_t size);

/*
 * Fill a kernel of rows inputs (fan in) and cols outputs (fan out), row-major. Returns false when
 * there is no memory for what it needs meanwhile (orthogonal only).
 */
bool nn_initialize(const nn_initializer *initializer, nn_rng *rng, size_t rows, size_t cols,
                   float *kernel /* (rows, cols) */);

#endif
