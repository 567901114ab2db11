/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a file descriptor. log.c calls this. */
#include "cli/tblog/lines/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool lines_init(lines *in, int fd) {
    *in = (lines){.fd = fd, .capacity = LINES_MAX_LENGTH + 1};
    in->buffer = malloc(in->capacity);
    return in->buffer != NULL;
}

void lines_free(lines *in) {
    free(in->buffer);
    in->buffer = NULL;
}

static char *find_newline(const lines *in) {
    return memchr(in->buffer + in->start, '\n', in->end - in->start);
}

bool lines_ready(const lines *in) {
    return in->at_end || find_newline(in) != NULL;
}

/* Read more after the bytes in the buffer, which must have room. */
static bool refill(lines *in) {
    memmove(in->buffer, in->buffer + in->start, in->end - in->start);
    in->end -= in->start;
    in->start = 0;
    ssize_t n;
    do n = read(in->fd, in->buffer + in->end, in->capacity - in->end);
    while (n < 0 && errno == EINTR);
    if (n < 0) return false;
    if (n == 0) in->at_end = true;
    in->end += (size_t)n;
    return true;
}

lines_result lines_next(lines *in, char **line, size_t *length) {
    char *newline;
    while (!(newline = find_newline(in)) && !in->at_end) {
        if (in->end - in->start == in->capacity) return LINES_TOO_LONG;
        if (!refill(in)) return LINES_READ_ERROR;
    }
    if (!newline && in->start == in->end) return LINES_END;
    if (!newline && in->end == in->capacity) return LINES_TOO_LONG; /* no room for the NUL */
    *line = in->buffer + in->start;
    char *stop = newline ? newline : in->buffer + in->end;
    *stop = '\0';
    *length = (size_t)(stop - *line);
    in->start = newline ? (size_t)(newline + 1 - in->buffer) : in->end;
    return LINES_LINE;
}
