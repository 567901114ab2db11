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

/*
 * The text as it is shown, cut to so many columns; where something was cut the last of them say so,
 * by an ellipsis with 'utf8', ".." otherwise. 'out' has room for 'size' bytes with the NUL; what
 * does not fit in there is cut as well, at a character. Returns the columns taken.
 */
size_t display_cut(const char *text, size_t columns, bool utf8, char *out, size_t size);

#endif
