/* SPDX-License-Identifier: Apache-2.0 */
/* The file of a writer. Called with the writer's lock held. */
#include "tblog/write/event_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tblog/bytes.h"
#include "tblog/crc/crc32c.h"
#include "tblog/error.h"
#include "tblog/os/os.h"
#include "tblog/record.h"
#include "tblog/write/new_event_file.h"

enum { DEFAULT_BUFFER = 64 * 1024, DEFAULT_FLUSH_S = 5 };

static void free_memory(tblog__event_file *file) {
    tblog__deflater_free(file->deflater);
    free(file->buffer);
    free(file->path);
}

tblog_status tblog__event_file_create(tblog__event_file *file, const char *folder,
                                      const tblog_writer_options *options, int64_t seconds,
                                      tblog_error *err) {
    file->capacity = options->buffer_bytes ? options->buffer_bytes : DEFAULT_BUFFER;
    file->flush_interval_s =
        options->flush_interval_s != 0 ? options->flush_interval_s : DEFAULT_FLUSH_S;
    file->flushed_s = tblog__os_coarse_s();
    file->buffer = malloc(file->capacity);
    bool compressed = options->compression != TBLOG_COMPRESSION_NONE;
    if (compressed) file->deflater = tblog__deflater_new(options->compression);
    tblog_status status = TBLOG_OK;
    if (!file->buffer || (compressed && !file->deflater)) status = tblog__fail_no_memory(err);
    file->sync = options->sync != 0;
    if (!status && file->sink && !(file->path = strdup("the sink")))
        status = tblog__fail_no_memory(err);
    if (!status && !file->sink)
        status = tblog__new_event_file(folder, options, seconds, &file->path, &file->fd, err);
    if (status) free_memory(file);
    return status;
}

/* ---- writing ---- */

/* Pass the bytes to the sink: all, or none. errno says why not. */
static size_t write_to_sink(const tblog__sink *sink, const uint8_t *bytes, size_t size) {
    int error = size ? sink->write(sink->context, bytes, size) : 0;
    errno = error < 0 ? EIO : error;
    return error ? 0 : size;
}

/* Write the bytes. Returns how many were written; if not all, errno says why. */
static size_t write_all(int fd, const uint8_t *bytes, size_t size) {
    size_t got = 0;
    while (got < size) {
        ssize_t n = tblog__os_write(fd, bytes + got, size - got);
        if (n > 0) {
            got += (size_t)n;
        } else if (n == 0) {
            errno = EIO; /* no file system should do this, but it must not loop */
            break;
        } else if (errno != EINTR) {
            break;
        }
    }
    return got;
}

/* If only 'got' of the 'size' bytes, a sequence of whole records, were written: the size of the
 * records that are complete. */
static size_t whole_records(const uint8_t *bytes, size_t size, size_t got) {
    size_t whole = 0;
    while (whole < size) {
        size_t next = whole + tblog__record_size((size_t)tblog__get_le64(bytes + whole));
        if (next > got) break;
        whole = next;
    }
    return whole;
}

/* Keep the file's first failure. */
static tblog_status keep_failure(tblog__event_file *file, const tblog_error *local,
                                 tblog_error *err) {
    if (!file->failure.status) file->failure = *local;
    if (err) *err = *local;
    return TBLOG_ERR_IO;
}

static tblog_status fail_to_write(tblog__event_file *file, int error, tblog_error *err) {
    tblog_error local;
    tblog__fail_io(&local, file->path, "cannot write", error);
    return keep_failure(file, &local, err);
}

/* Cut off what follows the last whole record. */
static bool mend(tblog__event_file *file) {
    if (!file->torn || file->sink) return true;
    if (!tblog__os_cut(file->fd, file->written)) return false;
    file->torn = false;
    return true;
}

/* ---- changes by other processes ---- */

/* The end of the last whole record in the file's first 'size' bytes. */
static uint64_t last_boundary(int fd, uint64_t size) {
    uint64_t at = 0;
    uint8_t header[TBLOG__RECORD_HEADER_SIZE];
    while (size - at >= tblog__record_size(0) &&
           tblog__os_read_at(fd, header, sizeof header, at) == sizeof header) {
        uint64_t length = tblog__get_le64(header);
        if (length > size - at - tblog__record_size(0) ||
            tblog__get_le32(header + TBLOG__RECORD_LENGTH_SIZE) !=
                tblog__crc32c_masked(header, TBLOG__RECORD_LENGTH_SIZE))
            break;
        at += tblog__record_size((size_t)length);
    }
    return at;
}

/*
 * Whether another process cut off what had been written. Writing at the old position would leave a
 * hole of NULs, after which no reader continues. A plain file continues after the last record that
 * is still whole.
 */
