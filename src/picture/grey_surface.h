/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grey images as cairo's: pixels whose channels, alpha too, all have the grey, so that the order of
 * bytes does not matter. cairo's pictures of one channel would be smaller, but come out empty where
 * they are scaled down on big-endian machines.
 */
#ifndef PICTURE_GREY_SURFACE_H
#define PICTURE_GREY_SURFACE_H

#include <cairo.h>
#include <stddef.h>
#include <stdint.h>

/* Of zeros. After a failure, and so in what follows, cairo keeps the reason. */
cairo_surface_t *grey_surface_new(size_t rows, size_t cols);

/* The same with an image, rows x cols. */
cairo_surface_t *grey_surface_of(const uint8_t *grey, size_t rows, size_t cols);

void grey_surface_read(cairo_surface_t *surface, size_t rows, size_t cols, uint8_t *grey);

#endif
