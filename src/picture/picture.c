/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures as PNG. */
#include "picture/picture.h"

#include <cairo.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/folders.h"
#include "base/new_file.h"

void picture_free(picture *self) {
    free(self->rgb);
    *self = (picture){0};
}

static cairo_status_t put(void *out, const unsigned char *bytes, unsigned size) {
    return fwrite(bytes, 1, size, out) == size ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* cairo's pixels are words of 0xffRRGGBB. */
static void give_pixels(const picture *self, cairo_surface_t *surface) {
    unsigned char *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    const uint8_t *rgb = self->rgb;
    for (size_t y = 0; y < self->height; y++) {
        for (size_t x = 0; x < self->width; x++, rgb += 3) {
            uint32_t pixel = 0xff000000u | (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
            memcpy(data + y * stride + 4 * x, &pixel, sizeof pixel);
        }
    }
    cairo_surface_mark_dirty(surface);
}

/* A failure of 'out' itself is left in errno. */
static bool put_png(const picture *self, FILE *out, error *err) {
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)self->width, (int)self->height);
    cairo_status_t status = cairo_surface_status(surface);
    if (!status) {
        give_pixels(self, surface);
        status = cairo_surface_write_to_png_stream(surface, put, out);
    }
    cairo_surface_destroy(surface);
    return !status || error_set(err, "cannot write a PNG: %s", cairo_status_to_string(status));
}

bool picture_write(const picture *self, const char *path, error *err) {
    new_file file;
    error reason = {""};
    errno = 0;
    bool good = folders_make_for(path) && new_file_open(&file, path);
    if (good) good = new_file_close(&file, put_png(self, file.out, &reason));
    return good || error_set(err, "%s: %s", path,
                             errno || !*reason.message ? strerror(errno) : reason.message);
}
