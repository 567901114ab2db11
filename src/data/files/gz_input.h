/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file to be read from its start, unpacked if it is a gzip file. Unlike zlib's gzread, which
 * takes a file whose trailer is cut off for whole when its output buffer is full just then, it
 * refuses what `gzip -t` refuses.
 */
#ifndef DATA_FILES_GZ_INPUT_H
#define DATA_FILES_GZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

typedef struct gz_input gz_input;

/* NULL, with the reason in 'err', when there is no such regular file. The path is kept. */
gz_input *gz_input_open(const char *path, error *err);

/* An open file of that size, from where it is; the caller closes it. Messages call it 'name', which
 * is kept. */
gz_input *gz_input_of(const char *name, FILE *file, uint64_t size, error *err);
void gz_input_close(gz_input *self); /* NULL is fine */

/* Of the file as it is on disk. */
uint64_t gz_input_file_bytes(const gz_input *self);
bool gz_input_is_packed(const gz_input *self);

/*
 * The next 'size' bytes; *got is less only at the end, and then all was whole: also each gzip
 * member's checksum and length. False, with the reason in 'err', for what cannot be read.
 */
bool gz_input_read(gz_input *self, void *bytes, size_t size, size_t *got, error *err);

#endif
