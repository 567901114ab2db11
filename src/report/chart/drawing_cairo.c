/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures by cairo. */
#include "report/chart/drawing_cairo.h"

#include "report/chart/theme.h"

static const report_ink paper = {.kind = INK_PAPER};

static drawing_cairo *of(drawing *self) {
    return (drawing_cairo *)self;
}

static void set_ink(cairo_t *cr, report_ink ink) {
    uint32_t rgb = theme_colour(&theme_light, ink);
    double opacity = ink.opacity > 0 ? ink.opacity : 1;
    cairo_set_source_rgba(cr, (rgb >> 16) / 255., (rgb >> 8 & 255) / 255., (rgb & 255) / 255.,
                          opacity);
}

static void set_path(cairo_t *cr, const vertex *points, size_t n) {
    cairo_new_path(cr);
    for (size_t i = 0; i < n; i++) cairo_line_to(cr, points[i].x, points[i].y);
}

static void line(drawing *self, const vertex *points, size_t n, report_ink ink, double width) {
    cairo_t *cr = of(self)->cr;
    const theme_dash *dash = &theme_dashes[ink.dash % INK_DASHES];
    ink.opacity = ink.kind == INK_MUTED ? .35 : 1; /* of many curves */
    set_ink(cr, ink);
    set_path(cr, points, n);
    cairo_set_dash(cr, dash->lengths, dash->count, 0);
    cairo_set_line_width(cr, width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cr);
}

static void area(drawing *self, const vertex *points, size_t n, report_ink ink) {
    cairo_t *cr = of(self)->cr;
    set_ink(cr, ink);
    set_path(cr, points, n);
    cairo_close_path(cr);
    cairo_fill(cr);
}

static void hill(drawing *self, const vertex *points, size_t n, report_ink ink, double share) {
    area(self, points, n, paper);
    ink.opacity = share;
    area(self, points, n, ink);
    line(self, points, n, ink, 1);
}

static void dot(drawing *self, vertex at, double radius, report_ink ink) {
    cairo_t *cr = of(self)->cr;
    set_ink(cr, ink);
    cairo_new_path(cr);
    cairo_arc(cr, at.x, at.y, radius, 0, 6.283185307179586);
    cairo_fill(cr);
}

static void text(drawing *self, vertex at, text_anchor anchor, text_size size, report_ink ink,
                 const char *words) {
    cairo_t *cr = of(self)->cr;
    cairo_text_extents_t extents;
    cairo_select_font_face(cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           size == TEXT_LARGE ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, drawing_text_sizes[size]);
    cairo_text_extents(cr, words, &extents);
    double shift = anchor == ANCHOR_END ? 1 : anchor == ANCHOR_MIDDLE ? .5 : 0;
    cairo_move_to(cr, at.x - shift * extents.x_advance, at.y);
    if (ink.kind == INK_TEXT && size == TEXT_SMALL) { /* over lines */
        cairo_text_path(cr, words);
        set_ink(cr, paper);
        cairo_set_dash(cr, NULL, 0, 0);
        cairo_set_line_width(cr, 3);
        cairo_stroke(cr);
        cairo_move_to(cr, at.x - shift * extents.x_advance, at.y);
    }
    set_ink(cr, ink);
    cairo_show_text(cr, words);
}

static void clip_begin(drawing *self, vertex corner, double width, double height) {
    cairo_save(of(self)->cr);
    cairo_new_path(of(self)->cr);
    cairo_rectangle(of(self)->cr, corner.x, corner.y, width, height);
    cairo_clip(of(self)->cr);
}

static void clip_end(drawing *self) {
    cairo_restore(of(self)->cr);
}

/* A picture on paper has nothing to point at. */
static void name_begin(drawing *self, const char *name, size_t run) {
    (void)self, (void)name, (void)run;
}

static void part_begin(drawing *self, const char *part) {
    (void)self, (void)part;
}

static void end(drawing *self) {
    (void)self;
}

void drawing_cairo_init(drawing_cairo *self, cairo_t *cr) {
    *self = (drawing_cairo){
        {line, area, hill, dot, text, clip_begin, clip_end, name_begin, end, part_begin, end}, cr};
}
