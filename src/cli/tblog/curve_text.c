/* SPDX-License-Identifier: Apache-2.0 */
/* The curve of a scalar in a line of a table: ls and watch. */
#include "cli/tblog/curve_text.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { LEAST = 4, GAP = 2 };

size_t curve_text_columns(size_t used, size_t columns) {
    if (!columns) return SPARKLINE_COLUMNS;
    return used + GAP + LEAST <= columns ? columns - used - GAP : 0;
}

void curve_text(const tblog_point *points, size_t count, size_t columns, bool utf8, char *out) {
    double low = INFINITY, high = -INFINITY;
    float *heights = columns ? malloc((count + 1) * sizeof *heights) : NULL;
    *out = '\0';
    if (!heights) return;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(points[i].number)) continue;
        low = fmin(low, points[i].number);
        high = fmax(high, points[i].number);
    }
    double range = high > low ? high / 2 - low / 2 : 1; /* halves: the whole may be too large */
    for (size_t i = 0; i < count; i++)
        heights[i] =
            isfinite(points[i].number) ? (float)((points[i].number / 2 - low / 2) / range) : NAN;
    sparkline(heights, count, FLT_MIN, columns, utf8, out);
    free(heights);
}
