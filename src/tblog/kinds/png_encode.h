/* SPDX-License-Identifier: Apache-2.0 */
/* PNG with the settings TensorFlow uses, so that the same pixels give the same bytes. */
#ifndef TBLOG_PNG_ENCODE_H
#define TBLOG_PNG_ENCODE_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/status.h>

/*
 * An image somewhere in memory: channel k of the pixel in row i, column j is at
 * pixels[i * row_stride + j * column_stride + k].
 */
typedef struct tblog__image {
    const uint8_t *pixels;
    size_t height, width, channels;
    size_t row_stride, column_stride; /* in bytes */
} tblog__image;

/* What an encoder wrote; free(bytes) when done. */
typedef struct tblog__blob {
    uint8_t *bytes;
    size_t size, capacity;
} tblog__blob;

/*
 * Encode the image. channels 1 to 4: gray, gray + alpha, RGB, RGBA. level: zlib's, 1 to 9, or 0 for
 * TensorFlow's. *blob must be empty and then holds the PNG. On failure (TBLOG_ERR_ARGUMENT if
 * libpng refuses the image, or TBLOG_ERR_NO_MEMORY) there is nothing to free.
 */
tblog_status tblog__png_encode(const tblog__image *image, int level, tblog__blob *blob,
                               tblog_error *err);

#endif
