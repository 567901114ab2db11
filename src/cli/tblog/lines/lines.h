/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a file descriptor. The caller can ask whether the next read may block. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>

enum { LINES_MAX_LENGTH = 1024 * 1024 };

typedef struct lines {
    int fd;
    char *buffer;
    size_t start, end, capacity; /* bytes read but not yet returned: buffer[start, end) */
    bool at_end;
} lines;

typedef enum lines_result {
    LINES_LINE,
    LINES_END,
    LINES_TOO_LONG,   /* longer than LINES_MAX_LENGTH */
    LINES_READ_ERROR, /* errno says why */
} lines_result;

/* False when there is no memory. */
bool lines_init(lines *in, int fd);
void lines_free(lines *in);

/* Whether the next line is already in the buffer, so that lines_next will not read. */
bool lines_ready(const lines *in);

/*
 * The next line without its newline, NUL-terminated, valid until the next call. The last line need
 * not end in a newline. *length is its number of bytes.
 */
lines_result lines_next(lines *in, char **line, size_t *length);

#endif
