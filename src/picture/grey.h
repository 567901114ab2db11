/* SPDX-License-Identifier: Apache-2.0 */
/* Grey images: from PNG files, and to another size. */
#ifndef PICTURE_GREY_H
#define PICTURE_GREY_H

#include <stdio.h>

#include "picture/picture.h"

/* As many pixels are taken from a file; more is refused before anything is allocated. */
enum { GREY_PIXELS_MOST = 1 << 24, GREY_SIDE_MOST = 16384 };

typedef struct grey_image {
    size_t rows, cols;
    uint8_t *grey;   /* (rows, cols): 0 black, 255 white */
    bool on_nothing; /* its ground was transparent: it is light on black already */
} grey_image;

/*
 * Read a PNG of any kind from a file at its start; messages call it 'name'. Colours become their
 * brightness, 16 bits 8. Of a picture with transparency,
 *
 * - if most of the rim is transparent, that is the ground, whatever colour it hides, and the rest
 *   is ink: it becomes light on black, ink that is rather dark by exchanging black and white;
 * - otherwise what is transparent becomes black or white, as most of the rim is rather.
 *
 * Free it by grey_free. False, with the name and the reason in 'err', and nothing to free, on
 * failure.
 */
bool grey_read_png(const char *name, FILE *file, grey_image *image, error *err);
void grey_free(grey_image *image);

/* Black becomes white. */
void grey_invert(grey_image *image);

/* The middle of the greys of the outermost pixels, which is the ground's, most likely. */
uint8_t grey_of_rim(const grey_image *image);

/*
 * The image in another size: scaled so that it just fits, its sides' ratio kept, in the middle of
 * black. Where the size is the same, so are the pixels. False when there is no memory,
 * or a side is above 32767.
 */
bool grey_fit(const grey_image *image, size_t rows, size_t cols, uint8_t *out /* (rows, cols) */);

#endif
