/* SPDX-License-Identifier: Apache-2.0 */
/* A file that others append to, as `tail -F` reads it. */
#ifndef CLI_FOLLOW_H
#define CLI_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct follow {
    const char *path;
    int fd;       /* -1: none is open yet */
    bool in_line; /* the last byte was not a newline */
} follow;

/* Wait until there is such a file; false, with errno, if it cannot be opened. From then on signals
 * end the reading instead of the process (cli/screen/ending.h). */
bool follow_open(follow *self, const char *path);
void follow_close(follow *self);

/*
 * Read what comes next: of the file, or, after its end, of a new one with its name, from its start
 * if it was cut. A line that the old file did not end gets a newline. Waits while there is nothing;
 * 0 after a signal, -1 with errno.
 */
ssize_t follow_read(follow *self, char *to, size_t size);

#endif
