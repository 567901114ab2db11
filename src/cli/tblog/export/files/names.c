/* SPDX-License-Identifier: Apache-2.0 */
/* Names of runs and tags as folders. places.c calls this. */
#include "cli/tblog/export/files/names.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text_hash.h"

/* A file system's name has at most 255 bytes; "~2" may follow. */
enum { NAME_MAX_BYTES = 120 };

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/* Whether Windows reserves it, alone or before a '.'. */
static bool is_reserved(const char *text, size_t size) {
    static const char *const names[] = {"con", "prn", "aux", "nul"};
    const char *dot = !size ? NULL : memchr(text, '.', size);
    if (dot) size = (size_t)(dot - text);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (size == 3 && strncasecmp(text, names[i], 3) == 0) return true;
    return size == 4 && text[3] >= '0' && text[3] <= '9' &&
           (strncasecmp(text, "com", 3) == 0 || strncasecmp(text, "lpt", 3) == 0);
}

char *name_of_text(const char *text, size_t size) {
    char *name = malloc(3 * size + 2), *at = name;
    if (!name) return NULL;
    if (!size) *at++ = '_';
    bool reserved = is_reserved(text, size);
    for (size_t i = 0; i < size; i++) {
        bool plain =
            is_plain(text[i]) ? i > 0 || !reserved : text[i] == '.' && i > 0 && i + 1 < size;
        at += plain ? sprintf(at, "%c", text[i]) : sprintf(at, "%%%02X", (unsigned char)text[i]);
    }
    *at = '\0';
    return name;
}

/* Replace the end of a long name, from a place that is not within a %XX, by a hash of all of it. */
static char *shortened(char *name) {
    if (!name || strlen(name) <= NAME_MAX_BYTES) return name;
    int end = NAME_MAX_BYTES - 17;
    if (name[end - 1] == '%') end -= 1;
    if (name[end - 2] == '%') end -= 2;
    char *shorter;
    if (asprintf(&shorter, "%.*s~%016" PRIx64, end, name, text_hash(name)) < 0) shorter = NULL;
    free(name);
    return shorter;
}

char *name_of_part(const char **text, size_t *size, bool all) {
    const char *slash = all || !*size ? NULL : memchr(*text, '/', *size), *from = *text;
    size_t length = slash ? (size_t)(slash - from) : *size;
    size_t past = slash ? length + 1 : length;
    *text += past;
    *size -= past;
    return shortened(name_of_text(from, length));
}
