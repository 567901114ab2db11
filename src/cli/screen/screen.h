/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines at the bottom of a terminal that are redrawn in place, while other lines scroll above them.
 *
 *     epoch lines that stay
 *     ...
 *     [=====>....]   <- the region: redrawn in place
 *     3 of 12 done
 *     _              <- the cursor, always at the start of the next line
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "cli/screen/terminal.h"

typedef struct screen {
    const terminal *out; /* it can_redraw */
    char *region;        /* the lines now on the screen; NULL: none */
} screen;                /* {terminal} has no region */

/* Replace the region by these lines, each with its newline. 'lines' is freed later. NULL: erase
 * it. */
void screen_draw(screen *self, char *lines);

/* Print lines that stay, above the region. */
void screen_put(screen *self, const char *lines);

#endif
