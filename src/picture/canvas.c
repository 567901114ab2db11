/* SPDX-License-Identifier: Apache-2.0 */
/* The canvas that this folder draws on. */
#include "picture/canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "picture/grey_surface.h"

enum { SMALLEST_TEXT = 8 };

const colour colour_white = {1, 1, 1};
const colour colour_ink = {.13, .13, .15};
const colour colour_faint = {.8, .8, .82};
/* They differ in brightness too, for readers who do not see red and green as different. */
const colour colour_right = {.10, .55, .25};
const colour colour_wrong = {.80, .12, .12};

colour colour_between(colour from, colour to, double share) {
    return (colour){from.red + share * (to.red - from.red),
                    from.green + share * (to.green - from.green),
                    from.blue + share * (to.blue - from.blue)};
}

/* ---- begin and finish ---- */

/* Set here, and not by the user's configuration, for the same pixels. */
static void set_font(cairo_t *cairo) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
    cairo_set_font_options(cairo, options);
    cairo_font_options_destroy(options);
    cairo_select_font_face(cairo, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
}

void canvas_begin(canvas *self, size_t width, size_t height, size_t scale) {
    *self = (canvas){.width = scale * width, .height = scale * height};
    self->surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)self->width, (int)self->height);
    self->cairo = cairo_create(self->surface);
    cairo_scale(self->cairo, (double)scale, (double)scale);
    set_font(self->cairo);
    canvas_fill(self, 0, 0, (double)width, (double)height, colour_white);
}

