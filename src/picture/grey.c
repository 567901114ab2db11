/* SPDX-License-Identifier: Apache-2.0 */
/* Grey images. */
#include "picture/grey.h"

#include <cairo.h>
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "picture/grey_surface.h"

enum { WHITE = 255, HALF = 128, GREYS = 256 };

/* libpng's words where they do not say what is wrong. */
static const char *reason_of(const char *message) {
    if (strcmp(message, "Read Error") == 0)
        return "the file ends within the picture: is it cut off?";
    return message;
}

/* ---- transparency ---- */

/* Whether pixel i is one of the outermost. */
static bool is_rim(const grey_image *image, size_t i) {
    size_t y = i / image->cols, x = i % image->cols;
    return !y || !x || y + 1 == image->rows || x + 1 == image->cols;
}

uint8_t grey_of_rim(const grey_image *image) {
    size_t counts[GREYS] = {0}, all = 0, below = 0;
    for (size_t i = 0; i < image->rows * image->cols; i++) {
        if (!is_rim(image, i)) continue;
        counts[image->grey[i]]++;
        all++;
    }
    for (unsigned grey = 0; grey < GREYS; grey++)
        if ((below += counts[grey]) * 2 >= all) return (uint8_t)grey;
    return 0;
}

/* The mean grey of the pixels, or of those of the rim, weighted by their alphas. */
static bool is_light(const grey_image *image, const uint8_t *ga, bool of_rim) {
    uint64_t sum = 0, alphas = 0;
    for (size_t i = 0; i < image->rows * image->cols; i++) {
        if (of_rim && !is_rim(image, i)) continue;
        sum += (uint64_t)ga[2 * i] * ga[2 * i + 1];
        alphas += ga[2 * i + 1];
    }
    return sum >= alphas * HALF;
}

static bool has_transparent_rim(const grey_image *image, const uint8_t *ga) {
    size_t all = 0, transparent = 0;
    for (size_t i = 0; i < image->rows * image->cols; i++) {
        if (!is_rim(image, i)) continue;
        transparent += ga[2 * i + 1] < HALF;
        all++;
    }
    return 2 * transparent > all;
}

/* Put the pixels, greys and alphas, on a ground (grey.h). */
static void put_on_ground(const uint8_t *ga, grey_image *image) {
    image->on_nothing = has_transparent_rim(image, ga);
    bool light = is_light(image, ga, !image->on_nothing);
    bool exchange = image->on_nothing && !light;
    unsigned ground = image->on_nothing || !light ? 0 : WHITE;
    for (size_t i = 0; i < image->rows * image->cols; i++) {
        unsigned grey = exchange ? WHITE - ga[2 * i] : ga[2 * i], alpha = ga[2 * i + 1];
        image->grey[i] = (uint8_t)((grey * alpha + ground * (WHITE - alpha) + WHITE / 2) / WHITE);
    }
}

/* ---- PNG ---- */

static bool finish(const char *name, png_image *png, void *pixels, error *err) {
    return png_image_finish_read(png, NULL, pixels, 0, NULL) ||
           error_set(err, "%s: %s", name, reason_of(png->message));
}

static bool read_transparent(const char *name, png_image *png, grey_image *image, error *err) {
    uint64_t bytes = (uint64_t)image->rows * image->cols * 2;
    uint8_t *ga = malloc(bytes);
    if (!ga) return error_memory(err, name, bytes);
    bool good = finish(name, png, ga, err);
    if (good) put_on_ground(ga, image);
    free(ga);
    return good;
}

/* Read the pixels after the header. */
static bool read_pixels(const char *name, png_image *png, grey_image *image, error *err) {
    if (png->width > GREY_SIDE_MOST || png->height > GREY_SIDE_MOST ||
        (uint64_t)png->width * png->height > GREY_PIXELS_MOST)
        return error_set(err, "%s: %u x %u pixels are more than is taken: %d, or %d a side", name,
                         png->width, png->height, GREY_PIXELS_MOST, GREY_SIDE_MOST);
    bool transparent = png->format & PNG_FORMAT_FLAG_ALPHA;
    png->format = transparent ? PNG_FORMAT_GA : PNG_FORMAT_GRAY;
    png->flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* not linear light: as 8 bits of the same picture */
    *image = (grey_image){.rows = png->height, .cols = png->width};
    image->grey = malloc(image->rows * image->cols);
    if (!image->grey) return error_memory(err, name, image->rows * image->cols);
    if (transparent ? read_transparent(name, png, image, err) : finish(name, png, image->grey, err))
        return true;
    grey_free(image);
    return false;
}

bool grey_read_png(const char *name, FILE *file, grey_image *image, error *err) {
    png_image png = {.version = PNG_IMAGE_VERSION};
    *image = (grey_image){0};
    bool good = png_image_begin_read_from_stdio(&png, file)
                    ? read_pixels(name, &png, image, err)
                    : error_set(err, "%s: %s", name, reason_of(png.message));
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
    cairo_surface_t *from = grey_surface_of(image->grey, image->rows, image->cols);
    cairo_surface_t *to = grey_surface_new(rows, cols);
    bool good = !cairo_surface_status(from) && !cairo_surface_status(to);
    if (good) {
        paint_fitted(from, image, to, rows, cols);
        grey_surface_read(to, rows, cols, out);
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
