/* SPDX-License-Identifier: Apache-2.0 */
/* A file for each image or clip of a log folder, under a name of its own. */
#ifndef CLI_TBLOG_EXPORT_FILES_H
#define CLI_TBLOG_EXPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct export_files {
    const char *folder;
    void *names; /* those given so far, by tsearch(3) */
} export_files;

/* What a file's name says. */
typedef struct export_place {
    const char *run, *tag;
    size_t tag_size;
    int64_t step;
    size_t number; /* of the image in its value, from 0 */
} export_place;

/*
 * Write FOLDER/<run>.<tag>.<step>.<number>.<ending>. Run and tag are escaped, and shortened if they
 * are long; what is in the folder stays: a name that is taken gets "~2", "~3", ... A file that is
 * there from before with the same content is taken as written. *path is to be freed, and may be
 * NULL. False, with errno set, after a failure.
 */
bool export_file_write(export_files *self, const export_place *place, const char *content,
                       size_t size, char **path);

/* Forget the names. */
void export_files_free(export_files *self);

#endif
