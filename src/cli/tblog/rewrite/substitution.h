/* SPDX-License-Identifier: Apache-2.0 */
/* sed's s/REGEX/NEW/FLAGS, with regular expressions of Perl. */
#ifndef CLI_TBLOG_SUBSTITUTION_H
#define CLI_TBLOG_SUBSTITUTION_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/tblog/regex.h"

typedef struct substitution {
    regex *regex;
    char *with;  /* NEW, with its escapes */
    bool global; /* replace each match, not only the first */
} substitution;

/*
 * Parse the text. Another character may stand in the place of '/'. In NEW, & and \0 are the match,
 * \1 to \9 its groups, \n is a new line, \t a tab, and a backslash before another character that is
 * not a letter or a digit makes it ordinary. Flags: g, and i or I for any case. False, with the
 * reason in 'reason', if it is wrong.
 */
bool substitution_parse(substitution *self, const char *text, char *reason, size_t reason_size);

/* Free what substitution_parse made. */
void substitution_free(substitution *self);

/* Replace in a text, which may hold NULs. The result, free it; its size without the NUL after it is
 * *size. NULL, with the reason, if there is no memory, or the expression takes too long. */
char *substitution_apply(const substitution *self, const char *text, size_t text_size, size_t *size,
                         char *reason, size_t reason_size);

#endif
