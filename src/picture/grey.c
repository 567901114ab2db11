/* SPDX-License-Identifier: Apache-2.0 */
/* Grey images. */
#include "picture/grey.h"

#include <cairo.h>
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

/* Read the pixels after the header. */
static bool read_pixels(const char *path, png_image *png, grey_image *image, error *err) {
    static const png_color black = {0, 0, 0};
    if (png->width > GREY_SIDE_MOST || png->height > GREY_SIDE_MOST ||
        (uint64_t)png->width * png->height > GREY_PIXELS_MOST)
        return error_set(err, "%.200s: %u x %u pixels are more than is taken: %d, or %d a side",
                         path, png->width, png->height, GREY_PIXELS_MOST, GREY_SIDE_MOST);
    png->format = PNG_FORMAT_GRAY;
    *image = (grey_image){.rows = png->height, .cols = png->width};
    image->grey = malloc(image->rows * image->cols);
    if (!image->grey) return error_set(err, "%.200s: out of memory", path);
    if (png_image_finish_read(png, &black, image->grey, 0, NULL)) return true;
    grey_free(image);
    return error_set(err, "%.200s: %s", path, png->message);
}

bool grey_read_png(const char *path, grey_image *image, error *err) {
    png_image png = {.version = PNG_IMAGE_VERSION};
    *image = (grey_image){0};
    bool good = png_image_begin_read_from_file(&png, path)
                    ? read_pixels(path, &png, image, err)
                    : error_set(err, "%.200s: %s", path, png.message);
    png_image_free(&png);
    return good;
}

void grey_free(grey_image *image) {
    free(image->grey);
    *image = (grey_image){0};
}

void grey_invert(grey_image *image) {
    for (size_t i = 0; i < image->rows * image->cols; i++)
        image->grey[i] = (uint8_t)(255 - image->grey[i]);
}

/* Copy rows from a buffer with one stride to another. */
static void copy_rows(uint8_t *to, size_t to_stride, const uint8_t *from, size_t from_stride,
                      size_t rows, size_t cols) {
    for (size_t y = 0; y < rows; y++) memcpy(to + y * to_stride, from + y * from_stride, cols);
}

static void paint_fitted(cairo_surface_t *from, const grey_image *image, cairo_surface_t *to,
                         size_t rows, size_t cols) {
    double scale = fmin((double)rows / (double)image->rows, (double)cols / (double)image->cols);
    double width = scale * (double)image->cols, height = scale * (double)image->rows;
    cairo_t *cairo = cairo_create(to);
    cairo_translate(cairo, ((double)cols - width) / 2, ((double)rows - height) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, from, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_paint(cairo);
    cairo_destroy(cairo);
}

static bool scale_to_fit(const grey_image *image, size_t rows, size_t cols, uint8_t *out) {
    cairo_surface_t *from =
        cairo_image_surface_create(CAIRO_FORMAT_A8, (int)image->cols, (int)image->rows);
    cairo_surface_t *to = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)cols, (int)rows);
    bool good = !cairo_surface_status(from) && !cairo_surface_status(to);
    if (good) {
        copy_rows(cairo_image_surface_get_data(from), (size_t)cairo_image_surface_get_stride(from),
                  image->grey, image->cols, image->rows, image->cols);
        cairo_surface_mark_dirty(from);
        paint_fitted(from, image, to, rows, cols);
        cairo_surface_flush(to);
        copy_rows(out, cols, cairo_image_surface_get_data(to),
                  (size_t)cairo_image_surface_get_stride(to), rows, cols);
    }
    cairo_surface_destroy(from);
    cairo_surface_destroy(to);
    return good;
}

bool grey_fit(const grey_image *image, size_t rows, size_t cols, uint8_t *out) {
    if (image->rows != rows || image->cols != cols) return scale_to_fit(image, rows, cols, out);
    memcpy(out, image->grey, rows * cols);
    return true;
}
