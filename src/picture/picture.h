/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures: RGB pixels that the other files of this folder draw by cairo, for event files and PNG.
 * The same input gives the same pixels on one machine; another version of cairo, or other fonts,
 * may draw letters a little differently. Nothing is shared: any number of threads may draw.
 *
 * Text is set in DejaVu Sans, or what fontconfig has in its place; where there is no font at all,
 * in the one that cairo has built in.
 */
#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct picture {
    size_t width, height;
    uint8_t *rgb; /* (height, width, 3) */
} picture;

void picture_free(picture *self);

/* Write it as a PNG file that appears whole or not at all, in folders that are made if they are
 * missing. */
bool picture_write(const picture *self, const char *path, error *err);

#endif
