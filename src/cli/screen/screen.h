/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines at the bottom of what was written to a terminal, drawn again and again in their place;
 * other lines scroll by above them.
 *
 *     epoch lines that stay
 *     ...
 *     [=====>....]   <- the region: redrawn in place
 *     3 of 12 done
 *     _              <- the cursor, always at the beginning of the line below
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "cli/screen/terminal.h"

typedef struct screen {
    const terminal *out; /* it can_redraw */
    char *region;        /* the lines that are there now; NULL: none */
} screen;                /* {terminal} is one without a region */

/* The region is now these lines, each with its newline; taken over, freed later. NULL: it goes. */
void screen_draw(screen *self, char *lines);

/* Lines that stay, above the region. */
void screen_put(screen *self, const char *lines);

#endif
