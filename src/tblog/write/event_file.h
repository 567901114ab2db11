/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file under a writer: records gathered in a buffer and written whole, plain or compressed.
 *
 * Invariant: between calls the file holds whole records only, 'written' bytes of them, and the
 * buffer holds the whole records that follow; or 'torn' is true, and what lies behind 'written' is
 * cut off before anything else is written. A compressed file's 'written' is where a reader can have
 * everything before; after a failure nothing more is written to it.
 */
#ifndef TBLOG_EVENT_FILE_H
#define TBLOG_EVENT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/writer.h>

#include "tblog/write/deflater.h"

typedef struct tblog__event_file {
    char *path;
    int fd;
    uint8_t *buffer;
    size_t used, capacity;
    uint64_t written; /* bytes of the file that will stay */
    bool torn, sync;
    double flush_interval_s, flushed_s; /* negative interval: never by time */
    tblog__deflater *deflater;          /* NULL for a plain file */
    bool held;                          /* the deflater took records that no reader can have yet */
    bool broken;         /* compressed, and a write failed: nothing more is written */
    bool lost;           /* close must fail: a record, or the stream's end, is lost */
    uint64_t refused;    /* records for which there was no place */
    tblog_error failure; /* the first; status TBLOG_OK while there was none */
} tblog__event_file;

/*
 * Create the folders and, under the first free name, the file. *file is zeros before; after a
 * failure there is nothing to close. 'seconds' is the time in its name.
 */
tblog_status tblog__event_file_create(tblog__event_file *file, const char *folder,
                                      const tblog_writer_options *options, int64_t seconds,
                                      tblog_error *err);

/* Append a whole record; TBLOG_OK, or TBLOG_ERR_IO when there was no place for it. */
tblog_status tblog__event_file_append(tblog__event_file *file, const uint8_t *record, size_t size,
                                      tblog_error *err);

/* Hand everything to the system; TBLOG_ERR_IO leaves in the buffer what it did not take. */
tblog_status tblog__event_file_flush(tblog__event_file *file, tblog_error *err);

/* Unless nothing is flushed by time, flush with the next record that comes. */
void tblog__event_file_flush_next(tblog__event_file *file);

/* Whether something waits for a flush that can still succeed. */
bool tblog__event_file_pending(const tblog__event_file *file);

/* Seconds until the next flush by time, 0 when it is due; negative when none will be. */
double tblog__event_file_flush_in(const tblog__event_file *file);

/* Flush, close and free what is in *file; 'lost' and 'failure' then say whether all is in it. */
void tblog__event_file_close(tblog__event_file *file);

/* Close and free without writing, in a forked process. */
void tblog__event_file_abandon(tblog__event_file *file);

/* Close and remove a file in which nothing was logged. */
void tblog__event_file_discard(tblog__event_file *file);

#endif
