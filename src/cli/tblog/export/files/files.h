/* SPDX-License-Identifier: Apache-2.0 */
/* A file for each image, sound or other value of a log folder, each with a different name. */
#ifndef CLI_TBLOG_EXPORT_FILES_H
#define CLI_TBLOG_EXPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/tblog/export/files/places.h"

typedef struct export_files {
    places places;
    void *names; /* paths used so far, by tsearch(3) */
} export_files;

/* What a file holds, and where it is. */
typedef struct export_file {
    const char *run;
    const char *tag; /* NULL: the file is in the run's folder */
    size_t tag_size;
    const char *name;   /* without the ending */
    const char *ending; /* NULL: what the content's first bytes are the ones of */
    const char *content;
    size_t size;
} export_file;

/*
 * Write FOLDER/<run>/<tag>/<name>.<ending>. Existing files are not overwritten: if a name is taken,
 * "~2", "~3", ... is added. An existing file with the same content counts as written. Free *path,
 * which may be NULL. False, with errno set, after a failure.
 */
bool export_file_write(export_files *self, const export_file *file, char **path);

void export_files_free(export_files *self);

#endif
