/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as texts. */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool number_parse(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return end != text && !*end && !isspace((unsigned char)*text);
}

bool whole_parse(const char *text, uint64_t least, uint64_t most, uint64_t *number) {
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return isdigit((unsigned char)*text) && !*end && !errno && *number >= least && *number <= most;
}

static bool reads_back(const char *text, double number, bool wide) {
    return wide ? strtod(text, NULL) == number : strtof(text, NULL) == (float)number;
}

/* %g leaves out zeros at the end, so that any number with few digits is short at DIG digits, unless
 * it is denormal. */
const char *number_text(double number, bool wide, char text[NUMBER_TEXT]) {
    int digits = wide ? DBL_DIG : FLT_DIG, most = wide ? DBL_DECIMAL_DIG : FLT_DECIMAL_DIG;
    if (isnan(number)) return strcpy(text, "nan"); /* printf would print a sign */
    if (fabs(number) < (wide ? DBL_MIN : (double)FLT_MIN)) digits = 1;
    do snprintf(text, NUMBER_TEXT, "%.*g", digits, number);
    while (digits++ < most && !reads_back(text, number, wide));
    return text;
}

const char *number_word(double number) {
    if (isfinite(number)) return NULL;
    return isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}
