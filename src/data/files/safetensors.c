/* SPDX-License-Identifier: Apache-2.0 */
/* safetensors files. */
#include "data/files/safetensors.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/new_file.h"
#include "data/files/byte_order.h"

enum { PREFIX = 8, ALIGNMENT = 8 };
static const char metadata[] = "__metadata__";

/* What a file with a checksum begins with; the checksum's digits follow. */
static const char checksum_name[] = "checksum", no_checksum[] = "00000000";
static const char checksum_start[] = "{\"__metadata__\":{\"checksum\":\"";
enum { CHECKSUM_AT = sizeof checksum_start - 1, CHECKSUM_DIGITS = sizeof no_checksum - 1 };

static const struct {
    const char *name;
    size_t size;
} dtypes[] = {[SAFETENSORS_F32] = {"F32", 4}, [SAFETENSORS_F64] = {"F64", 8}};
enum { DTYPES = sizeof dtypes / sizeof dtypes[0] };

static size_t bytes_of(const safetensors_array *array) {
    size_t bytes = dtypes[array->dtype].size;
    for (size_t i = 0; i < array->rank; i++) bytes *= array->shape[i];
    return bytes;
}

/* ---- writing ---- */

typedef void block_visitor(void *context, const void *bytes, size_t size);

static bool add_array(cJSON *header, const safetensors_array *array, size_t begin) {
    cJSON *entry = cJSON_AddObjectToObject(header, array->name);
    cJSON *shape, *offsets;
    bool good = entry && cJSON_AddStringToObject(entry, "dtype", dtypes[array->dtype].name) &&
                (shape = cJSON_AddArrayToObject(entry, "shape"));
    for (size_t i = 0; good && i < array->rank; i++)
        good = cJSON_AddItemToArray(shape, cJSON_CreateNumber((double)array->shape[i]));
    return good && (offsets = cJSON_AddArrayToObject(entry, "data_offsets")) &&
           cJSON_AddItemToArray(offsets, cJSON_CreateNumber((double)begin)) &&
           cJSON_AddItemToArray(offsets, cJSON_CreateNumber((double)(begin + bytes_of(array))));
}

/* The header's text, with zeros for the checksum; free by cJSON_free. NULL when there is no memory.
 */
static char *make_header(const safetensors_array *arrays, size_t array_count,
                         const named_text *texts, size_t text_count) {
    cJSON *header = cJSON_CreateObject();
    cJSON *about = header ? cJSON_AddObjectToObject(header, metadata) : NULL;
    bool good = about && cJSON_AddStringToObject(about, checksum_name, no_checksum);
    for (size_t i = 0; good && i < text_count; i++)
        good = cJSON_AddStringToObject(about, texts[i].name, texts[i].text);
    for (size_t i = 0, at = 0; good && i < array_count; at += bytes_of(&arrays[i++]))
        good = add_array(header, &arrays[i], at);
    char *text = good ? cJSON_PrintUnformatted(header) : NULL;
    cJSON_Delete(header);
    return text;
}

