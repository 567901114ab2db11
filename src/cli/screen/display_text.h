/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text as a terminal shows it: in the locale's characters (LC_CTYPE), which take no column, one or
 * two. What cannot be shown, a control character or a byte that is none of the locale's characters,
 * is shown as '?', so that no name moves the cursor.
 */
#ifndef CLI_DISPLAY_TEXT_H
#define CLI_DISPLAY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* The columns that the text takes. */
size_t display_columns(const char *text);

/* Where a text that is too long is cut: what it ends in may tell more than its middle. */
typedef enum display_part {
    CUT_END,
    CUT_MIDDLE,
} display_part;

/*
 * The text as it is shown, cut to so many columns; an ellipsis, without 'utf8' "..", stands for
 * what is missing. Free it; NULL when there is no memory.
 */
char *display_cut(const char *text, size_t columns, display_part part, bool utf8);

enum { METRIC_TEXT = 32 };

/* A loss or an accuracy: "0.0712"; from a million on "3.7e36"; "nan", whatever its sign. Returns
 * 'text'. */
const char *metric_text(double value, int decimals, char text[METRIC_TEXT]);

#endif
