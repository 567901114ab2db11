/* SPDX-License-Identifier: Apache-2.0 */
/* Images cropped and centred. */
#include "picture/center.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { INK = 16, WHITE = 255 };
static const double BOX = 20. / 28;

/* The rows and columns that have ink: [top, bottom) and [left, right); all 0 if none has. */
typedef struct box {
    size_t top, bottom, left, right;
} box;

static box box_of(const uint8_t *grey, size_t rows, size_t cols) {
    box b = {rows, 0, cols, 0};
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < cols; x++) {
            if (grey[y * cols + x] < INK) continue;
            b.top = y < b.top ? y : b.top;
            b.bottom = y + 1;
            b.left = x < b.left ? x : b.left;
            b.right = x + 1 > b.right ? x + 1 : b.right;
        }
    return b.bottom ? b : (box){0};
}

/* Where along one axis the mass has its centre, of pixels whose middle is at .5, 1.5, ... */
static double center_of(const uint8_t *grey, size_t rows, size_t cols, bool vertical) {
    double mass = 0, moment = 0;
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < cols; x++) {
            double weight = grey[y * cols + x];
            mass += weight;
            moment += weight * ((double)(vertical ? y : x) + .5);
        }
    return mass > 0 ? moment / mass : 0;
}

/* The first of 'size' pixels in a field of 'field' that has their centre of mass in its middle, as
 * far as none is lost. */
static size_t place(double center, size_t size, size_t field) {
    double at = fmax(0, round((double)field / 2 - center));
    return (size_t)fmin(at, (double)(field - size));
}

/* The box's part of the image, its ground black; free it. NULL when there is no memory. */
static uint8_t *crop(const grey_image *image, const uint8_t *ink, box b) {
    size_t rows = b.bottom - b.top, cols = b.right - b.left;
    uint8_t *part = malloc(rows * cols);
    for (size_t y = 0; part && y < rows; y++)
        memcpy(part + y * cols, ink + (b.top + y) * image->cols + b.left, cols);
    return part;
}

/* The image less its ground, stretched to white again; free it. NULL when there is no memory. */
static uint8_t *ink_of(const grey_image *image) {
    size_t size = image->rows * image->cols;
    unsigned ground = grey_of_rim(image), range = ground < WHITE ? WHITE - ground : 1;
    uint8_t *ink = malloc(size);
    for (size_t i = 0; ink && i < size; i++) {
        unsigned above = image->grey[i] > ground ? image->grey[i] - ground : 0;
        ink[i] = (uint8_t)(above * WHITE / range);
    }
    return ink;
}

/* A side of the part in the box: at least one pixel. */
static size_t scaled(size_t side, double scale) {
    double size = round((double)side * scale);
    return size < 1 ? 1 : (size_t)size;
}

static bool put(const grey_image *part, size_t rows, size_t cols, uint8_t *out) {
    double tall = (double)rows * BOX, wide = (double)cols * BOX;
    double scale = fmin(tall / (double)part->rows, wide / (double)part->cols);
    size_t h = scaled(part->rows, scale), w = scaled(part->cols, scale);
    if (h > rows || w > cols) return false;
    uint8_t *small = malloc(h * w);
    bool good = small && grey_fit(part, h, w, small);
    if (good) {
        size_t top = place(center_of(small, h, w, true), h, rows);
        size_t left = place(center_of(small, h, w, false), w, cols);
        for (size_t y = 0; y < h; y++) memcpy(out + (top + y) * cols + left, small + y * w, w);
    }
    free(small);
    return good;
}

bool grey_center(const grey_image *image, size_t rows, size_t cols, uint8_t *out) {
    memset(out, 0, rows * cols);
    uint8_t *ink = ink_of(image);
    if (!ink) return false;
    box b = box_of(ink, image->rows, image->cols);
    grey_image part = {.rows = b.bottom - b.top, .cols = b.right - b.left};
    bool good = true;
    if (b.bottom) {
        part.grey = crop(image, ink, b);
        good = part.grey && put(&part, rows, cols, out);
        grey_free(&part);
    }
    free(ink);
    return good;
}

bool grey_is_off_center(const uint8_t *grey, size_t rows, size_t cols) {
    static const double SMALL = .75, LARGE = 1.2, OFF = .1; /* of the box, of the box, of a side */
    box b = box_of(grey, rows, cols);
    if (!b.bottom) return false;
    double tall = (double)(b.bottom - b.top) / ((double)rows * BOX);
    double wide = (double)(b.right - b.left) / ((double)cols * BOX), most = fmax(tall, wide);
    double down = center_of(grey, rows, cols, true) / (double)rows - .5;
    double right = center_of(grey, rows, cols, false) / (double)cols - .5;
    return most < SMALL || most > LARGE || fabs(down) > OFF || fabs(right) > OFF;
}
