/* SPDX-License-Identifier: Apache-2.0 */
/* An output file that appears whole or not at all. */
#ifndef BASE_NEW_FILE_H
#define BASE_NEW_FILE_H

#include <stdbool.h>
#include <stdio.h>

typedef struct new_file {
    const char *path; /* where it will be; kept */
    char *temporary; /* beside it, under a name that TensorBoard passes over; NULL: written as it is
                      */
    FILE *out;       /* to be written to */
} new_file;

/*
 * False, with errno set, when it cannot be created. "-" is standard output. A path that is there
 * and no regular file, such as /dev/null or a pipe, is written to and stays what it is.
 */
bool new_file_open(new_file *file, const char *path);

/*
 * Bring what was written to disk and into place, over what is there, whose mode and owner it takes
 * over; or, with 'good' false, throw it away. False, with errno set, when that failed or 'good' is
 * false; then 'path' is as it was, unless only its folder could not be brought to disk.
 */
bool new_file_close(new_file *file, bool good);

#endif
