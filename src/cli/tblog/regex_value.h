/* SPDX-License-Identifier: Apache-2.0 */
/* The regular expressions of options. */
#ifndef CLI_TBLOG_REGEX_VALUE_H
#define CLI_TBLOG_REGEX_VALUE_H

#include "cli/parse_arguments.h"
#include <regex.h>

/* Compile the value of --OPTION, an extended regular expression; free it by regfree. A wrong one
 * is wrong usage, and says why. */
void regex_value(regex_t *regex, const char *text, const char *option, cli_call *call);

#endif
