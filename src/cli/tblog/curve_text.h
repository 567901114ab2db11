/* SPDX-License-Identifier: Apache-2.0 */
/* The curve of a scalar in a line of a table. */
#ifndef TBLOG_CURVE_TEXT_H
#define TBLOG_CURVE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <tblog/tblog.h>

#include "cli/screen/sparkline.h"

/* The columns that a table of 'used' columns leaves for a last column of curves, of 'columns' (0:
 * no limit); 0 if they are too few. */
size_t curve_text_columns(size_t used, size_t columns);

/* Write the curve of all points, in at most 'columns' columns, to 'out' of SPARKLINE_SIZE bytes; ""
 * if there is no memory. */
void curve_text(const tblog_point *points, size_t count, size_t columns, bool utf8, char *out);

#endif