static size_t padded(size_t length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static uLong crc_of_spaces(uLong crc, size_t count) {
    for (size_t i = 0; i < count; i++) crc = crc32_z(crc, (const Bytef *)" ", 1);
    return crc;
}

/* The elements as a file has them, in blocks. */
static void for_each_block(const safetensors_array *array, block_visitor visit, void *context) {
    uint8_t block[4096];
    size_t bytes = bytes_of(array), size = 0;
    if (BYTE_ORDER_IS_LITTLE) {
        if (bytes) visit(context, array->data, bytes);
        return;
    }
    size_t item = dtypes[array->dtype].size;
    for (size_t at = 0; at < bytes; at += size) {
        size = bytes - at < sizeof block ? bytes - at : sizeof block;
        memcpy(block, (const uint8_t *)array->data + at, size);
        byte_order_swap(block, size / item, item);
        visit(context, block, size);
    }
}

static void add_to_crc(void *context, const void *bytes, size_t size) {
    uLong *crc = context;
    *crc = crc32_z(*crc, bytes, size);
}

static void put_block(void *context, const void *bytes, size_t size) {
    fwrite(bytes, 1, size, context);
}

/* Put the checksum of the file into its header. */
static void set_checksum(char *header, const safetensors_array *arrays, size_t count) {
    char digits[CHECKSUM_DIGITS + 1];
    size_t length = strlen(header);
    uLong crc = crc32_z(0, (const Bytef *)header, length);
    crc = crc_of_spaces(crc, padded(length) - length);
    for (size_t i = 0; i < count; i++) for_each_block(&arrays[i], add_to_crc, &crc);
    snprintf(digits, sizeof digits, "%08lx", crc);
    memcpy(header + CHECKSUM_AT, digits, CHECKSUM_DIGITS);
}

static bool put_all(FILE *out, const char *header, const safetensors_array *arrays, size_t count) {
    size_t length = strlen(header), whole = padded(length);
    for (int i = 0; i < PREFIX; i++) putc((int)((uint64_t)whole >> 8 * i & 0xff), out);
    fwrite(header, 1, length, out);
    for (; length < whole; length++) putc(' ', out);
    for (size_t i = 0; i < count; i++) for_each_block(&arrays[i], put_block, out);
    return !ferror(out);
}

/* What can be read again. */
static bool check_size(const char *path, const char *header, const safetensors_array *arrays,
                       size_t count, error *err) {
    size_t bytes = PREFIX + padded(strlen(header));
    for (size_t i = 0; i < count; i++) bytes += bytes_of(&arrays[i]);
    return bytes <= SAFETENSORS_MOST ||
           error_set(err, "%s: not written: it would be %zu bytes, more than 1 GiB", path, bytes);
}

bool safetensors_write(const char *path, const safetensors_array *arrays, size_t array_count,
                       const named_text *texts, size_t text_count, error *err) {
    new_file file;
    char *header = make_header(arrays, array_count, texts, text_count);
    if (!header) return error_set(err, "%s: out of memory", path);
    if (!check_size(path, header, arrays, array_count, err)) {
        cJSON_free(header);
        return false;
    }
    set_checksum(header, arrays, array_count);
    errno = 0;
    bool good = new_file_open(&file, path);
    if (good) good = new_file_close(&file, put_all(file.out, header, arrays, array_count));
    cJSON_free(header);
    return good || error_set(err, "%s: cannot write: %s", path, strerror(errno));
}

/* ---- reading ---- */

struct safetensors {
    uint8_t *bytes;
    size_t size;
    cJSON *header;
    safetensors_array *arrays;
    size_t count;
};

/* The size of what is open; false if it is not a file that could be one of safetensors. */
static bool size_of_file(const char *path, FILE *in, size_t *size, error *err) {
    struct stat info;
    if (fstat(fileno(in), &info) != 0) return error_set(err, "%s: %s", path, strerror(errno));
    if (S_ISDIR(info.st_mode)) return error_set(err, "%s: a folder, not a safetensors file", path);
    if (!S_ISREG(info.st_mode)) return error_set(err, "%s: not a file", path);
    if (info.st_size < PREFIX || (uint64_t)info.st_size > SAFETENSORS_MOST)
        return error_set(err, "%s: not a safetensors file of %d bytes to 1 GiB", path, PREFIX);
    *size = (size_t)info.st_size;
    return true;
}

static bool read_whole(const char *path, safetensors *file, error *err) {
    FILE *in = fopen(path, "rbe");
    if (!in) return error_set(err, "%s: %s", path, strerror(errno));
    bool good = size_of_file(path, in, &file->size, err);
    if (good) {
        file->bytes = malloc(file->size);
        good = file->bytes && fread(file->bytes, 1, file->size, in) == file->size;
        if (!file->bytes)
            error_memory(err, path, file->size);
        else if (!good)
            error_set(err, "%s: cannot be read whole", path);
    }
    fclose(in);
    return good;
}

/* A whole number from 0 that a double holds exactly. */
static bool get_size(const cJSON *item, size_t *size) {
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0) || item->valuedouble > 1e15)
        return false;
    *size = (size_t)item->valuedouble;
    return (double)*size == item->valuedouble;
}

static bool parse_shape(const cJSON *shape, safetensors_array *array) {
    if (!cJSON_IsArray(shape)) return false;
    for (const cJSON *item = shape->child; item; item = item->next)
        if (array->rank == SAFETENSORS_RANK || !get_size(item, &array->shape[array->rank++]))
            return false;
    return true;
}

/* bytes_of, which of a stranger's shape may overflow; false beyond the limit. */
static bool checked_bytes(const safetensors_array *array, size_t *bytes) {
    *bytes = dtypes[array->dtype].size;
    for (size_t i = 0; i < array->rank; i++) {
        if (array->shape[i] && *bytes > SAFETENSORS_MOST / array->shape[i]) return false;
        *bytes *= array->shape[i];
    }
    return true;
}

