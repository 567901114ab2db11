/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IDX: two zero bytes, the element type (8: unsigned byte), the rank, then rank sizes of four bytes
 * each, most significant first, then the elements.
 */
#include "data/files/idx.h"

#include <inttypes.h>
#include <stdlib.h>

#include "data/files/gz_input.h"

/* Deflate makes at most 1032 bytes of one (zlib's "Technical details"). */
static const uint64_t DEFLATE_MAX_RATIO = 1032;

typedef struct reader {
    const char *path;
    gz_input *file;
    error *err;
} reader;

/* Exactly 'size' bytes. */
static bool read_bytes(reader *r, void *bytes, size_t size, const char *what) {
    size_t got;
    if (!gz_input_read(r->file, bytes, size, &got, r->err)) return false;
    return got == size || error_set(r->err, "%s: the file ends within its %s", r->path, what);
}

static bool read_header(reader *r, idx_array *array, uint64_t *header_bytes) {
    uint8_t magic[4], sizes[4 * IDX_MAX_RANK];
    if (!read_bytes(r, magic, sizeof magic, "header")) return false;
    if (magic[0] || magic[1])
        return error_set(r->err, "%s: not an IDX file: it starts with %02x %02x, not 00 00",
                         r->path, magic[0], magic[1]);
    if (magic[2] != 8)
        return error_set(r->err, "%s: element type %#04x is not unsigned byte (0x08)", r->path,
                         magic[2]);
    if (magic[3] < 1 || magic[3] > IDX_MAX_RANK)
        return error_set(r->err, "%s: rank %d is not 1 to %d", r->path, magic[3], IDX_MAX_RANK);
    array->rank = magic[3];
    if (!read_bytes(r, sizes, 4 * array->rank, "header")) return false;
    for (size_t i = 0; i < array->rank; i++) {
        const uint8_t *at = sizes + 4 * i;
        array->shape[i] = (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
    }
    *header_bytes = 4 + 4 * array->rank;
    return true;
}

/* How many elements the header promises, if the file can hold them. */
static bool count_elements(reader *r, idx_array *array, uint64_t header_bytes) {
    uint64_t file_bytes = gz_input_file_bytes(r->file), count = 1;
    uint64_t most =
        gz_input_is_packed(r->file) ? file_bytes * DEFLATE_MAX_RATIO : file_bytes - header_bytes;
    for (size_t i = 0; i < array->rank; i++) {
        uint64_t size = array->shape[i];
        if (size && count > most / size)
            return error_set(
                r->err, "%s: its header promises more elements than %" PRIu64 " bytes can hold",
                r->path, file_bytes);
        count *= size;
    }
    if (!count) return error_set(r->err, "%s: it holds no elements", r->path);
    array->count = (size_t)count;
    return true;
}

/* Nothing may follow; of a gzip stream this also checks the CRC at its end. */
static bool check_end(reader *r) {
    uint8_t beyond;
    size_t got;
    if (!gz_input_read(r->file, &beyond, 1, &got, r->err)) return false;
    return !got || error_set(r->err, "%s: more bytes follow the elements that its header promises",
                             r->path);
}

static bool read_elements(reader *r, idx_array *array) {
    array->data = malloc(array->count);
    if (!array->data) return error_set(r->err, "%s: out of memory", r->path);
    return read_bytes(r, array->data, array->count, "elements") && check_end(r);
}

bool idx_read(const char *path, idx_array *array, error *err) {
    reader r = {.path = path, .err = err};
    uint64_t header_bytes = 0;
    *array = (idx_array){0};
    r.file = gz_input_open(path, err);
    bool good = r.file && read_header(&r, array, &header_bytes) &&
                count_elements(&r, array, header_bytes) && read_elements(&r, array);
    gz_input_close(r.file);
    if (!good) idx_free(array);
    return good;
}

void idx_free(idx_array *array) {
    free(array->data);
    *array = (idx_array){0};
}
