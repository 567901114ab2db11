/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a file descriptor. log.c calls this. */
#include "cli/tblog/lines/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_CAPACITY = 64 << 10 };

bool lines_init(lines *in, int fd) {
    *in = (lines){.fd = fd, .capacity = FIRST_CAPACITY};
    in->buffer = malloc(in->capacity);
    return in->buffer != NULL;
}

void lines_free(lines *in) {
    free(in->buffer);
    in->buffer = NULL;
}

static char *find_newline(const lines *in) {
    size_t from = in->start + in->searched;
    return memchr(in->buffer + from, '\n', in->end - from);
}

bool lines_ready(const lines *in) {
    return in->at_end || find_newline(in) != NULL;
}

/* Make room for more after the bytes in the buffer. False when there is no memory. */
static bool grow(lines *in) {
    if (in->end < in->capacity) return true;
    size_t capacity = 2 * in->capacity;
    if (capacity > LINES_MAX_LENGTH + 1) capacity = LINES_MAX_LENGTH + 1;
    char *grown = realloc(in->buffer, capacity);
    if (!grown) return false;
    in->buffer = grown;
    in->capacity = capacity;
    return true;
}

/* Read more after the bytes in the buffer, in which there is no newline. */
static bool refill(lines *in) {
    if (in->start) memmove(in->buffer, in->buffer + in->start, in->end - in->start);
    in->end -= in->start;
    in->start = 0;
    in->searched = in->end;
    if (!grow(in)) return false;
    ssize_t n;
    do
        n = in->file ? follow_read(in->file, in->buffer + in->end, in->capacity - in->end)
                     : read(in->fd, in->buffer + in->end, in->capacity - in->end);
    while (n < 0 && errno == EINTR);
    if (n < 0) return false;
    if (n == 0) in->at_end = true;
    in->end += (size_t)n;
    return true;
}

lines_result lines_next(lines *in, char **line, size_t *length) {
    char *newline;
    while (!(newline = find_newline(in)) && !in->at_end) {
        if (in->end - in->start > LINES_MAX_LENGTH) return LINES_TOO_LONG;
        if (!refill(in)) return LINES_READ_ERROR;
    }
    if (!newline && in->start == in->end) return LINES_END;
    if (!newline && !grow(in)) return LINES_READ_ERROR; /* room for the NUL */
    *line = in->buffer + in->start;
    char *stop = newline ? newline : in->buffer + in->end;
    *stop = '\0';
    *length = (size_t)(stop - *line);
    in->start = newline ? (size_t)(newline + 1 - in->buffer) : in->end;
    in->searched = 0;
    return LINES_LINE;
}
