/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as a user writes them: the whole text is one, or it is refused. */
#ifndef NN_NUMBER_H
#define NN_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* A number as strtod reads it in the C locale, infinities and NaN too. */
bool nn_number_parse(const char *text, double *number);

/* A number in decimal digits, from 'least' to 'most'. */
bool nn_whole_parse(const char *text, uint64_t least, uint64_t most, uint64_t *number);

#endif
