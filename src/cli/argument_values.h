/* SPDX-License-Identifier: Apache-2.0 */
/* Values of options, checked; each function returns or leaves by argp_error, which names the
 * option. */
#ifndef CLI_ARGUMENT_VALUES_H
#define CLI_ARGUMENT_VALUES_H

#include <argp.h>

#include "nn/initializer.h"

/* A whole number from 'least' to 'most'. */
unsigned long long parse_whole(const char *text, const char *option, unsigned long long least,
                               unsigned long long most, struct argp_state *state);

/* Runs side by side. */
size_t parse_jobs(const char *text, struct argp_state *state);

/* The cores that this process may use: those of its container, not of the machine. */
size_t usable_cores(void);

/* A finite number above 0. */
double parse_positive(const char *text, const char *option, struct argp_state *state);

/* The initializer of that name; an unknown one lists the names. */
const nn_initializer *parse_initializer(const char *name, struct argp_state *state);

#endif
