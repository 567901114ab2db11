/* SPDX-License-Identifier: Apache-2.0 */
/* Checked values of options, for all commands. Each function returns the value or ends the program
 * by usage_error, which names the option. */
#ifndef CLI_OPTION_VALUES_H
#define CLI_OPTION_VALUES_H

#include "cli/parse_arguments.h"
#include <stdbool.h>
#include <stdint.h>

/* A whole number from 'least' to 'most'. */
uint64_t option_whole_value(const char *text, const char *option, uint64_t least, uint64_t most,
                            cli_call *call);

/* A finite number greater than 0; or one of at least 0. */
double option_positive_value(const char *text, const char *option, cli_call *call);
double option_number_value(const char *text, const char *option, cli_call *call);

/* The one of the words, which end with NULL. */
const char *option_word_value(const char *text, const char *option, const char *const *words,
                              cli_call *call);

/* Whether a flag is on: it has no value or "on". "off" turns it off. */
bool option_flag_value(const char *text, const char *option, cli_call *call);

#endif
