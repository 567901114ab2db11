/* SPDX-License-Identifier: Apache-2.0 */
/* Values of options, checked; each function returns or leaves by argp_error, which names the
 * option. */
#ifndef CLI_ARGUMENT_VALUES_H
#define CLI_ARGUMENT_VALUES_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#include "nn/model.h"

/* A whole number from 'least' to 'most'. */
uint64_t parse_whole(const char *text, const char *option, uint64_t least, uint64_t most,
                     struct argp_state *state);

/* Runs side by side. */
size_t parse_jobs(const char *text, struct argp_state *state);

/* The cores that this process may use: those of its container, not of the machine. */
size_t usable_cores(void);

/* A finite number above 0. */
double parse_positive(const char *text, const char *option, struct argp_state *state);

/* Whether a flag is on: without a value, or with "on"; not with "off". */
bool parse_flag(const char *text, const char *option, struct argp_state *state);

/* An initializer with its arguments, or some for the layers, one after the other. */
nn_layer_initializers parse_initializers(const char *text, struct argp_state *state);

#endif
