/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of the zip format (PKWARE's APPNOTE.TXT) that NumPy writes. Sizes and offsets come from
 * the directory at the archive's end, found by the record that ends it:
 *
 *     member's header, data   ...   directory: an entry for each member   end record, comment
 *
 * All numbers are little-endian.
 */
#include "data/files/npz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum {
    END_BYTES = 22, /* of the end record, without its comment */
    ENTRY_BYTES = 46,
    HEADER_BYTES = 30,
    COMMENT_MOST = 65535,
    STORED = 0,
    DEFLATED = 8,
    DEFLATE_MAX_RATIO = 1032 /* zlib's "Technical details" */
};
static const uint32_t END = 0x06054b50, ENTRY = 0x02014b50, HEADER = 0x04034b50;

typedef struct member {
    char *name; /* without .npy */
    uint32_t method, flags, crc, packed, size, offset;
} member;

struct npz {
    const char *path;
    FILE *file;
    uint64_t bytes; /* of the whole file */
    member *members;
    size_t count;
};

static uint32_t u16(const uint8_t *at) {
    return (uint32_t)(at[0] | at[1] << 8);
}

static uint32_t u32(const uint8_t *at) {
    return u16(at) | u16(at + 2) << 16;
}

static bool read_at(const npz *self, uint64_t offset, void *bytes, size_t size, error *err) {
    if (offset + size > self->bytes || fseeko(self->file, (off_t)offset, SEEK_SET) != 0)
        return error_set(err, "%s: its directory names data beyond its end", self->path);
    return fread(bytes, 1, size, self->file) == size ||
           error_set(err, "%s: %s", self->path, ferror(self->file) ? strerror(errno) : "it shrank");
}

/* ---- the directory ---- */

/* The end record, searched from the file's end on: only a comment may follow it. */
static bool find_end(const npz *self, uint8_t end[END_BYTES], error *err) {
    uint64_t most = END_BYTES + COMMENT_MOST;
    size_t size = (size_t)(self->bytes < most ? self->bytes : most);
    uint8_t *tail = malloc(size + 1);
    bool found = false;
    if (!tail) return error_memory(err, self->path, size);
    bool good = read_at(self, self->bytes - size, tail, size, err);
    for (size_t at = size; good && !found && at > 0;) {
        at--;
        if (at + END_BYTES > size || u32(tail + at) != END) continue;
        found = at + END_BYTES + u16(tail + at + 20) == size;
        if (found) memcpy(end, tail + at, END_BYTES);
    }
    free(tail);
    if (!good || found) return good;
    return error_set(err, "%s: not a .npz file, or cut off: a zip archive's directory is missing",
                     self->path);
}

/* One entry of the directory, which ends at 'size'; *at goes to the next. */
static bool take_entry(npz *self, const uint8_t *directory, size_t size, size_t *at, error *err) {
    static const char ending[] = ".npy";
    const uint8_t *entry = directory + *at;
    if (size - *at < ENTRY_BYTES || u32(entry) != ENTRY)
        return error_set(err, "%s: its directory is damaged", self->path);
    size_t length = u16(entry + 28), rest = length + u16(entry + 30) + u16(entry + 32);
    if (size - *at - ENTRY_BYTES < rest)
        return error_set(err, "%s: its directory is damaged", self->path);
    *at += ENTRY_BYTES + rest;
    size_t stem = length < strlen(ending) ? 0 : length - strlen(ending);
    const char *name = (const char *)entry + ENTRY_BYTES;
    if (!stem || memcmp(name + stem, ending, strlen(ending)) != 0) return true; /* not an array */
    member *m = &self->members[self->count];
    *m = (member){.name = strndup(name, stem),
                  .flags = u16(entry + 8),
                  .method = u16(entry + 10),
                  .crc = u32(entry + 16),
                  .packed = u32(entry + 20),
                  .size = u32(entry + 24),
                  .offset = u32(entry + 42)};
    if (!m->name) return error_memory(err, self->path, stem + 1);
    self->count++;
    return true;
}

static bool read_directory(npz *self, error *err) {
    uint8_t end[END_BYTES] = {0};
    if (!find_end(self, end, err)) return false;
    size_t count = u16(end + 10), size = u32(end + 12), offset = u32(end + 16), at = 0;
    if (offset == UINT32_MAX || size == UINT32_MAX || count == UINT16_MAX)
        return error_set(err, "%s: archives of 4 GiB are not read: save its arrays as .npy files",
                         self->path);
    if (count > size / ENTRY_BYTES || size > self->bytes)
        return error_set(err, "%s: its directory is damaged", self->path);
    uint8_t *directory = malloc(size + 1);
    self->members = calloc(count + 1, sizeof *self->members);
    bool good = directory && self->members;
    good = good ? read_at(self, offset, directory, size, err) : error_memory(err, self->path, size);
    for (size_t i = 0; i < count && good; i++) good = take_entry(self, directory, size, &at, err);
    free(directory);
    return good;
}

static bool open_file(npz *self, error *err) {
    struct stat info; /* before it is opened: opening a FIFO would wait */
    if (stat(self->path, &info) == 0 && !S_ISREG(info.st_mode))
        return error_set(err, "%s: not a regular file", self->path);
    self->file = fopen(self->path, "rbe");
    if (!self->file || fstat(fileno(self->file), &info) != 0)
        return error_set(err, "%s: %s", self->path, strerror(errno));
    self->bytes = (uint64_t)info.st_size;
    return read_directory(self, err);
}

