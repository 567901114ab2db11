/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NumPy's .npy: a magic string, a version, the length of a header, the header, the elements. The
 * header is a Python dictionary with the keys descr, fortran_order and shape, in any order, of
 * which this reads the form that NumPy writes (numpy/lib/format.py).
 */
#include "data/files/npy.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/files/byte_order.h"

enum { HEADER_MAX = 64 * 1024, MAGIC_BYTES = 6 };
static const char too_large[] = "%s: the shape is larger than any that this machine can address";
static const char magic[] = "\x93NUMPY";

/* NumPy's names of the types, which follow the byte order in a file. */
static const struct {
    const char *descr;
    npy_dtype dtype;
    size_t size;
    const char *name;
} dtypes[] = {
    {"f2", NPY_FLOAT16, 2, "float16"}, {"f4", NPY_FLOAT32, 4, "float32"},
    {"f8", NPY_FLOAT64, 8, "float64"}, {"i1", NPY_INT8, 1, "int8"},
    {"i2", NPY_INT16, 2, "int16"},     {"i4", NPY_INT32, 4, "int32"},
    {"i8", NPY_INT64, 8, "int64"},     {"u1", NPY_UINT8, 1, "uint8"},
    {"u2", NPY_UINT16, 2, "uint16"},   {"u4", NPY_UINT32, 4, "uint32"},
    {"u8", NPY_UINT64, 8, "uint64"},   {"b1", NPY_BOOL, 1, "bool"},
};

/* How the elements lie in the file. */
typedef struct layout {
    size_t item;  /* bytes of each */
    bool swapped; /* not in this machine's byte order */
    bool column_major;
} layout;

/* Where the value of 'key' starts in the header's text; NULL if it is not there. */
static const char *find_value(const char *header, const char *key) {
    char quoted[32];
    snprintf(quoted, sizeof quoted, "'%s':", key);
    const char *at = strstr(header, quoted);
    return at ? at + strlen(quoted) + strspn(at + strlen(quoted), " ") : NULL;
}

static bool parse_dtype(const char *path, const char *header, npy_array *array, layout *in,
                        error *err) {
    const char *at = find_value(header, "descr");
    if (!at) return error_set(err, "%s: the header has no 'descr'", path);
    bool order = at[0] == '\'' && at[1] && strchr("<>|", at[1]);
    for (size_t i = 0; order && i < sizeof dtypes / sizeof dtypes[0]; i++) {
        if (strncmp(at + 2, dtypes[i].descr, 2) != 0 || at[4] != '\'') continue;
        array->dtype = dtypes[i].dtype;
        in->item = dtypes[i].size;
        in->swapped = at[1] == (BYTE_ORDER_IS_LITTLE ? '>' : '<');
        return at[1] != '|' || in->item == 1 ||
               error_set(err, "%s: the element type %.5s has no byte order", path, at);
    }
    return error_set(err,
                     "%s: the element type %.*s is not one of f2, f4, f8, i1 to i8, u1 to u8, b1",
                     path, (int)strcspn(at, ",}"), at);
}

static bool parse_shape(const char *path, const char *header, npy_array *array, error *err) {
    const char *at = find_value(header, "shape");
    if (!at || *at++ != '(') return error_set(err, "%s: the header has no 'shape'", path);
    for (array->rank = 0;; array->rank++) {
        at += strspn(at, " ,");
        if (*at == ')') return true;
        if (array->rank == NPY_MAX_RANK)
            return error_set(err, "%s: more than %d dimensions", path, NPY_MAX_RANK);
        char *end;
        errno = 0;
        unsigned long long size = strtoull(at, &end, 10);
        if (*at < '0' || *at > '9' || errno)
            return error_set(err, "%s: the header's 'shape' is malformed", path);
        if (size > SIZE_MAX) return error_set(err, too_large, path);
        array->shape[array->rank] = (size_t)size;
        at = end;
    }
}

static bool parse_order(const char *path, const char *header, layout *in, error *err) {
    const char *at = find_value(header, "fortran_order");
    in->column_major = at && strncmp(at, "True", 4) == 0;
    return (at && (in->column_major || strncmp(at, "False", 5) == 0)) ||
           error_set(err, "%s: the header has no 'fortran_order', True or False", path);
}

/* How many elements, checked against the bytes that are there. */
static bool count_elements(const char *path, npy_array *array, size_t item, uint64_t bytes,
                           error *err) {
    uint64_t count = 1;
    for (size_t i = 0; i < array->rank; i++)
        if (array->shape[i] == 0) count = 0;
    for (size_t i = 0; i < array->rank && count; i++) {
        if (array->shape[i] > UINT64_MAX / item / count)
            return error_set(err, "%s: the shape is larger than any file", path);
        count *= array->shape[i];
    }
    if (count * item != bytes)
        return error_set(err,
                         "%s: the shape needs %" PRIu64 " bytes of elements, the file has %" PRIu64,
                         path, count * item, bytes);
    array->count = (size_t)count;
    return true;
}

