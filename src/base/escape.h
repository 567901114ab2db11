/* SPDX-License-Identifier: Apache-2.0 */
/* Text from untrusted files, printed to a terminal, in CSV, in JSON and in a shell's commands. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Print printable UTF-8 as it is and everything else as \\xNN, so that no escape sequence reaches a
 * terminal. */
void put_escaped(FILE *out, const char *text, size_t size);

/* The same as a string. Free it; NULL when there is no memory. */
char *escaped(const char *text, size_t size);

/* Print a word of a command line: quoted if a POSIX shell needs it, escaped as put_escaped does. */
void put_shell_word(FILE *out, const char *word);

/* Print a CSV field (RFC 4180), quoted if necessary. */
void put_csv(FILE *out, const char *text, size_t size);

/* Print a JSON string with its quotes; invalid UTF-8 becomes U+FFFD, controls are escaped. */
void put_json(FILE *out, const char *text, size_t size);

/* Print a number as number_text has it (base/number.h). */
void put_number(FILE *out, double number, bool wide);

/* Print a number as JSON; NaN and infinities become strings that `tblog log` reads. */
void put_json_number(FILE *out, double number, bool wide);

#endif