const char *npz_path_end(const char *path) {
    static const char ending[] = ".npz";
    const char *colon = strrchr(path, ':'), *end = path + strlen(path);
    for (const char *at = end; at; at = at == end ? colon : NULL)
        if (at - path > 4 && memcmp(at - 4, ending, 4) == 0) return at;
    return NULL;
}

npz *npz_open(const char *path, error *err) {
    npz *self = calloc(1, sizeof *self);
    if (!self) {
        error_memory(err, path, sizeof *self);
        return NULL;
    }
    self->path = path;
    if (open_file(self, err)) return self;
    npz_close(self);
    return NULL;
}

void npz_close(npz *self) {
    if (!self) return;
    for (size_t i = 0; i < self->count; i++) free(self->members[i].name);
    free(self->members);
    if (self->file) fclose(self->file);
    free(self);
}

size_t npz_count(const npz *self) {
    return self->count;
}

const char *npz_name(const npz *self, size_t i) {
    return self->members[i].name;
}

static const member *find(const npz *self, const char *name) {
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->members[i].name, name) == 0) return &self->members[i];
    return NULL;
}

bool npz_has(const npz *self, const char *name) {
    return find(self, name) != NULL;
}

/* ---- a member ---- */

static bool check_member(const npz *self, const member *m, error *err) {
    const char *path = self->path, *name = m->name;
    if (m->size == UINT32_MAX || m->packed == UINT32_MAX || m->offset == UINT32_MAX)
        return error_set(err, "%s: %s: arrays of 4 GiB are not read: save it as a .npy file", path,
                         name);
    if (m->flags & 1) return error_set(err, "%s: %s: it is encrypted", path, name);
    if (m->method != STORED && m->method != DEFLATED)
        return error_set(err, "%s: %s: compressed by method %u, not stored (0) or deflated (8)",
                         path, name, m->method);
    uint64_t most = m->method == STORED ? m->packed : (uint64_t)m->packed * DEFLATE_MAX_RATIO;
    if (m->packed > self->bytes || m->size > most)
        return error_set(err, "%s: %s: its directory promises more than the file can hold", path,
                         name);
    return true;
}

/* The offset of the data, after a header whose name and extra field have lengths of their own. */
static bool find_data(const npz *self, const member *m, uint64_t *offset, error *err) {
    uint8_t header[HEADER_BYTES];
    if (!read_at(self, m->offset, header, sizeof header, err)) return false;
    if (u32(header) != HEADER)
        return error_set(err, "%s: %s: not where the directory says", self->path, m->name);
    *offset = (uint64_t)m->offset + HEADER_BYTES + u16(header + 26) + u16(header + 28);
    return true;
}

/* The whole of a raw deflate stream, which must give exactly 'size' bytes. */
static bool inflate_all(uint8_t *packed, uint32_t packed_size, uint8_t *out, uint32_t size) {
    z_stream z = {.next_in = packed, .avail_in = packed_size, .next_out = out, .avail_out = size};
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK) return false;
    int result = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    return result == Z_STREAM_END && !z.avail_out;
}

/* The member's bytes, unpacked and checked, into 'out'. */
static bool unpack(const npz *self, const member *m, uint8_t *out, error *err) {
    uint64_t offset = 0;
    if (!find_data(self, m, &offset, err)) return false;
    if (m->method == STORED && !read_at(self, offset, out, m->size, err)) return false;
    if (m->method == DEFLATED) {
        uint8_t *packed = malloc((size_t)m->packed + 1);
        if (!packed) return error_memory(err, self->path, m->packed);
        bool good = read_at(self, offset, packed, m->packed, err);
        bool whole = good && inflate_all(packed, m->packed, out, m->size);
        free(packed);
        if (!good) return false;
        if (!whole) return error_set(err, "%s: %s: its data are damaged", self->path, m->name);
    }
    return crc32_z(0, out, m->size) == m->crc ||
           error_set(err, "%s: %s: its CRC-32 is not that of its data", self->path, m->name);
}

static bool parse(const npz *self, const member *m, uint8_t *bytes, npy_array *array, error *err) {
    char *name = NULL;
    FILE *file = m->size ? fmemopen(bytes, m->size, "rb") : NULL;
    bool good = asprintf(&name, "%s:%s", self->path, m->name) >= 0;
    if (!good) name = NULL;
    if (good && file)
        good = npy_read_from(name, file, m->size, array, err);
    else
        good = error_set(err, "%s: %s: not a .npy file", self->path, m->name);
    if (file) fclose(file);
    free(name);
    return good;
}

bool npz_read(const npz *self, const char *name, npy_array *array, error *err) {
    const member *m = find(self, name);
    *array = (npy_array){0};
    if (!m) return error_set(err, "%s: it has no array %s", self->path, name);
    if (!check_member(self, m, err)) return false;
    uint8_t *bytes = malloc((size_t)m->size + 1);
    if (!bytes) return error_memory(err, self->path, m->size);
    bool good = unpack(self, m, bytes, err) && parse(self, m, bytes, array, err);
    free(bytes);
    return good;
}
