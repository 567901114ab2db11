/* SPDX-License-Identifier: Apache-2.0 */
/* A curve in one line of text. */
#ifndef CLI_SPARKLINE_H
#define CLI_SPARKLINE_H

#include <stdbool.h>
#include <stddef.h>

enum { SPARKLINE_COLUMNS = 32 };                     /* at most */
enum { SPARKLINE_SIZE = 3 * SPARKLINE_COLUMNS + 1 }; /* bytes that hold it */

/*
 * A sign for each value; where there are more values than columns, one for the mean of several.
 * Between the least and the largest value there are eight heights: blocks with 'utf8', otherwise
 * signs of ASCII that grow darker. Values that differ by less than 'range' have the lowest
 * ones, so that noise is not shown as a curve; NaN is a blank. 'out' has SPARKLINE_SIZE bytes.
 * Returns the columns taken.
 */
size_t sparkline(const float *values, size_t count, float range, size_t columns, bool utf8,
                 char *out);

#endif
