/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as texts. A text that is parsed is untrusted: the whole of it must be a number. nn stands
 * alone and has its own parser (nn/config/number.h). */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* A number as strtod reads it in the C locale, including infinities and NaN. */
bool number_parse(const char *text, double *number);

/* A number in decimal digits, from 'least' to 'most'. */
bool whole_parse(const char *text, uint64_t least, uint64_t most, uint64_t *number);

enum { NUMBER_TEXT = 32 };

/* Print a number with the fewest digits that read back as the same one: as the same float32, or as
 * the same double if 'wide'. Those that are not finite are nan, inf or -inf. Returns 'text'. */
const char *number_text(double number, bool wide, char text[NUMBER_TEXT]);

/* What JSON has for a number that is not finite, as a string: "NaN", "Infinity" or "-Infinity", as
 * `tblog log` reads it; NULL for one that is finite. number_parse reads it too. */
const char *number_word(double number);

#endif
