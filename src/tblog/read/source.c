/* SPDX-License-Identifier: Apache-2.0 */
/* Where a reader's bytes come from. reader.c calls this. */
#include "tblog/read/source.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "tblog/bytes.h"
#include "tblog/crc/crc32c.h"
#include "tblog/error.h"
#include "tblog/os/os.h"
#include "tblog/record.h"

enum { HEAD = TBLOG__RECORD_HEADER_SIZE, IN_SIZE = 64 * 1024, ANY_WRAPPER = 15 + 32 };

typedef enum format { UNKNOWN, PLAIN, COMPRESSED } format;

struct tblog__source {
    int fd;
    format format;
    uint8_t head[HEAD]; /* the first bytes, until they are returned */
    size_t head_size, head_used;
    z_stream stream;
    uint8_t *in;      /* (IN_SIZE) input of a compressed file */
    bool member_over; /* a gzip file may have several members */
};

/* Open a regular file. Others are refused, because opening them could block and reading never
 * end. */
static tblog_status open_file(const char *path, int *fd, tblog_error *err) {
    tblog__os_info info;
    if (strcmp(path, "-") == 0) {
        *fd = tblog__os_stdin();
        return TBLOG_OK;
    }
    *fd = tblog__os_open(path);
    if (*fd < 0) return tblog__fail_io(err, path, "cannot open", errno);
    if (tblog__os_file_info(*fd, &info) && info.regular) return TBLOG_OK;
    close(*fd);
    return tblog__fail(err, TBLOG_ERR_IO, "%s: not a regular file", path);
}

tblog__source *tblog__source_open(const char *path, tblog_error *err) {
    tblog__source *source = calloc(1, sizeof *source);
    if (!source) {
        tblog__fail_no_memory(err);
        return NULL;
    }
    if (open_file(path, &source->fd, err) == TBLOG_OK) return source;
    free(source);
    return NULL;
}

void tblog__source_close(tblog__source *source) {
    if (!source) return;
    if (source->fd > STDIN_FILENO) close(source->fd);
    if (source->format == COMPRESSED) inflateEnd(&source->stream);
    free(source->in);
    free(source);
}

static tblog_status read_some(const tblog__source *source, uint8_t *to, size_t size, size_t *got,
                              const char **reason) {
    ssize_t n;
    do n = tblog__os_read(source->fd, to, size);
    while (n < 0 && errno == EINTR);
    *got = n > 0 ? (size_t)n : 0;
    if (n >= 0 || errno == EAGAIN) return TBLOG_OK;
    *reason = strerror(errno);
    return TBLOG_ERR_IO;
}

/* gzip's magic number, or zlib's header: deflate, and a multiple of 31 (RFC 1950, 1952). */
static bool looks_compressed(const uint8_t *head) {
    return (head[0] == 0x1f && head[1] == 0x8b) ||
           ((head[0] & 0x0f) == 8 && head[0] >> 4 <= 7 && (head[0] << 8 | head[1]) % 31 == 0);
}

/* Whether the head is a record's, so that the file is not compressed. Its CRC cannot match by
 * chance. */
static bool is_record(const uint8_t *head) {
    return tblog__get_le32(head + TBLOG__RECORD_LENGTH_SIZE) ==
           tblog__crc32c_masked(head, TBLOG__RECORD_LENGTH_SIZE);
}

static tblog_status start_inflating(tblog__source *source, const char **reason) {
    *reason = "out of memory";
    source->in = malloc(IN_SIZE);
    if (!source->in || inflateInit2(&source->stream, ANY_WRAPPER) != Z_OK)
        return TBLOG_ERR_NO_MEMORY;
    memcpy(source->in, source->head, source->head_size);
    source->stream.next_in = source->in;
    source->stream.avail_in = (uInt)source->head_size;
    source->format = COMPRESSED;
    return TBLOG_OK;
}

/* Read the head and find the file's format. A file shorter than a head counts as plain for now. */
static tblog_status find_format(tblog__source *source, const char **reason) {
    size_t got = 1;
    while (source->head_size < HEAD && got) {
        tblog_status status = read_some(source, source->head + source->head_size,
                                        HEAD - source->head_size, &got, reason);
        if (status) return status;
        source->head_size += got;
    }
    if (source->head_size < 2) return TBLOG_OK;
    bool record = source->head_used || (source->head_size == HEAD && is_record(source->head));
    if (!record && looks_compressed(source->head)) return start_inflating(source, reason);
    if (source->head_size == HEAD) source->format = PLAIN;
    return TBLOG_OK;
}

static tblog_status read_plain(tblog__source *source, uint8_t *to, size_t size, size_t *got,
                               const char **reason) {
    size_t left = source->head_size - source->head_used;
    if (!left) return read_some(source, to, size, got, reason);
    *got = size < left ? size : left;
    memcpy(to, source->head + source->head_used, *got);
    source->head_used += *got;
    return TBLOG_OK;
}

/* Read input if there is none; *more becomes false if the file has no more now. */
static tblog_status refill(tblog__source *source, bool *more, const char **reason) {
    z_stream *z = &source->stream;
    size_t got;
    *more = true;
    if (z->avail_in) return TBLOG_OK;
    tblog_status status = read_some(source, source->in, IN_SIZE, &got, reason);
    z->next_in = source->in;
    z->avail_in = (uInt)got;
    *more = got > 0;
    return status;
}

static tblog_status read_compressed(tblog__source *source, uint8_t *to, size_t size, size_t *got,
                                    const char **reason) {
    z_stream *z = &source->stream;
    uInt room = size < UINT_MAX ? (uInt)size : UINT_MAX;
    z->next_out = to;
    z->avail_out = room;
    bool more = true;
    while (z->avail_out == room && more) {
        tblog_status status = refill(source, &more, reason);
        if (status) return status;
        if (source->member_over) {
            if (!more) break;
            inflateReset(z);
            source->member_over = false;
        }
        int result = inflate(z, Z_NO_FLUSH);
        source->member_over = result == Z_STREAM_END;
        *reason = result == Z_MEM_ERROR ? "out of memory" : "the compressed stream is damaged";
        if (result == Z_MEM_ERROR) return TBLOG_ERR_NO_MEMORY;
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
            return TBLOG_ERR_FORMAT;
    }
    *got = room - z->avail_out;
    return TBLOG_OK;
}

tblog_status tblog__source_read(tblog__source *source, uint8_t *to, size_t size, size_t *got,
                                const char **reason) {
    *got = 0;
    if (source->format == UNKNOWN) {
        tblog_status status = find_format(source, reason);
        if (status) return status;
    }
    if (source->format == COMPRESSED) return read_compressed(source, to, size, got, reason);
    return read_plain(source, to, size, got, reason);
}
