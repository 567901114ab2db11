/* SPDX-License-Identifier: Apache-2.0 */
/* Text as a terminal shows it. */
#include "cli/display_text.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* The character at 'text': its bytes, and the columns it takes; -1 where it cannot be shown. */
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

/* Copy what fits into 'columns' and, with its NUL, 'size'; sets *used to the columns taken. */
static size_t copy(const char *text, size_t columns, char *out, size_t size, size_t *used) {
    size_t length = 0;
    *used = 0;
    while (*text) {
        character c = character_at(text);
        bool shown = c.columns >= 0;
        size_t takes = shown ? (size_t)c.columns : 1, bytes = shown ? c.bytes : 1;
        if (*used + takes > columns || length + bytes + 1 > size) break;
        memcpy(out + length, shown ? text : "?", bytes);
        length += bytes;
        *used += takes;
        text += c.bytes;
    }
    out[length] = '\0';
    return length;
}

size_t display_cut(const char *text, size_t columns, bool utf8, char *out, size_t size) {
    size_t used, length, all = display_columns(text);
    const char *mark = utf8 ? "…" : "..";
    size_t mark_columns = utf8 ? 1 : 2, mark_bytes = strlen(mark);
    if (!size) return 0;
    length = copy(text, columns, out, size, &used);
    if (used == all || columns < mark_columns || size < mark_bytes + 1) return used;
    length = copy(text, columns - mark_columns, out, size - mark_bytes, &used);
    memcpy(out + length, mark, mark_bytes + 1);
    return used + mark_columns;
}
