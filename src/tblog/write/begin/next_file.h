/* SPDX-License-Identifier: Apache-2.0 */
/* A writer's next event file, begun when the one before has its size or its time. */
#ifndef TBLOG_NEXT_FILE_H
#define TBLOG_NEXT_FILE_H

#include <stdint.h>

#include "tblog/write/event_file.h"

typedef struct tblog__next_file {
    bool wanted;        /* files have a size or a time */
    uint64_t max_bytes; /* 0: any size */
    double max_seconds; /* 0: any time */
    tblog_writer_options options;
    char *host, *suffix; /* of the options; NULL: the default */

    uint64_t begun;  /* bytes of the current file's beginning */
    double begun_s;  /* when it began, or its successor could not be begun */
    uint64_t finish; /* it is finished with that many bytes */
} tblog__next_file;

/* Remember what new files need; a sink has none. TBLOG_ERR_NO_MEMORY. */
tblog_status tblog__next_file_init(tblog__next_file *next, const tblog_writer_options *options,
                                   const tblog__event_file *first, tblog_error *err);

void tblog__next_file_free(tblog__next_file *next);

/* If new files are wanted: whether the file is finished, and a record of that size belongs into a
 * new one. */
bool tblog__next_file_due(const tblog__next_file *next, const tblog__event_file *file, size_t size);

/* Begin the next file; if that fails, the file continues, and it is tried again when that has
 * grown as much again. */
void tblog__next_file_begin(tblog__next_file *next, tblog__event_file *file, const char *folder,
                            int64_t seconds);

#endif
