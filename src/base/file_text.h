/* SPDX-License-Identifier: Apache-2.0 */
/* Read a whole small file into memory. */
#ifndef BASE_FILE_TEXT_H
#define BASE_FILE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { FILE_TEXT_MAX = 64 * 1024 * 1024 };

/*
 * Read a file of at most FILE_TEXT_MAX bytes, unchanged, into *bytes (free it), with a NUL after
 * the last byte; *length does not count the NUL. False, with the reason in 'err', on failure.
 */
bool file_text_read(const char *path, char **bytes, size_t *length, error *err);

#endif
