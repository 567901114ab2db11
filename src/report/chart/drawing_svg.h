/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures as SVG elements for a page: classes, no colours; the page's style has these. Not by
 * cairo, whose SVG fixes the colours, so that there is no dark page, and draws words as outlines,
 * which nobody can search, copy or hear.
 */
#ifndef REPORT_DRAWING_SVG_H
#define REPORT_DRAWING_SVG_H

#include <stdio.h>

#include "report/chart/drawing.h"

typedef struct drawing_svg {
    drawing drawing;
    FILE *out;
} drawing_svg;

/* Draw into an <svg> element that is the caller's. */
void drawing_svg_init(drawing_svg *self, FILE *out);

/* Begin an <svg> element of that size and end it; 'label' says what is in the picture. */
void drawing_svg_begin(drawing_svg *self, FILE *out, double width, double height,
                       const char *label);
void drawing_svg_end(drawing_svg *self);

#endif
