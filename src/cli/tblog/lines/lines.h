/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a file descriptor, or of a file that grows. The caller can ask whether the next read may
 * block. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/tblog/lines/follow.h"

enum { LINES_MAX_LENGTH = 64 << 20 }; /* 64 MiB; a graph of 12,000 nodes has 1.6 MB */

typedef struct lines {
    int fd;
    follow *file; /* is read instead, if it is not NULL */
    char *buffer;
    size_t start, end, capacity; /* bytes read but not yet returned: buffer[start, end) */
    size_t searched;             /* the first of them have no newline */
    bool at_end;
} lines;

typedef enum lines_result {
    LINES_LINE,
    LINES_END,
    LINES_TOO_LONG,   /* longer than LINES_MAX_LENGTH */
    LINES_READ_ERROR, /* errno says why, also that there is no memory */
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
