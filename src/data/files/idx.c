/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IDX: two zero bytes, the element type, the rank, then rank sizes of four bytes each, most
 * significant first, then the elements, their most significant byte first too.
 */
#include "data/files/idx.h"

#include <inttypes.h>
#include <stdlib.h>

#include "data/files/byte_order.h"
#include "data/files/gz_input.h"

/* Deflate makes at most 1032 bytes of one (zlib's "Technical details"). */
static const uint64_t DEFLATE_MAX_RATIO = 1032;

/* The element types; those of other sets than MNIST are rare, but there. */
static const struct {
    uint8_t code;
    npy_dtype dtype;
} types[] = {{0x08, NPY_UINT8}, {0x09, NPY_INT8},    {0x0b, NPY_INT16},
             {0x0c, NPY_INT32}, {0x0d, NPY_FLOAT32}, {0x0e, NPY_FLOAT64}};

static bool find_type(uint8_t code, npy_dtype *dtype) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (types[i].code == code) return *dtype = types[i].dtype, true;
    return false;
}

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

static bool read_header(reader *r, npy_array *array, uint64_t *header_bytes) {
    uint8_t magic[4], sizes[4 * IDX_MAX_RANK];
    if (!read_bytes(r, magic, sizeof magic, "header")) return false;
    if (magic[0] || magic[1])
        return error_set(r->err, "%s: not an IDX file: it starts with %02x %02x, not 00 00",
                         r->path, magic[0], magic[1]);
    if (!find_type(magic[2], &array->dtype))
        return error_set(r->err,
                         "%s: element type %#04x is unknown; there are 0x08, 0x09 (bytes), 0x0b, "
                         "0x0c (integers), 0x0d, 0x0e (floats)",
                         r->path, magic[2]);
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
static bool count_elements(reader *r, npy_array *array, uint64_t header_bytes) {
    uint64_t file_bytes = gz_input_file_bytes(r->file), count = 1;
    uint64_t most =
        gz_input_is_packed(r->file) ? file_bytes * DEFLATE_MAX_RATIO : file_bytes - header_bytes;
    most /= npy_item_size(array->dtype);
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

static bool read_elements(reader *r, npy_array *array) {
    size_t bytes = array->count * npy_item_size(array->dtype);
    array->data = malloc(bytes);
    if (!array->data) return error_memory(r->err, r->path, bytes);
    if (!read_bytes(r, array->data, bytes, "elements") || !check_end(r)) return false;
    if (BYTE_ORDER_IS_LITTLE) npy_swap_bytes(array);
    return true;
}

/* Closes the file, which may be NULL. */
static bool read_all(const char *name, gz_input *file, npy_array *array, error *err) {
    reader r = {.path = name, .file = file, .err = err};
    uint64_t header_bytes = 0;
    *array = (npy_array){0};
    bool good = r.file && read_header(&r, array, &header_bytes) &&
                count_elements(&r, array, header_bytes) && read_elements(&r, array);
    gz_input_close(r.file);
    if (!good) npy_free(array);
    return good;
}

bool idx_read(const char *path, npy_array *array, error *err) {
    return read_all(path, gz_input_open(path, err), array, err);
}

bool idx_read_from(const char *name, FILE *file, uint64_t size, npy_array *array, error *err) {
    return read_all(name, gz_input_of(name, file, size, err), array, err);
}
