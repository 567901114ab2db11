/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures by cairo, in the colours of the light page: for PNG and PDF. */
#ifndef REPORT_DRAWING_CAIRO_H
#define REPORT_DRAWING_CAIRO_H

#include <cairo.h>

#include "report/chart/drawing.h"

typedef struct drawing_cairo {
    drawing drawing;
    cairo_t *cr; /* the caller's */
} drawing_cairo;

void drawing_cairo_init(drawing_cairo *self, cairo_t *cr);

#endif
