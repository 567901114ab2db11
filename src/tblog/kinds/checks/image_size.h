/* SPDX-License-Identifier: Apache-2.0 */
/* The size of an encoded image, from its header. */
#ifndef TBLOG_IMAGE_SIZE_H
#define TBLOG_IMAGE_SIZE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct tblog__image_size {
    const char *format;
    size_t width, height;
    bool may_be_turned; /* its metadata may say that it is shown on its side */
} tblog__image_size;

/* Find the size of a PNG, JPEG, GIF or BMP; false for other formats, or if the header is cut
 * off. */
bool tblog__image_size_find(const void *bytes, size_t size, tblog__image_size *found);

#endif
