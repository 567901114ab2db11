/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a picture is drawn on: SVG that a page styles (drawing_svg.c), or cairo for PNG and PDF
 * (drawing_cairo.c). x grows to the right, y down. A colour is named by what it is for, so that a
 * page can give it two values, for light and dark.
 */
#ifndef REPORT_DRAWING_H
#define REPORT_DRAWING_H

#include <stdbool.h>
#include <stddef.h>

typedef struct vertex {
    double x, y;
} vertex;

typedef enum ink_kind {
    INK_TEXT,  /* words */
    INK_MUTED, /* words of lesser weight */
    INK_GRID,  /* lines under everything else */
    INK_PAPER, /* the ground */
    INK_HUE    /* one of INK_HUES, for things that must look different */
} ink_kind;

enum { INK_HUES = 6, INK_DASHES = 4 };

/* A hue and a dash pattern together give 24 distinct looks. */
typedef struct report_ink {
    ink_kind kind;
    unsigned hue, dash;
    double opacity; /* of areas; 0 is 1 */
} report_ink;

typedef enum text_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END } text_anchor;
typedef enum text_size { TEXT_SMALL, TEXT_NORMAL, TEXT_LARGE } text_size;

/* Sizes of text in units of the drawing: small, normal, large. */
extern const double drawing_text_sizes[3];

typedef struct drawing {
    /* 'width' is 1 or 2. */
    void (*line)(struct drawing *self, const vertex *points, size_t n, report_ink ink,
                 double width);
    void (*area)(struct drawing *self, const vertex *points, size_t n, report_ink ink);
    /* An area of that share of ink on paper, with an edge of ink but at its bottom. */
    void (*hill)(struct drawing *self, const vertex *points, size_t n, report_ink ink,
                 double share);
    void (*dot)(struct drawing *self, vertex at, double radius, report_ink ink);
    /* 'at' is on the base line; text over lines gets a rim of paper. */
    void (*text)(struct drawing *self, vertex at, text_anchor anchor, text_size size,
                 report_ink ink, const char *text);
    /* What is drawn until the end is cut to the rectangle. */
    void (*clip_begin)(struct drawing *self, vertex corner, double width, double height);
    void (*clip_end)(struct drawing *self);
    /* What is drawn until the end is of the run of that number and name, for who points at it. */
    void (*name_begin)(struct drawing *self, const char *name, size_t run);
    void (*name_end)(struct drawing *self);
    /* What is drawn until the end is a part of a chart that a page's script draws anew. */
    void (*part_begin)(struct drawing *self, const char *part);
    void (*part_end)(struct drawing *self);
} drawing;

/*
 * How thing 'i' of 'n' looks: neighbours share a hue where there are more things than hues, as
 * he_normal and he_uniform do. Beyond DRAWING_LOOKS all are muted.
 */
enum { DRAWING_LOOKS = INK_HUES * INK_DASHES };
report_ink ink_of(size_t i, size_t n);

#endif