/* cairo's pixels are words of 0xffRRGGBB. */
static void take_pixels(const canvas *self, uint8_t *rgb) {
    const unsigned char *data = cairo_image_surface_get_data(self->surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(self->surface);
    for (size_t y = 0; y < self->height; y++) {
        for (size_t x = 0; x < self->width; x++, rgb += 3) {
            uint32_t pixel;
            memcpy(&pixel, data + y * stride + 4 * x, sizeof pixel);
            rgb[0] = (uint8_t)(pixel >> 16);
            rgb[1] = (uint8_t)(pixel >> 8);
            rgb[2] = (uint8_t)pixel;
        }
    }
}

bool canvas_finish(canvas *self, picture *out, error *err) {
    *out = (picture){.width = self->width, .height = self->height};
    cairo_surface_flush(self->surface);
    cairo_status_t status = cairo_status(self->cairo);
    if (!status) {
        out->rgb = malloc(self->width * self->height * 3);
        if (out->rgb)
            take_pixels(self, out->rgb);
        else
            status = CAIRO_STATUS_NO_MEMORY;
    }
    cairo_destroy(self->cairo);
    cairo_surface_destroy(self->surface);
    return !status || error_set(err, "cannot draw: %s", cairo_status_to_string(status));
}

/* ---- shapes ---- */

static void set_colour(canvas *self, colour c) {
    cairo_set_source_rgb(self->cairo, c.red, c.green, c.blue);
}

void canvas_fill(canvas *self, double x, double y, double width, double height, colour c) {
    set_colour(self, c);
    cairo_rectangle(self->cairo, x, y, width, height);
    cairo_fill(self->cairo);
}

void canvas_frame(canvas *self, double x, double y, double width, double height, double thickness,
                  colour c) {
    set_colour(self, c);
    cairo_set_line_width(self->cairo, thickness);
    cairo_rectangle(self->cairo, x - thickness / 2, y - thickness / 2, width + thickness,
                    height + thickness);
    cairo_stroke(self->cairo);
}

/* ---- text ---- */

/* The bytes of the character at 'text', or 0 if it is not valid UTF-8 or the text ends. */
static size_t character_size(const char *text) {
    const uint8_t *at = (const uint8_t *)text;
    size_t size = *at < 0x80 ? 1 : *at < 0xc2 ? 0 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
    if (!*at || *at > 0xf4) return 0;
    for (size_t i = 1; i < size; i++)
        if ((at[i] & 0xc0) != 0x80) return 0;
    bool surrogate = at[0] == 0xed && at[1] > 0x9f, beyond = at[0] == 0xf4 && at[1] > 0x8f;
    bool too_long = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
    return surrogate || beyond || too_long ? 0 : size;
}

enum { LINE_BYTES = 256, ELLIPSIS_BYTES = 3 };

/* Copy at most that many characters of a text into a line; return how many were copied. */
static size_t copy_characters(const char *text, size_t most, char *line) {
    size_t count = 0, used = 0, size;
    while (count < most && (size = character_size(text + used)) != 0 &&
           used + size + ELLIPSIS_BYTES < LINE_BYTES) {
        memcpy(line + used, text + used, size);
        used += size;
        count++;
    }
    line[used] = '\0';
    return count;
}

static double width_of(canvas *self, const char *line) {
    cairo_text_extents_t extents;
    cairo_text_extents(self->cairo, line, &extents);
    return extents.x_advance;
}

double canvas_text_width(canvas *self, double size, const char *text) {
    char line[LINE_BYTES];
    copy_characters(text, SIZE_MAX, line);
    cairo_set_font_size(self->cairo, size);
    return width_of(self, line);
}

/* Choose the letters' size and cut the line so that it fits; its width. */
static double fit_line(canvas *self, double size, double most, const char *text, char *line) {
    size_t count = copy_characters(text, SIZE_MAX, line);
    double width = canvas_text_width(self, size, line);
    while (width > most && size > SMALLEST_TEXT) {
        cairo_set_font_size(self->cairo, --size);
        width = width_of(self, line);
    }
    while (width > most && count > 1) {
        copy_characters(text, --count, line);
        strcat(line, "…");
        width = width_of(self, line);
    }
    return width;
}

void canvas_text(canvas *self, double x, double baseline, text_place place, double size,
                 double most, colour c, const char *text) {
    char line[LINE_BYTES];
    double width = fit_line(self, size, most, text, line);
    double left = place == TEXT_LEFT ? x : place == TEXT_RIGHT ? x - width : x - width / 2;
    set_colour(self, c);
    cairo_move_to(self->cairo, round(left), round(baseline));
    cairo_show_text(self->cairo, line);
}

void canvas_text_upwards(canvas *self, double baseline, double y, double size, double most,
                         colour c, const char *text) {
    cairo_save(self->cairo);
    cairo_translate(self->cairo, baseline, y);
    cairo_rotate(self->cairo, -M_PI / 2);
    canvas_text(self, 0, 0, TEXT_LEFT, size, most, c, text);
    cairo_restore(self->cairo);
}

/* ---- images ---- */

void canvas_image(canvas *self, double x, double y, double side, const uint8_t *grey, size_t rows,
                  size_t cols) {
    double scale = side / (double)(rows > cols ? rows : cols);
    bool larger = scale >= 1;
    if (larger) scale = floor(scale);
    /* A single row would be a line, or nothing: it becomes as tall as the picture; so a column. */
    bool is_row = rows == 1 || cols == 1;
    double across = cols == 1 ? side : scale, down = rows == 1 ? side : scale;
    double width = across * (double)cols, height = down * (double)rows;
    cairo_surface_t *ink = grey_surface_of(grey, rows, cols);
    cairo_save(self->cairo);
    cairo_translate(self->cairo, x + floor((side - width) / 2), y + floor((side - height) / 2));
    cairo_rectangle(self->cairo, 0, 0, width, height);
    cairo_clip(self->cairo);
    cairo_scale(self->cairo, across, down);
    cairo_set_source_rgb(self->cairo, 0, 0, 0);
    cairo_pattern_t *mask = cairo_pattern_create_for_surface(ink);
    if (is_row) cairo_pattern_set_extend(mask, CAIRO_EXTEND_PAD);
    cairo_pattern_set_filter(mask, larger ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
    cairo_mask(self->cairo, mask);
    cairo_pattern_destroy(mask);
    cairo_restore(self->cairo);
    cairo_surface_destroy(ink);
}
