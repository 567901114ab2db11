/* SPDX-License-Identifier: Apache-2.0 */
/* Text from a stranger's file on a terminal, in CSV and in JSON. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Printable UTF-8 as it is, everything else as \\xNN: no escape sequence reaches a terminal. */
void put_escaped(FILE *out, const char *text, size_t size);

/* A CSV field (RFC 4180), quoted where it must be. */
void put_csv(FILE *out, const char *text, size_t size);

/* A JSON string with its quotes; what is not UTF-8 becomes U+FFFD, controls are escaped. */
void put_json(FILE *out, const char *text, size_t size);

/* A number with as many digits as bring it back: a float32, or if it is 'wide' a double. nan, inf
 * or -inf for what is not finite. */
void put_number(FILE *out, double number, bool wide);

/* A number as JSON has it, NaN and infinities as strings like those `tblog log` reads. */
void put_json_number(FILE *out, double number);

#endif