static bool was_truncated(tblog__event_file *file, tblog_error *err) {
    if (file->sink) return false;
    tblog__os_info info;
    tblog_error local;
    int64_t end = file->deflater ? tblog__os_position(file->fd) : (int64_t)file->written;
    if (!tblog__os_file_info(file->fd, &info) || (int64_t)info.size >= end) return false;
    tblog__fail(&local, TBLOG_ERR_IO,
                "%s: another process cut off the last %lld bytes that were written", file->path,
                (long long)(end - (int64_t)info.size));
    keep_failure(file, &local, err);
    file->lost = true;
    if (file->deflater) {
        file->broken = true;
    } else {
        file->written = last_boundary(file->fd, info.size);
        file->torn = true;
        mend(file);
    }
    return true;
}

/* Whether the path names another file by now, so that nobody will see what is written to this one.
 * If the path names nothing, the folder may have been renamed. */
static bool was_replaced(const tblog__event_file *file, const tblog__os_info *info) {
    tblog__os_info named;
    return tblog__os_path_info(file->path, &named) &&
           (named.device != info->device || named.number != info->number);
}

/* ---- records ---- */

/* Write whole records to a plain file; *taken receives the bytes of those that are now in it. */
static tblog_status write_plain(tblog__event_file *file, const uint8_t *bytes, size_t size,
                                size_t *taken, tblog_error *err) {
    *taken = 0;
    if (was_truncated(file, err)) return TBLOG_ERR_IO;
    if (!mend(file)) return fail_to_write(file, errno, err);
    size_t got =
        file->sink ? write_to_sink(file->sink, bytes, size) : write_all(file->fd, bytes, size);
    int error = errno;
    *taken = got == size ? size : whole_records(bytes, size, got);
    file->written += *taken;
    file->torn = got != *taken;
    if (got == size) return TBLOG_OK;
    mend(file); /* now, so that readers see no torn record; otherwise before the next write */
    return fail_to_write(file, error, err);
}

typedef struct deflated {
    const tblog__event_file *file;
    int error;
} deflated;

static bool write_deflated(void *context, const uint8_t *bytes, size_t size) {
    deflated *d = context;
    size_t got = d->file->sink ? write_to_sink(d->file->sink, bytes, size)
                               : write_all(d->file->fd, bytes, size);
    d->error = got == size ? 0 : errno;
    return got == size;
}

static tblog_status write_compressed(tblog__event_file *file, const uint8_t *bytes, size_t size,
                                     tblog__deflate_end end, size_t *taken, tblog_error *err) {
    *taken = 0;
    if (file->broken) {
        if (err) *err = file->failure;
        return TBLOG_ERR_IO;
    }
    if (was_truncated(file, err)) return TBLOG_ERR_IO;
    deflated d = {.file = file};
    if (tblog__deflater_put(file->deflater, bytes, size, end, write_deflated, &d)) {
        int64_t at = file->sink ? -1 : tblog__os_position(file->fd);
        if (end != TBLOG__DEFLATE_ON && at >= 0) file->written = (uint64_t)at;
        file->held = end == TBLOG__DEFLATE_ON && (file->held || size);
        *taken = size;
        return TBLOG_OK;
    }
    file->broken = file->torn = file->lost = true;
    mend(file);
    return fail_to_write(file, d.error, err);
}

/* Write whole records, plain or compressed; *taken as in write_plain. */
static tblog_status write_records(tblog__event_file *file, const uint8_t *bytes, size_t size,
                                  tblog__deflate_end end, size_t *taken, tblog_error *err) {
    return file->deflater ? write_compressed(file, bytes, size, end, taken, err)
                          : write_plain(file, bytes, size, taken, err);
}

/* Write as much of the buffer as possible. */
static tblog_status write_buffer(tblog__event_file *file, tblog__deflate_end end,
                                 tblog_error *err) {
    size_t taken;
    tblog_status status = write_records(file, file->buffer, file->used, end, &taken, err);
    file->used -= taken;
    if (status) memmove(file->buffer, file->buffer + taken, file->used);
    return status;
}

/* Pass on a flush. A sink that cannot keep what it took has lost it. */
static tblog_status flush_sink(tblog__event_file *file, tblog_error *err) {
    tblog_error local;
    int error = file->sink->flush ? file->sink->flush(file->sink->context) : 0;
    if (!error) return TBLOG_OK;
    tblog__fail_io(&local, file->path, "cannot flush", error < 0 ? EIO : error);
    file->lost = true;
    return keep_failure(file, &local, err);
}

/* Check that what was written can be found: the file still has its name, and is synced if the
 * options say so. */
