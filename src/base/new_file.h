/* SPDX-License-Identifier: Apache-2.0 */
/* An output file that appears whole or not at all. */
#ifndef BASE_NEW_FILE_H
#define BASE_NEW_FILE_H

#include <stdbool.h>
#include <stdio.h>

typedef struct new_file {
    char *path;      /* where it will be */
    char *temporary; /* beside it, under a name that TensorBoard passes over; NULL: written as it is
                      */
    FILE *out;       /* to be written to */
} new_file;

/* Whether a path is "-" or another name of standard output, such as /dev/stdout. */
bool new_file_is_stdout(const char *path);

/*
 * False, with errno set, when it cannot be created. Standard output, and a path that is there but
 * is not a regular file, such as /dev/null or a pipe, is written to and stays what it is. A
 * symbolic link stays too: the file it leads to is written.
 */
bool new_file_open(new_file *file, const char *path);

/*
 * Bring what was written to disk and into place, over what is there, whose mode and owner it takes
 * over; or, with 'good' false, throw it away. False, with errno set, when that failed or 'good' is
 * false; then 'path' is as it was, unless only its folder could not be brought to disk.
 */
bool new_file_close(new_file *file, bool good);

#endif
