/* SPDX-License-Identifier: Apache-2.0 */
/* A file for each image or sound of a log folder, each with a different name. */
#ifndef CLI_TBLOG_EXPORT_FILES_H
#define CLI_TBLOG_EXPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct export_files {
    const char *folder;
    void *names; /* names used so far, by tsearch(3) */
} export_files;

/* What a file's name is made of. */
typedef struct export_place {
    const char *run, *tag;
    size_t tag_size;
    int64_t step;
    size_t number; /* of the image in its value, from 0 */
} export_place;

/*
 * Write FOLDER/<run>.<tag>.<step>.<number>.<ending>. Run and tag are escaped, and shortened if they
 * are long. Existing files are not overwritten: if a name is taken, "~2", "~3", ... is added. An
 * existing file with the same content counts as written. Free *path, which may be NULL. False, with
 * errno set, after a failure.
 */
bool export_file_write(export_files *self, const export_place *place, const char *content,
                       size_t size, char **path);

/* Free the names. */
void export_files_free(export_files *self);

#endif
