/* SPDX-License-Identifier: Apache-2.0 */
/* Values of options, checked, for every command: each function returns one, or leaves by
 * argp_error, which names the option. */
#ifndef CLI_OPTION_VALUES_H
#define CLI_OPTION_VALUES_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

/* A whole number from 'least' to 'most'. */
uint64_t option_whole_value(const char *text, const char *option, uint64_t least, uint64_t most,
                            struct argp_state *state);

/* A finite number above 0, or from 0 on. */
double option_positive_value(const char *text, const char *option, struct argp_state *state);
double option_number_value(const char *text, const char *option, struct argp_state *state);

/* Whether a flag is on: without a value, or with "on"; not with "off". */
bool option_flag_value(const char *text, const char *option, struct argp_state *state);

#endif
