/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Colours, for light and for dark. The hues began as Okabe and Ito's ("Color Universal Design",
 * 2008) and were moved apart in lightness, as lines on both grounds need it: a contrast of 3:1 or
 * more, and CIE76 differences of 20 or more between any two for normal vision and for Machado's
 * (2009) simulation of protanopia and deuteranopia; for tritanopia 14.
 */
#ifndef REPORT_THEME_H
#define REPORT_THEME_H

#include <stdint.h>

#include "report/chart/drawing.h"

typedef struct report_theme {
    uint32_t text, muted, grid, paper; /* 0xRRGGBB */
    uint32_t ground, rule, accent;     /* of pages: behind the paper, lines, links and marks */
    uint32_t hues[INK_HUES];
} report_theme;

extern const report_theme theme_light, theme_dark;

uint32_t theme_colour(const report_theme *self, report_ink ink);

typedef struct theme_dash {
    double lengths[4];
    int count; /* 0: solid */
} theme_dash;

extern const theme_dash theme_dashes[INK_DASHES];

#endif
