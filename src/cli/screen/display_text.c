/* SPDX-License-Identifier: Apache-2.0 */
/* Text as a terminal shows it. */
#include "cli/screen/display_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* A character: its size in bytes and in columns; -1 columns if it cannot be shown. */
typedef struct character {
    size_t bytes;
    int columns;
} character;

static character character_at(const char *text) {
    mbstate_t state = {0};
    wchar_t wide;
    size_t bytes = mbrtowc(&wide, text, strlen(text), &state);
    if (bytes == (size_t)-1 || bytes == (size_t)-2 || bytes == 0) return (character){1, -1};
    return (character){bytes, wcwidth(wide)};
}

size_t display_columns(const char *text) {
    size_t columns = 0;
    while (*text) {
        character c = character_at(text);
        columns += c.columns < 0 ? 1 : (size_t)c.columns;
        text += c.bytes;
    }
    return columns;
}

/* Append as much of the text as fits into 'columns'. */
static void append(char **to, const char *text, size_t columns) {
    size_t used = 0;
    while (*text) {
        character c = character_at(text);
        bool shown = c.columns >= 0;
        size_t takes = shown ? (size_t)c.columns : 1;
        if (used + takes > columns) break;
        if (shown)
            *to = mempcpy(*to, text, c.bytes);
        else
            *(*to)++ = '?';
        used += takes;
        text += c.bytes;
    }
    **to = '\0';
}

/* The start of the longest end of the text that fits into 'columns'. */
static const char *tail(const char *text, size_t columns) {
    size_t left = display_columns(text);
    while (left > columns) {
        character c = character_at(text);
        left -= c.columns < 0 ? 1 : (size_t)c.columns;
        text += c.bytes;
    }
    return text;
}

char *display_cut(const char *text, size_t columns, display_part part, bool utf8) {
    const char *mark = utf8 ? "…" : "..";
    size_t mark_columns = utf8 ? 1 : 2;
    char *out = malloc(strlen(text) + strlen(mark) + 1), *to = out;
    if (!out) return NULL;
    if (display_columns(text) <= columns || columns < mark_columns) {
        append(&to, text, columns);
        return out;
    }
    size_t end = part == CUT_MIDDLE ? (columns - mark_columns) / 2 : 0;
    append(&to, text, columns - mark_columns - end);
    to = stpcpy(to, mark);
    append(&to, tail(text, end), end);
    return out;
}

const char *metric_text(double value, int decimals, char text[METRIC_TEXT]) {
    if (isnan(value)) return strcpy(text, "nan");
    if (fabs(value) < 1e6 || isinf(value)) {
        snprintf(text, METRIC_TEXT, "%.*f", decimals, value);
        return text;
    }
    snprintf(text, METRIC_TEXT, "%.1e", value);
    char *plus = strchr(text, '+');
    if (plus) memmove(plus, plus + 1, strlen(plus)); /* 3.7e+36 */
    return text;
}
