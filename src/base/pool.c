/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is freed all at once: a list of blocks. */
#include "base/pool.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct pool_piece {
    struct pool_piece *next;
    max_align_t bytes[];
};

void *pool_take(pool *self, size_t count, size_t size) {
    if (size && count > (SIZE_MAX / 2 - sizeof(struct pool_piece)) / size) return NULL;
    struct pool_piece *piece = calloc(1, sizeof *piece + count * size + 1);
    if (!piece) return NULL;
    piece->next = self->pieces;
    self->pieces = piece;
    return piece->bytes;
}

char *pool_print(pool *self, const char *format, ...) {
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int size = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (size < 0) return NULL;
    char *copy = pool_take(self, (size_t)size + 1, 1);
    if (copy) memcpy(copy, text, (size_t)size + 1);
    free(text);
    return copy;
}

char *pool_clean_text(pool *self, const char *text, size_t size) {
    static const char replacement[] = "\xef\xbf\xbd";
    const unsigned char *at = (const unsigned char *)text;
    char *clean = size < SIZE_MAX / 4 ? pool_take(self, 3 * size + 1, 1) : NULL, *out = clean;
    while (clean && size > 0) {
        size_t length = utf8_sequence(at, size), step = length ? length : 1;
        if (length && !utf8_is_control(at, length)) {
            memcpy(out, at, length);
            out += length;
        } else {
            out = stpcpy(out, replacement);
        }
        at += step;
        size -= step;
    }
    return clean;
}

void pool_free(pool *self) {
    while (self->pieces) {
        struct pool_piece *next = self->pieces->next;
        free(self->pieces);
        self->pieces = next;
    }
}
