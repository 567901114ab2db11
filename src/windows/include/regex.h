/* SPDX-License-Identifier: Apache-2.0 */
/* POSIX's regular expressions, by TRE, for texts in UTF-8: offsets are in bytes. */
#ifndef REGEX_FOR_WINDOWS_H
#define REGEX_FOR_WINDOWS_H

#include <tre/tre.h>

#define REG_STARTEND 0x10000 /* the text is from matches[0].rm_so to its rm_eo */

int posix_regcomp(regex_t *regex, const char *expression, int flags);
int posix_regexec(const regex_t *regex, const char *text, size_t count, regmatch_t *matches,
                  int flags);

#define regcomp posix_regcomp
#define regexec posix_regexec
size_t posix_regerror(int error, const regex_t *regex, char *text, size_t size);

#define regerror posix_regerror
#define regfree  tre_regfree

#endif
