/* SPDX-License-Identifier: Apache-2.0 */
/* PNG in memory, by cairo. */
#include "report/chart/png.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is left of a file. */
typedef struct source {
    const uint8_t *bytes;
    size_t left;
} source;

static cairo_status_t read_source(void *closure, unsigned char *to, unsigned int n) {
    source *from = closure;
    if (n > from->left) return CAIRO_STATUS_READ_ERROR;
    memcpy(to, from->bytes, n);
    from->bytes += n;
    from->left -= n;
    return CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *png_decode(const uint8_t *png, size_t size) {
    source from = {png, size};
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_source, &from);
    bool good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_format_t format = good ? cairo_image_surface_get_format(surface) : CAIRO_FORMAT_INVALID;
    if (format == CAIRO_FORMAT_ARGB32 || format == CAIRO_FORMAT_RGB24) return surface;
    cairo_surface_destroy(surface);
    return NULL;
}

void png_brighten(cairo_surface_t *surface, double factor) {
    cairo_surface_flush(surface);
    uint8_t *row = cairo_image_surface_get_data(surface);
    size_t bytes = 4 * (size_t)cairo_image_surface_get_width(surface);
    for (int y = 0; y < cairo_image_surface_get_height(surface); y++) {
        for (size_t x = 0; x < bytes; x++) /* the fourth of a pixel is opaque, or not used */
            row[x] = (uint8_t)(row[x] * factor < 255 ? row[x] * factor : 255);
        row += cairo_image_surface_get_stride(surface);
    }
    cairo_surface_mark_dirty(surface);
}

static cairo_status_t write_out(void *closure, const unsigned char *bytes, unsigned int n) {
    return fwrite(bytes, 1, n, closure) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

uint8_t *png_encode(cairo_surface_t *surface, pool *memory, size_t *size) {
    char *bytes = NULL;
    uint8_t *kept = NULL;
    FILE *out = open_memstream(&bytes, size);
    if (!out) return NULL;
    bool good = cairo_surface_write_to_png_stream(surface, write_out, out) == CAIRO_STATUS_SUCCESS;
    if (fclose(out) == 0 && good) kept = pool_take(memory, *size, 1);
    if (kept) memcpy(kept, bytes, *size);
    free(bytes);
    return kept;
}
