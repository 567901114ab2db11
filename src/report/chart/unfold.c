/* SPDX-License-Identifier: Apache-2.0 */
/* Images of a layer's weights made visible, by cairo's reader and writer of PNG. */
#include "report/chart/unfold.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#include "report/chart/png.h"

/* The pixels of an image: one grey value each, of whatever it was. */
typedef struct grey {
    cairo_surface_t *surface; /* 32 bits a pixel */
    const uint8_t *pixels;
    size_t stride, width, height;
} grey;

static bool decode(const weight_image *image, grey *out) {
    *out = (grey){.surface = png_decode(image->png, image->size)};
    if (!out->surface) return false;
    out->pixels = cairo_image_surface_get_data(out->surface);
    out->stride = (size_t)cairo_image_surface_get_stride(out->surface);
    out->width = (size_t)cairo_image_surface_get_width(out->surface);
    out->height = (size_t)cairo_image_surface_get_height(out->surface);
    return out->width == image->width && out->height == image->height;
}

static uint8_t at(const grey *from, size_t row, size_t column) {
    uint32_t pixel;
    memcpy(&pixel, from->pixels + row * from->stride + 4 * column, sizeof pixel);
    return (uint8_t)(pixel >> 8); /* green */
}

/* By how much the image may be brightened: the value that 99 of 100 pixels do not exceed becomes
 * white. */
static double brighten_of(const grey *from) {
    enum { MOST = 20 };
    size_t counts[256] = {0}, seen = 0, value = 0, all = from->width * from->height;
    for (size_t row = 0; row < from->height; row++)
        for (size_t column = 0; column < from->width; column++) counts[at(from, row, column)]++;
    while (value < 255 && 100 * (seen += counts[value]) < 99 * all) value++;
    return value ? fmin(255. / (double)value, MOST) : 1;
}

/* The side of the square that this many inputs make, from 4 to 64; 0 if they do not. */
static size_t side_of(size_t inputs) {
    size_t side = (size_t)lround(sqrt((double)inputs));
    return side * side == inputs && side >= 4 && side <= 64 ? side : 0;
}

static void put_pixel(cairo_surface_t *to, size_t row, size_t column, double value) {
    uint8_t *pixels = cairo_image_surface_get_data(to);
    pixels[row * (size_t)cairo_image_surface_get_stride(to) + column] =
        (uint8_t)fmin(value + .5, 255);
}

static size_t shown_of(size_t units) {
    return units < UNFOLD_COLUMNS * UNFOLD_ROWS ? units : UNFOLD_COLUMNS * UNFOLD_ROWS;
}

/* Tiles in rows, a line of grey between them; 8 bits a pixel, which become a PNG of grey. */
static cairo_surface_t *tile(const grey *from, size_t units, bool units_are_rows, size_t side,
                             double brighten) {
    size_t count = shown_of(units);
    size_t columns = count < UNFOLD_COLUMNS ? count : UNFOLD_COLUMNS;
    size_t rows = (count + columns - 1) / columns;
    size_t width = columns * (side + 1) - 1, height = rows * (side + 1) - 1;
    cairo_surface_t *to = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)width, (int)height);
    if (cairo_surface_status(to) != CAIRO_STATUS_SUCCESS) return to;
    for (size_t row = 0; row < height; row++)
        for (size_t column = 0; column < width; column++) {
            size_t place = row / (side + 1) * columns + column / (side + 1);
            size_t unit = place * units / count; /* some from everywhere */
            size_t y = row % (side + 1), x = column % (side + 1), input = y * side + x;
            double value = 96;
            if (place < count && y < side && x < side)
                value = brighten * (units_are_rows ? at(from, unit, input) : at(from, input, unit));
            put_pixel(to, row, column, value);
        }
    cairo_surface_mark_dirty(to);
    return to;
}

/* Keras turns a kernel (inputs, units) so that the longer side lies; one of equal sides it leaves.
 */
static bool unfold(weight_image *image, const grey *from, pool *memory) {
    bool columns = image->units == from->width, rows = image->units == from->height && !columns;
    size_t side = rows ? side_of(from->width) : columns ? side_of(from->height) : 0;
    if (!side) return true;
    size_t size;
    cairo_surface_t *tiles = tile(from, image->units, rows, side, image->brighten);
    uint8_t *png = png_encode(tiles, memory, &size);
    if (png) {
        image->unfolded = shown_of(image->units);
        image->png = png;
        image->size = size;
        image->width = (uint32_t)cairo_image_surface_get_width(tiles);
        image->height = (uint32_t)cairo_image_surface_get_height(tiles);
    }
    cairo_surface_destroy(tiles);
    return png != NULL;
}

bool unfold_images(report_weights *weights, pool *memory) {
    bool good = true;
    for (size_t i = 0; i < weights->image_count && good; i++) {
        weight_image *image = &weights->images[i];
        grey pixels;
        if (decode(image, &pixels)) {
            image->brighten = brighten_of(&pixels);
            good = unfold(image, &pixels, memory);
        }
        cairo_surface_destroy(pixels.surface);
    }
    return good;
}