/* Magic, version and the header's length; leaves the file at the header. */
static bool read_preamble(const char *path, FILE *file, size_t *length, error *err) {
    uint8_t start[12];
    if (fread(start, 1, 10, file) != 10 || memcmp(start, magic, MAGIC_BYTES) != 0)
        return error_set(err, "%s: not a .npy file", path);
    if (start[6] == 1) {
        *length = (size_t)(start[8] | start[9] << 8);
        return true;
    }
    if (start[6] != 2 && start[6] != 3)
        return error_set(err, "%s: format version %d is unknown", path, start[6]);
    if (fread(start + 10, 1, 2, file) != 2)
        return error_set(err, "%s: the header is cut off", path);
    *length = (size_t)start[8] | (size_t)start[9] << 8 | (size_t)start[10] << 16 |
              (size_t)start[11] << 24;
    if (*length > HEADER_MAX) return error_set(err, "%s: a header of %zu bytes", path, *length);
    return true;
}

static bool read_header(const char *path, FILE *file, char **header, error *err) {
    size_t length = 0;
    if (!read_preamble(path, file, &length, err)) return false;
    *header = malloc(length + 1);
    if (!*header) return error_memory(err, path, length + 1);
    if (fread(*header, 1, length, file) != length)
        return error_set(err, "%s: the header is cut off", path);
    (*header)[length] = '\0';
    return true;
}

/* ---- elements, as they are in memory ---- */

void npy_swap_bytes(npy_array *array) {
    byte_order_swap(array->data, array->count, npy_item_size(array->dtype));
}

/* From column-major to row-major order: the elements of 'in', as those of an array, to 'out'. */
static void to_row_major(const npy_array *array, size_t item, const uint8_t *in, uint8_t *out) {
    size_t index[NPY_MAX_RANK] = {0}, strides[NPY_MAX_RANK] = {0}, stride = 1, at = 0;
    for (size_t k = 0; k < array->rank; stride *= array->shape[k++]) strides[k] = stride;
    for (size_t i = 0; i < array->count; i++) {
        memcpy(out + i * item, in + at * item, item);
        for (size_t k = array->rank; k > 0;) { /* the next one: the last axis is the fastest */
            k--;
            at += strides[k];
            if (++index[k] < array->shape[k]) break;
            at -= strides[k] * array->shape[k];
            index[k] = 0;
        }
    }
}

static bool arrange(const char *path, npy_array *array, const layout *in, error *err) {
    if (in->swapped) npy_swap_bytes(array);
    if (!in->column_major || array->rank < 2) return true;
    uint8_t *arranged = malloc(array->count ? array->count * in->item : 1);
    if (!arranged) return error_memory(err, path, array->count * in->item);
    to_row_major(array, in->item, array->data, arranged);
    free(array->data);
    array->data = arranged;
    return true;
}

static bool read_elements(const char *path, FILE *file, uint64_t size, npy_array *array,
                          const layout *in, error *err) {
    uint64_t rest = size - (uint64_t)ftello(file);
    if (!count_elements(path, array, in->item, rest, err)) return false;
    if (rest > SIZE_MAX / 2) return error_set(err, too_large, path);
    size_t bytes = (size_t)rest;
    array->data = malloc(bytes ? bytes : 1);
    if (!array->data) return error_memory(err, path, bytes);
    if (fread(array->data, 1, bytes, file) == bytes) return arrange(path, array, in, err);
    return error_set(err, "%s: %s", path, ferror(file) ? strerror(errno) : "the file shrank");
}

bool npy_read_from(const char *name, FILE *file, uint64_t size, npy_array *array, error *err) {
    char *header = NULL;
    layout in = {.item = 1};
    *array = (npy_array){0};
    bool good = read_header(name, file, &header, err) &&
                parse_dtype(name, header, array, &in, err) &&
                parse_shape(name, header, array, err) && parse_order(name, header, &in, err) &&
                read_elements(name, file, size, array, &in, err);
    free(header);
    if (!good) npy_free(array);
    return good;
}

bool npy_read(const char *path, npy_array *array, error *err) {
    *array = (npy_array){0};
    struct stat info; /* before it is opened: opening a FIFO would wait */
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return error_set(err, "%s: not a regular file", path);
    FILE *file = fopen(path, "rbe");
    if (!file) return error_set(err, "%s: %s", path, strerror(errno));
    bool good = fstat(fileno(file), &info) == 0
                    ? npy_read_from(path, file, (uint64_t)info.st_size, array, err)
                    : error_set(err, "%s: %s", path, strerror(errno));
    fclose(file);
    return good;
}

bool npy_is(const char *path) {
    char start[MAGIC_BYTES];
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return false;
    FILE *file = fopen(path, "rbe");
    if (!file) return false;
    bool is = fread(start, 1, sizeof start, file) == sizeof start &&
              memcmp(start, magic, sizeof start) == 0;
    fclose(file);
    return is;
}

size_t npy_item_size(npy_dtype dtype) {
    for (size_t i = 0; i < sizeof dtypes / sizeof dtypes[0]; i++)
        if (dtypes[i].dtype == dtype) return dtypes[i].size;
    return 0;
}

const char *npy_dtype_name(npy_dtype dtype) {
    for (size_t i = 0; i < sizeof dtypes / sizeof dtypes[0]; i++)
        if (dtypes[i].dtype == dtype) return dtypes[i].name;
    return "unknown";
}

void npy_free(npy_array *array) {
    free(array->data);
    *array = (npy_array){0};
}
