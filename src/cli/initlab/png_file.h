/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures as files. */
#ifndef CLI_PNG_FILE_H
#define CLI_PNG_FILE_H

#include "picture/picture.h"
#include "train/callback.h"

/* Write a PNG that appears whole or not at all; "-" is standard output. */
bool png_file_write(const char *path, const picture *p, error *err);

#endif