static bool parse_array(const cJSON *entry, const uint8_t *data, size_t size,
                        safetensors_array *array) {
    const cJSON *dtype = cJSON_GetObjectItemCaseSensitive(entry, "dtype");
    const cJSON *offsets = cJSON_GetObjectItemCaseSensitive(entry, "data_offsets");
    size_t begin, end, bytes, k = 0;
    while (cJSON_IsString(dtype) && k < DTYPES && strcmp(dtype->valuestring, dtypes[k].name) != 0)
        k++;
    if (!cJSON_IsString(dtype) || k == DTYPES || strlen(entry->string) >= SAFETENSORS_NAME)
        return false;
    array->dtype = (safetensors_dtype)k;
    strcpy(array->name, entry->string);
    if (!parse_shape(cJSON_GetObjectItemCaseSensitive(entry, "shape"), array) ||
        !checked_bytes(array, &bytes) || cJSON_GetArraySize(offsets) != 2 ||
        !get_size(cJSON_GetArrayItem(offsets, 0), &begin) ||
        !get_size(cJSON_GetArrayItem(offsets, 1), &end))
        return false;
    if (end > size || begin > end || end - begin != bytes || begin % dtypes[k].size) return false;
    array->data = data + begin;
    return true;
}

static bool parse(const char *path, safetensors *file, error *err) {
    uint64_t length = 0;
    for (int i = PREFIX; i-- > 0;) length = length << 8 | file->bytes[i];
    if (length > file->size - PREFIX || length % ALIGNMENT)
        return error_set(err, "%s: not a safetensors file: a header of %llu bytes", path,
                         (unsigned long long)length);
    file->header = cJSON_ParseWithLength((const char *)file->bytes + PREFIX, (size_t)length);
    if (!cJSON_IsObject(file->header)) return error_set(err, "%s: the header is not JSON", path);
    file->arrays = calloc((size_t)cJSON_GetArraySize(file->header) + 1, sizeof *file->arrays);
    if (!file->arrays) return error_set(err, "%s: out of memory", path);
    const uint8_t *data = file->bytes + PREFIX + length;
    for (const cJSON *entry = file->header->child; entry; entry = entry->next) {
        if (strcmp(entry->string, metadata) == 0) continue;
        if (!parse_array(entry, data, file->size - PREFIX - (size_t)length,
                         &file->arrays[file->count++]))
            return error_set(err, "%s: the array '%.60s' is malformed", path, entry->string);
    }
    return true;
}

/* The checksum is that of the bytes, or there is none. */
static bool check_checksum(const char *path, const safetensors *file, error *err) {
    const char *said = safetensors_find_text(file, checksum_name);
    if (!said) return true;
    const uint8_t *start = file->bytes + PREFIX, *rest = start + CHECKSUM_AT + CHECKSUM_DIGITS;
    size_t size = file->size - PREFIX;
    char digits[CHECKSUM_DIGITS + 1] = "";
    if (size > CHECKSUM_AT + CHECKSUM_DIGITS && memcmp(start, checksum_start, CHECKSUM_AT) == 0) {
        uLong crc = crc32_z(0, start, CHECKSUM_AT);
        crc = crc32_z(crc, (const Bytef *)no_checksum, CHECKSUM_DIGITS);
        crc = crc32_z(crc, rest, size - CHECKSUM_AT - CHECKSUM_DIGITS);
        snprintf(digits, sizeof digits, "%08lx", crc);
    }
    return strcmp(said, digits) == 0 ||
           error_set(err,
                     "%s: the file is damaged: its bytes do not have the checksum %.40s that is in "
                     "its metadata (a program that changes the file must leave that out)",
                     path, said);
}

/* From the file's byte order to the machine's, when the checksum has been looked at. */
static void swap_arrays(safetensors *file) {
    for (size_t i = 0; i < file->count && !BYTE_ORDER_IS_LITTLE; i++) {
        size_t item = dtypes[file->arrays[i].dtype].size;
        byte_order_swap((void *)(uintptr_t)file->arrays[i].data, bytes_of(&file->arrays[i]) / item,
                        item);
    }
}

safetensors *safetensors_read(const char *path, error *err) {
    safetensors *file = calloc(1, sizeof *file);
    if (!file) {
        error_set(err, "%s: out of memory", path);
        return NULL;
    }
    if (read_whole(path, file, err) && parse(path, file, err) && check_checksum(path, file, err)) {
        swap_arrays(file);
        return file;
    }
    safetensors_free(file);
    return NULL;
}

void safetensors_free(safetensors *file) {
    if (!file) return;
    cJSON_Delete(file->header);
    free(file->arrays);
    free(file->bytes);
    free(file);
}

const safetensors_array *safetensors_find(const safetensors *file, const char *name) {
    for (size_t i = 0; i < file->count; i++)
        if (strcmp(file->arrays[i].name, name) == 0) return &file->arrays[i];
    return NULL;
}

const char *safetensors_find_text(const safetensors *file, const char *name) {
    const cJSON *about = cJSON_GetObjectItemCaseSensitive(file->header, metadata);
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(about, name);
    return cJSON_IsString(text) ? text->valuestring : NULL;
}
