/* SPDX-License-Identifier: Apache-2.0 */
/* PNG in memory, by cairo. */
#ifndef REPORT_PNG_H
#define REPORT_PNG_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"

/* The image, 32 bits a pixel; NULL when it cannot be decoded. Free it by cairo_surface_destroy. */
cairo_surface_t *png_decode(const uint8_t *png, size_t size);

/* Each pixel times 'factor', at most white. */
void png_brighten(cairo_surface_t *surface, double factor);

/* The file, 'size' bytes in the pool; NULL when there is no memory, or the surface has failed. */
uint8_t *png_encode(cairo_surface_t *surface, pool *memory, size_t *size);

#endif
