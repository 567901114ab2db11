/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text as a terminal shows it: in the characters of the locale (LC_CTYPE), each of which takes no
 * column, one or two. A control character, or a byte that is not a character in the locale, is
 * shown as '?', so that no name can move the cursor.
 */
#ifndef CLI_DISPLAY_TEXT_H
#define CLI_DISPLAY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* The number of columns that the text takes. */
size_t display_columns(const char *text);

/* Where to cut a text that is too long: its end may say more than its middle. */
typedef enum display_part {
    CUT_END,
    CUT_MIDDLE,
} display_part;

/*
 * The text as it is shown, cut to 'columns'; an ellipsis ("..", without 'utf8') replaces what was
 * cut. Free it; NULL when there is no memory.
 */
char *display_cut(const char *text, size_t columns, display_part part, bool utf8);

enum { METRIC_TEXT = 32 };

/* A loss or an accuracy as text: "0.0712"; "3.7e36" for a million and more; "nan" for NaN of either
 * sign. Returns 'text'. */
const char *metric_text(double value, int decimals, char text[METRIC_TEXT]);

#endif
