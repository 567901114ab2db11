/* SPDX-License-Identifier: Apache-2.0 */
/* Values of options, checked; each function returns or leaves by argp_error, which names the
 * option. */
#ifndef CLI_ARGUMENT_VALUES_H
#define CLI_ARGUMENT_VALUES_H

#include <argp.h>

#include "nn/model.h"

/* A whole number from 'least' to 'most'. */
unsigned long long parse_whole(const char *text, const char *option, unsigned long long least,
                               unsigned long long most, struct argp_state *state);

/* Runs side by side. */
size_t parse_jobs(const char *text, struct argp_state *state);

/* The cores that this process may use: those of its container, not of the machine. */
size_t usable_cores(void);

/* A finite number above 0. */
double parse_positive(const char *text, const char *option, struct argp_state *state);

/* A finite number from 0 on; a number from 0 to below 1. */
double parse_from_zero(const char *text, const char *option, struct argp_state *state);
double parse_fraction(const char *text, const char *option, struct argp_state *state);

/* An initializer with its arguments, or some for the layers, one after the other. */
nn_layer_initializers parse_initializers(const char *text, struct argp_state *state);

/* The network must have as many layers; to be called at ARGP_KEY_SUCCESS, when all is known. */
void check_initializers(const nn_layer_initializers *initializers, const nn_model_config *config,
                        const struct argp_state *state);

#endif
