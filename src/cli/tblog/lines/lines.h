/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a file descriptor, with a say in what happens before a read may block. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>

enum { LINES_MAX_LENGTH = 1024 * 1024 };

typedef struct lines {
    int fd;
    char *buffer;
    size_t start, end, capacity; /* what was read and not yet given out: buffer[start, end) */
    bool at_end;
} lines;

typedef enum lines_result {
    LINES_LINE,
    LINES_END,
    LINES_TOO_LONG,   /* over LINES_MAX_LENGTH */
    LINES_READ_ERROR, /* errno says why */
} lines_result;

/* Whether there is memory for it. */
bool lines_init(lines *in, int fd);
void lines_free(lines *in);

/* Whether the next line is already here, so that lines_next will not read. */
bool lines_ready(const lines *in);

/*
 * The next line without its newline, NUL-terminated, valid until the next call. A last line without
 * a newline counts. *length: its bytes.
 */
lines_result lines_next(lines *in, char **line, size_t *length);

#endif
