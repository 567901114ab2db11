/* SPDX-License-Identifier: Apache-2.0 */
/* An output file that is replaced as a whole or not at all. */
#ifndef BASE_NEW_FILE_H
#define BASE_NEW_FILE_H

#include <stdbool.h>
#include <stdio.h>

typedef struct new_file {
    char *path;      /* final path */
    char *temporary; /* beside it, with a name that TensorBoard ignores; NULL: none */
    FILE *out;       /* write here */
} new_file;

/* Whether a path is "-" or another name of standard output, such as /dev/stdout. */
bool new_file_is_stdout(const char *path);

/*
 * False, with errno set, if the file cannot be created. Standard output, and an existing path that
 * is not a regular file (/dev/null, a pipe), are written to directly. A symbolic link stays: the
 * file that it points to is replaced.
 */
bool new_file_open(new_file *file, const char *path);

/*
 * Sync the new file to disk and move it to 'path', with mode and owner of the file that it
 * replaces; or, with 'good' false, remove it. False, with errno set, if that failed or 'good' is
 * false; then 'path' is unchanged, unless only syncing its folder failed.
 */
bool new_file_close(new_file *file, bool good);

#endif
