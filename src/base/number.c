/* SPDX-License-Identifier: Apache-2.0 */
/* Parse numbers in untrusted text. */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>

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

const char *number_word(double number) {
    if (isfinite(number)) return NULL;
    return isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}
