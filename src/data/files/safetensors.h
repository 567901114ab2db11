/* SPDX-License-Identifier: Apache-2.0 */
/*
 * safetensors files: named arrays and some texts about them.
 *
 *     8 bytes   N, the header's length, little endian
 *     N bytes   JSON: {"__metadata__": {name: text}, name: {"dtype": "F32", "shape": [D, H],
 *               "data_offsets": [begin, end]}, ...}, padded by spaces
 *     the rest  the arrays' elements, little endian, one after the other
 *
 * Source: github.com/huggingface/safetensors, "Format".
 *
 * Files that are written here carry a checksum, as their first text: {"checksum": "89abcdef"}, the
 * CRC-32 (zlib's) of all after the 8 bytes, with zeros in its own place. Files without one are read
 * too.
 */
#ifndef DATA_FILES_SAFETENSORS_H
#define DATA_FILES_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/names/named_texts.h"

enum { SAFETENSORS_RANK = 4, SAFETENSORS_NAME = 96 };

/* The largest file that is written and read. */
#define SAFETENSORS_MOST ((size_t)1 << 30)

typedef enum safetensors_dtype { SAFETENSORS_F32, SAFETENSORS_F64 } safetensors_dtype;

typedef struct safetensors_array {
    char name[SAFETENSORS_NAME];
    safetensors_dtype dtype;
    size_t rank, shape[SAFETENSORS_RANK];
    const void *data; /* product(shape) elements, aligned for them */
} safetensors_array;

/* Write a file that appears whole or not at all, over what is there. The texts are about it. One
 * that would be larger than SAFETENSORS_MOST is not written. */
bool safetensors_write(const char *path, const safetensors_array *arrays, size_t array_count,
                       const named_text *texts, size_t text_count, error *err);

typedef struct safetensors safetensors;

/*
 * Read a file into memory. NULL, with the reason in 'err', for one that cannot be read, is damaged,
 * is not what its checksum says, or is larger than SAFETENSORS_MOST; and for element types other
 * than F32 and F64. Free by safetensors_free.
 */
safetensors *safetensors_read(const char *path, error *err);
void safetensors_free(safetensors *file);

/* The array of that name, or NULL; lives as long as the file. */
const safetensors_array *safetensors_find(const safetensors *file, const char *name);

/* The text of that name, or NULL. */
const char *safetensors_find_text(const safetensors *file, const char *name);

#endif
