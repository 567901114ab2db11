/* SPDX-License-Identifier: Apache-2.0 */
/* A whole small file in memory. */
#ifndef BASE_FILE_TEXT_H
#define BASE_FILE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { FILE_TEXT_MAX = 64 * 1024 * 1024 };

/*
 * Read a file byte for byte into *bytes (free it), *length of them and a NUL after the last. On
 * failure, a file of over FILE_TEXT_MAX bytes included, false and the reason in 'err'.
 */
bool file_text_read(const char *path, char **bytes, size_t *length, error *err);

#endif
