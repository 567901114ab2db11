/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this folder draws on: cairo with a few words for what the pictures are made of. Places are
 * counted from the upper left corner. A failure, such as no memory, is kept by cairo and reported
 * by canvas_finish.
 */
#ifndef PICTURE_CANVAS_H
#define PICTURE_CANVAS_H

#include <cairo.h>

#include "picture/picture.h"

typedef struct colour {
    double red, green, blue; /* 0 to 1 */
} colour;

extern const colour colour_white, colour_ink, colour_faint, colour_right, colour_wrong;

/* From 'from' towards 'to', by 0 to 1. */
colour colour_between(colour from, colour to, double share);

typedef struct canvas {
    cairo_surface_t *surface;
    cairo_t *cairo;
    size_t width, height; /* in pixels */
} canvas;

/* A white canvas whose units are 'scale' pixels each; to be ended by canvas_finish. */
void canvas_begin(canvas *self, size_t width, size_t height, size_t scale);

/* Hand the pixels over as *out, to be freed by picture_free; false, and nothing to free, when
 * anything failed since canvas_begin. */
bool canvas_finish(canvas *self, picture *out, error *err);

void canvas_fill(canvas *self, double x, double y, double width, double height, colour c);

/* A frame of that thickness around the rectangle. */
void canvas_frame(canvas *self, double x, double y, double width, double height, double thickness,
                  colour c);

/* Where x is in the text. */
typedef enum text_place { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT } text_place;

/*
 * A line of text in letters of 'size': in smaller ones if it is wider than 'most', and cut if it is
 * still too wide. It ends before the first byte that is not UTF-8.
 */
void canvas_text(canvas *self, double x, double baseline, text_place place, double size,
                 double most, colour c, const char *text);

/* The same from the bottom to the top, beginning there. */
void canvas_text_upwards(canvas *self, double baseline, double y, double size, double most,
                         colour c, const char *text);

/* How wide a text is in letters of that size. */
double canvas_text_width(canvas *self, double size, const char *text);

/*
 * A grey image of rows x cols pixels, 0 white and 255 black as in matplotlib's cm.binary, into the
 * square of that side: its pixels enlarged as sharp squares a whole number of times, or made
 * smaller; in the square's middle.
 */
void canvas_image(canvas *self, double x, double y, double side, const uint8_t *grey, size_t rows,
                  size_t cols);

#endif
