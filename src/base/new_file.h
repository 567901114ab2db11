/* SPDX-License-Identifier: Apache-2.0 */
/* An output file that is replaced as a whole or not at all. */
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
 * Sync the new file to disk and move it to 'path', with mode and owner of the file that it
 * replaces; or, with 'good' false, remove it. False, with errno set, if that failed or 'good' is
 * false; then 'path' is unchanged, unless only syncing its folder failed.
 */
bool new_file_close(new_file *file, bool good);

#endif
