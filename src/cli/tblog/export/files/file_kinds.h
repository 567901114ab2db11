/* SPDX-License-Identifier: Apache-2.0 */
/* Files for each value that is exported: images, sound, tensors, meshes, graphs. */
#ifndef CLI_TBLOG_EXPORT_FILE_KINDS_H
#define CLI_TBLOG_EXPORT_FILE_KINDS_H

#include <stdbool.h>

#include "cli/tblog/export/files/files.h"
#include "cli/tblog/export/files/mesh.h"
#include "cli/tblog/export/item.h"

/* Where files go. */
typedef struct file_writer {
    const char *command; /* for messages */
    export_files files;
    meshes meshes;  /* of the run */
    size_t written; /* files */
} file_writer;

typedef struct file_kind {
    const char *kind; /* of --kind */
    bool (*wants)(const tblog_series *series);
    /* Write the files of a value. If one cannot be written, it is reported, and the others are:
     * then false. */
    bool (*put)(file_writer *writer, const export_item *item);
    bool (*end_run)(file_writer *writer, const char *run); /* or NULL */
} file_kind;

/* The kind with that name; NULL if it has no files. */
const file_kind *file_kind_of(const char *kind);

#endif
