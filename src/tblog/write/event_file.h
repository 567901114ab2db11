/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of a writer: records are collected in a buffer and written whole, plain or compressed.
 *
 * Invariant: between calls the file holds only whole records, 'written' bytes in all, and the
 * buffer holds the whole records that follow; or 'torn' is true, and what follows 'written' is cut
 * off before anything else is written. In a compressed file, a reader can decompress everything
 * before 'written'; after a failure nothing more is written to it.
 */
#ifndef TBLOG_EVENT_FILE_H
#define TBLOG_EVENT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/writer.h>

#include "tblog/write/deflater.h"

/* Where the records go instead of a file; see tblog_writer_open_sink. */
typedef struct tblog__sink {
    tblog_sink_write write;
    tblog_sink_flush flush; /* or NULL */
    tblog_sink_close close; /* or NULL */
    void *context;
} tblog__sink;

typedef struct tblog__event_file {
    char *path;
    const tblog__sink *sink; /* NULL: a file */
    int fd;                  /* of the file */
    uint8_t *buffer;
    size_t used, capacity;
    uint64_t written; /* bytes of the file that are final */
    bool torn, sync;
    double flush_interval_s, flushed_s; /* negative interval: no flush by time */
    tblog__deflater *deflater;          /* NULL for a plain file */
    bool held;           /* the deflater has records that no reader can decompress yet */
    bool broken;         /* compressed, and a write failed: nothing more is written */
    bool lost;           /* close must fail: a record, or the stream's end, is lost */
    uint64_t refused;    /* records that could not be stored */
    tblog_error failure; /* the first one; status TBLOG_OK if there was none */
} tblog__event_file;

/*
 * Create the folders and the file, with the first free name; or, if file->sink is set, begin to
 * write to that. Else *file must be zeros; after a failure there is nothing to close. 'seconds' is
 * the time in the name.
 */
tblog_status tblog__event_file_create(tblog__event_file *file, const char *folder,
                                      const tblog_writer_options *options, int64_t seconds,
                                      tblog_error *err);

/*
 * Finish the file and continue with a new one, whose name sorts after it and whose first record is
 * 'beginning'. If that fails, nothing is lost, and the old one continues unless it is compressed.
 */
tblog_status tblog__event_file_next(tblog__event_file *file, const char *folder,
                                    const tblog_writer_options *options, int64_t seconds,
                                    const uint8_t *beginning, size_t size, tblog_error *err);

/* Append a whole record; TBLOG_OK, or TBLOG_ERR_IO if it could not be stored. */
tblog_status tblog__event_file_append(tblog__event_file *file, const uint8_t *record, size_t size,
                                      tblog_error *err);

/* Write everything to the file; after TBLOG_ERR_IO the buffer keeps what was not written. */
tblog_status tblog__event_file_flush(tblog__event_file *file, tblog_error *err);

/* Flush with the next record, unless flushes by time are off. */
void tblog__event_file_flush_next(tblog__event_file *file);

/* Whether data waits for a flush that can still succeed. */
bool tblog__event_file_pending(const tblog__event_file *file);

/* Seconds until the next flush by time; 0 if it is due, negative if there will be none. */
double tblog__event_file_flush_in(const tblog__event_file *file);

/* Flush, close, and free what *file holds; 'lost' and 'failure' then say whether everything was
 * written. */
void tblog__event_file_close(tblog__event_file *file);

/* Close and free without writing, in a forked process. */
void tblog__event_file_abandon(tblog__event_file *file);

/* Close and remove a file in which nothing was logged. */
void tblog__event_file_discard(tblog__event_file *file);

#endif
