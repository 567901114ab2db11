/* SPDX-License-Identifier: Apache-2.0 */
/* Grey images: from PNG files, and to another size. */
#ifndef PICTURE_GREY_H
#define PICTURE_GREY_H

#include "picture/picture.h"

/* As many pixels are taken from a file; more is refused before anything is allocated. */
enum { GREY_PIXELS_MOST = 1 << 24, GREY_SIDE_MOST = 16384 };

typedef struct grey_image {
    size_t rows, cols;
    uint8_t *grey; /* (rows, cols): 0 black, 255 white */
} grey_image;

/*
 * Read a PNG of any kind: colours become their brightness, what is transparent black. Free it by
 * grey_free. False, with the path and the reason in 'err', and nothing to free, on failure.
 */
bool grey_read_png(const char *path, grey_image *image, error *err);
void grey_free(grey_image *image);

/* Black becomes white. */
void grey_invert(grey_image *image);

/*
 * The image in another size: scaled so that it just fits, its sides' ratio kept, in the middle of
 * black. Where the size is the same, so are the pixels. False when there is no memory,
 * or a side is above 32767.
 */
bool grey_fit(const grey_image *image, size_t rows, size_t cols, uint8_t *out /* (rows, cols) */);

#endif
