/* SPDX-License-Identifier: Apache-2.0 */
/* Read a whole small file into memory. */
#include "base/file_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Append the rest of 'file'. Returns NULL, or why it failed. */
static const char *read_all(FILE *file, char **bytes, size_t *length) {
    size_t capacity = 0;
    for (;;) {
        if (*length == capacity) {
            capacity = capacity ? 2 * capacity : 16 * 1024;
            char *grown = realloc(*bytes, capacity + 1);
            if (!grown) return "out of memory";
            *bytes = grown;
        }
        size_t got = fread(*bytes + *length, 1, capacity - *length, file);
        *length += got;
        if (ferror(file)) return strerror(errno);
        (*bytes)[*length] = '\0';
        if (got == 0) return NULL;
        if (*length > FILE_TEXT_MAX) return "larger than 64 MiB";
    }
}

bool file_text_read(const char *path, char **bytes, size_t *length, error *err) {
    *bytes = NULL;
    *length = 0;
    FILE *file = fopen(path, "rbe");
    const char *reason = file ? read_all(file, bytes, length) : strerror(errno);
    if (file) fclose(file);
    if (!reason) return true;
    free(*bytes);
    *bytes = NULL;
    return error_set(err, "%s: %s", path, reason);
}
