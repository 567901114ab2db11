/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions of Perl, by PCRE2, over texts that may be any bytes: those of options. */
#ifndef CLI_TBLOG_REGEX_H
#define CLI_TBLOG_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/parse_arguments.h"

/* An expression and its last match. For one thread. */
typedef struct regex regex;

/* NULL, with the reason, if it is wrong; it is UTF-8. */
regex *regex_new(const char *expression, bool any_case, char *reason, size_t reason_size);

/* NULL is ignored. */
void regex_free(regex *self);

/* The value of --OPTION in the place of *self, which is freed; a wrong one is wrong usage. */
void regex_set(regex **self, const char *value, const char *option, cli_call *call);

/* How many groups it has. */
size_t regex_group_count(const regex *self);

/* The number of a group by its name, a word; 0 if no group has that name. */
size_t regex_group_number(const regex *self, const char *name);

typedef enum regex_result { REGEX_NOT_FOUND, REGEX_FOUND, REGEX_GAVE_UP } regex_result;

/* Find the first match in text[from], ..., text[size - 1]; '^' is only where 'from' is 0. It gives
 * up, with the reason, if it takes too long or too much memory. */
regex_result regex_find(regex *self, const char *text, size_t size, size_t from, char *reason,
                        size_t reason_size);

/* Where a group of the match is in the text; group 0 is the whole match. False if it took no part,
 * or there is no such group. */
bool regex_group(const regex *self, size_t group, size_t *from, size_t *size);

/* Whether it matches somewhere. Where it gives up it does not, and this is reported once. */
bool regex_matches(regex *self, const char *text, size_t size);

#endif
