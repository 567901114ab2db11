/* SPDX-License-Identifier: Apache-2.0 */
/* A curve in one line of text. progress_lines.c calls this. */
#include "cli/screen/sparkline.h"

#include <math.h>
#include <string.h>

enum { HEIGHTS = 8 };

/* The mean of the values that column 'c' of 'columns' shows. */
static float value_at(const float *values, size_t count, size_t c, size_t columns) {
    size_t first = c * count / columns, last = (c + 1) * count / columns;
    float sum = 0;
    for (size_t i = first; i < last; i++) sum += values[i];
    return sum / (float)(last - first);
}

static const char *sign(float height, bool utf8) {
    static const char *const blocks[HEIGHTS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const ascii[HEIGHTS] = {"_", ".", ":", "-", "=", "+", "*", "#"};
    if (!isfinite(height)) return "?";
    int at = (int)(height * HEIGHTS);
    if (at < 0) at = 0;
    if (at >= HEIGHTS) at = HEIGHTS - 1;
    return (utf8 ? blocks : ascii)[at];
}

size_t sparkline(const float *values, size_t count, float range, size_t columns, bool utf8,
                 char *out) {
    float low = INFINITY, high = -INFINITY, shown[SPARKLINE_COLUMNS];
    if (columns > SPARKLINE_COLUMNS) columns = SPARKLINE_COLUMNS;
    if (columns > count) columns = count;
    *out = '\0';
    for (size_t c = 0; c < columns; c++) {
        shown[c] = value_at(values, count, c, columns);
        if (!isfinite(shown[c])) continue;
        low = fminf(low, shown[c]);
        high = fmaxf(high, shown[c]);
    }
    for (size_t c = 0; c < columns; c++) {
        const char *next = sign((shown[c] - low) / fmaxf(high - low, range), utf8);
        out = strcpy(out, next) + strlen(next);
    }
    return columns;
}
