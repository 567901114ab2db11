/* SPDX-License-Identifier: Apache-2.0 */
/* Grey images as cairo's. */
#include "picture/grey_surface.h"

#include <string.h>

enum { CHANNELS = 4 };

cairo_surface_t *grey_surface_new(size_t rows, size_t cols) {
    return cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)cols, (int)rows);
}

static uint8_t *row_of(cairo_surface_t *surface, size_t y) {
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    return cairo_image_surface_get_data(surface) + y * stride;
}

cairo_surface_t *grey_surface_of(const uint8_t *grey, size_t rows, size_t cols) {
    cairo_surface_t *surface = grey_surface_new(rows, cols);
    if (cairo_surface_status(surface)) return surface;
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < cols; x++)
            memset(row_of(surface, y) + x * CHANNELS, *grey++, CHANNELS);
    cairo_surface_mark_dirty(surface);
    return surface;
}

void grey_surface_read(cairo_surface_t *surface, size_t rows, size_t cols, uint8_t *grey) {
    cairo_surface_flush(surface);
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < cols; x++) *grey++ = row_of(surface, y)[x * CHANNELS];
}
