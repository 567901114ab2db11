/* SPDX-License-Identifier: Apache-2.0 */
/* The regular expressions of options, and what they match. */
#ifndef CLI_TBLOG_REGEX_VALUE_H
#define CLI_TBLOG_REGEX_VALUE_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/parse_arguments.h"

/* Compile the value of --OPTION, an extended regular expression; free it by regfree. A wrong one
 * is wrong usage, and says why. */
void regex_value(regex_t *regex, const char *text, const char *option, cli_call *call);

/* The first match in text[from], ..., text[size - 1], which a NUL follows; the groups' offsets are
 * those in 'text'. '^' is only where 'from' is 0. */
bool regex_find(const regex_t *regex, const char *text, size_t size, size_t from, size_t count,
                regmatch_t *groups);

/* Whether it matches somewhere in the text, which may have NULs. */
bool regex_matches(const regex_t *regex, const char *text, size_t size);

#endif
