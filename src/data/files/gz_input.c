/* SPDX-License-Identifier: Apache-2.0 */
/* A file, unpacked if it is a gzip file: RFC 1952. */
#include "data/files/gz_input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { BUFFER_BYTES = 256 * 1024, ONLY_GZIP = 16 + MAX_WBITS, ID1 = 0x1f, ID2 = 0x8b };
enum { INFLATE_BYTES = 48 * 1024 }; /* of inflate's state and window, about */

struct gz_input {
    const char *path;
    FILE *in;
    uint64_t file_bytes;
    bool own;           /* the file is to be closed */
    bool packed, ended; /* no further member follows */
    z_stream stream;
    uint8_t buffer[BUFFER_BYTES];
};

/* More of the file, after what is left in the buffer. */
static bool fill(gz_input *self, error *err) {
    z_stream *z = &self->stream;
    if (z->avail_in) memmove(self->buffer, z->next_in, z->avail_in);
    z->next_in = self->buffer;
    z->avail_in += (uInt)fread(self->buffer + z->avail_in, 1, BUFFER_BYTES - z->avail_in, self->in);
    return !ferror(self->in) || error_set(err, "%s: %s", self->path, strerror(errno));
}

static bool member_follows(const z_stream *z) {
    return z->avail_in >= 2 && z->next_in[0] == ID1 && z->next_in[1] == ID2;
}

static bool begin(gz_input *self, error *err) {
    if (!fill(self, err)) return false;
    bool packed = member_follows(&self->stream);
    if (packed && inflateInit2(&self->stream, ONLY_GZIP) != Z_OK)
        return error_memory(err, self->path, INFLATE_BYTES);
    self->packed = packed;
    return true;
}

gz_input *gz_input_of(const char *name, FILE *file, uint64_t size, error *err) {
    gz_input *self = calloc(1, sizeof *self);
    if (!self) {
        error_memory(err, name, sizeof *self);
        return NULL;
    }
    self->path = name;
    self->in = file;
    self->file_bytes = size;
    if (begin(self, err)) return self;
    gz_input_close(self);
    return NULL;
}

gz_input *gz_input_open(const char *path, error *err) {
    struct stat info;
    gz_input *self = NULL;
    FILE *file = fopen(path, "rbe");
    if (!file || fstat(fileno(file), &info) != 0)
        error_set(err, "%s: %s", path, strerror(errno));
    else if (!S_ISREG(info.st_mode))
        error_set(err, "%s: not a regular file", path);
    else
        self = gz_input_of(path, file, (uint64_t)info.st_size, err);
    if (self)
        self->own = true;
    else if (file)
        fclose(file);
    return self;
}

void gz_input_close(gz_input *self) {
    if (!self) return;
    if (self->packed) inflateEnd(&self->stream);
    if (self->own) fclose(self->in);
    free(self);
}

uint64_t gz_input_file_bytes(const gz_input *self) {
    return self->file_bytes;
}

bool gz_input_is_packed(const gz_input *self) {
    return self->packed;
}

static bool read_plain(gz_input *self, uint8_t *bytes, size_t size, size_t *got, error *err) {
    z_stream *z = &self->stream;
    size_t held = z->avail_in < size ? z->avail_in : size;
    memcpy(bytes, z->next_in, held);
    z->next_in += held;
    z->avail_in -= (uInt)held;
    *got = held + fread(bytes + held, 1, size - held, self->in);
    return !ferror(self->in) || error_set(err, "%s: %s", self->path, strerror(errno));
}

/* After a member: another one, or the end. Like gzip, skip bytes that are not a member. */
static bool next_member(gz_input *self, error *err) {
    if (self->stream.avail_in < 2 && !fill(self, err)) return false;
    self->ended = !member_follows(&self->stream);
    inflateReset(&self->stream);
    return true;
}

/* Unpack as much as fits into avail_out; after a member, continue with the next. */
static bool unpack(gz_input *self, error *err) {
    z_stream *z = &self->stream;
    if (!z->avail_in && !fill(self, err)) return false;
    if (!z->avail_in) return error_set(err, "%s: the gzip stream is cut off", self->path);
    int result = inflate(z, Z_NO_FLUSH);
    if (result == Z_STREAM_END) return next_member(self, err);
    return result == Z_OK || result == Z_BUF_ERROR ||
           error_set(err, "%s: %s", self->path, z->msg ? z->msg : "not a gzip stream");
}

bool gz_input_read(gz_input *self, void *bytes, size_t size, size_t *got, error *err) {
    z_stream *z = &self->stream;
    uint8_t *at = bytes;
    if (!self->packed) return read_plain(self, bytes, size, got, err);
    for (size_t left = size; left && !self->ended;) {
        uInt part = left < 1u << 30 ? (uInt)left : 1u << 30;
        z->next_out = at;
        z->avail_out = part;
        if (!unpack(self, err)) return false;
        at += part - z->avail_out;
        left -= part - z->avail_out;
    }
    *got = (size_t)(at - (uint8_t *)bytes);
    return true;
}
