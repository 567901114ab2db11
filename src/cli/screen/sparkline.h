/* SPDX-License-Identifier: Apache-2.0 */
/* A curve in one line of text. */
#ifndef CLI_SPARKLINE_H
#define CLI_SPARKLINE_H

#include <stdbool.h>
#include <stddef.h>

enum { SPARKLINE_COLUMNS = 32 };                     /* at most */
enum { SPARKLINE_SIZE = 3 * SPARKLINE_COLUMNS + 1 }; /* bytes that hold it */

/*
 * Write a character for each value; if there are more values than columns, one for the mean of
 * several. There are eight heights between the least and the largest value: blocks with 'utf8',
 * otherwise ASCII characters that get darker. If the values differ by less than 'range', only the
 * lowest heights are used, so that noise does not look like a curve. 'range' is above 0. NaN and
 * infinities are '?'. 'out' has SPARKLINE_SIZE bytes. Returns the number of columns.
 */
size_t sparkline(const float *values, size_t count, float range, size_t columns, bool utf8,
                 char *out);

#endif
