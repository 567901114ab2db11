/* SPDX-License-Identifier: Apache-2.0 */
/* Parse numbers that a user wrote: the whole text must be a number. The same as base/number.h,
 * because nn uses nothing outside its folder. */
#ifndef NN_NUMBER_H
#define NN_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* A number as strtod reads it in the C locale, including infinities and NaN. */
bool nn_number_parse(const char *text, double *number);

/* A number in decimal digits, from 'least' to 'most'. */
bool nn_whole_parse(const char *text, uint64_t least, uint64_t most, uint64_t *number);

#endif