static tblog_status check_written(tblog__event_file *file, tblog_error *err) {
    if (file->sink) return flush_sink(file, err);
    tblog__os_info info;
    tblog_error local;
    bool known = tblog__os_file_info(file->fd, &info);
    if (was_truncated(file, err)) return TBLOG_ERR_IO;
    if (known && was_replaced(file, &info))
        tblog__fail(&local, TBLOG_ERR_IO,
                    "%s: another file has replaced it, and does not have what is written",
                    file->path);
    else if (known && info.removed) /* removed: nobody will see what is written */
        tblog__fail_io(&local, file->path, "cannot write", ENOENT);
    else if (file->sync && !tblog__os_sync_data(file->fd))
        tblog__fail_io(&local, file->path, "cannot write", errno);
    else
        return TBLOG_OK;
    file->lost = true;
    return keep_failure(file, &local, err);
}

tblog_status tblog__event_file_flush(tblog__event_file *file, tblog_error *err) {
    file->flushed_s = tblog__os_coarse_s();
    tblog_status status = write_buffer(file, TBLOG__DEFLATE_SYNC, err);
    return status ? status : check_written(file, err);
}

void tblog__event_file_flush_next(tblog__event_file *file) {
    file->flushed_s = -INFINITY;
}

bool tblog__event_file_pending(const tblog__event_file *file) {
    return !file->broken && (file->used || file->held);
}

double tblog__event_file_flush_in(const tblog__event_file *file) {
    if (file->flush_interval_s < 0) return -1;
    double left = file->flushed_s + file->flush_interval_s - tblog__os_coarse_s();
    return left > 0 ? left : 0;
}

tblog_status tblog__event_file_append(tblog__event_file *file, const uint8_t *record, size_t size,
                                      tblog_error *err) {
    tblog_status status = TBLOG_OK;
    if (size > file->capacity - file->used) status = write_buffer(file, TBLOG__DEFLATE_ON, err);
    if (file->broken) {
        file->refused++;
        if (err) *err = file->failure;
        return TBLOG_ERR_IO;
    }
    /* After a failure the buffer may still have room: its contents are tried again later. */
    if (size <= file->capacity - file->used) {
        memcpy(file->buffer + file->used, record, size);
        file->used += size;
        status = TBLOG_OK;
    } else {
        size_t taken;
        if (!status) status = write_records(file, record, size, TBLOG__DEFLATE_ON, &taken, err);
        if (status) file->lost = true;
        file->refused += status ? 1 : 0;
    }
    if (!status && tblog__event_file_flush_in(file) == 0)
        status = tblog__event_file_flush(file, err);
    return status;
}

/* Close what the records went to. */
static void end(tblog__event_file *file) {
    const tblog__sink *sink = file->sink;
    int error = 0;
    if (sink && sink->close)
        error = sink->close(sink->context);
    else if (!sink && close(file->fd) != 0)
        error = errno;
    if (!error) return;
    file->lost = true;
    if (!file->failure.status)
        tblog__fail_io(&file->failure, file->path, "cannot close", error < 0 ? EIO : error);
}

void tblog__event_file_close(tblog__event_file *file) {
    /* After a truncation the second try writes what the first could not. */
    if (write_buffer(file, TBLOG__DEFLATE_END, NULL) && file->used)
        write_buffer(file, TBLOG__DEFLATE_END, NULL);
    if (file->used) file->lost = true;
    check_written(file, NULL);
    end(file);
    free_memory(file);
}

void tblog__event_file_abandon(tblog__event_file *file) {
    if (!file->sink) close(file->fd);
    free_memory(file);
}

void tblog__event_file_discard(tblog__event_file *file) {
    if (!file->sink) {
        close(file->fd);
        tblog__os_remove(file->path);
    }
    free_memory(file);
}

/* ---- the next file ---- */

/* Let the file continue as 'fresh', which has nothing to report yet. */
static void replace(tblog__event_file *file, tblog__event_file *fresh) {
    fresh->lost = file->lost;
    fresh->refused = file->refused;
    fresh->failure = file->failure;
    free_memory(file);
    *file = *fresh;
}

tblog_status tblog__event_file_next(tblog__event_file *file, const char *folder,
                                    const tblog_writer_options *options, int64_t seconds,
                                    const uint8_t *beginning, size_t size, tblog_error *err) {
    tblog__event_file fresh = {0};
    tblog_status status = write_buffer(file, TBLOG__DEFLATE_END, err);
    if (!status) status = check_written(file, err);
    if (status) return status;
    status = tblog__event_file_create(&fresh, folder, options, seconds, err);
    if (!status) {
        status = tblog__event_file_append(&fresh, beginning, size, err);
        if (!status) status = tblog__event_file_flush(&fresh, err);
        if (status) tblog__event_file_discard(&fresh);
    }
    if (status && file->deflater) { /* its stream has ended */
        file->broken = file->lost = true;
        if (err) keep_failure(file, err, NULL);
    }
    if (status) return status;
    end(file);
    replace(file, &fresh);
    return TBLOG_OK;
}
