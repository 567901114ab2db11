/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines at the bottom of a terminal. Every change is one write, and lines are replaced rather than
 * removed and drawn, so that nothing flickers.
 */
#include "cli/screen/screen.h"

#include <stdlib.h>
#include <string.h>

#include "cli/screen/display_text.h"

/* The line without its sequences of SGR, which take no columns; free it. */
static char *without_styles(const char *line, size_t length) {
    char *plain = malloc(length + 1), *to = plain;
    for (const char *from = line; plain && from < line + length;) {
        if (*from == '\033')
            from += strcspn(from, "m") + 1;
        else
            *to++ = *from++;
    }
    if (plain) *to = '\0';
    return plain;
}

/* How many rows the region takes: terminals break lines anew when they become narrower. */
static size_t rows_of(const screen *self) {
    size_t rows = 0, columns = terminal_size_of(self->out).columns;
    for (const char *line = self->region; line && *line;) {
        size_t length = strcspn(line, "\n");
        char *plain = without_styles(line, length);
        size_t taken = plain ? display_columns(plain) : 0;
        rows += columns && taken > columns ? (taken + columns - 1) / columns : 1;
        free(plain);
        line += length + 1;
    }
    return rows;
}

/* Each line with what erases the rest of an earlier, longer one. */
static void put_lines(FILE *out, const char *lines) {
    for (const char *line = lines; line && *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(out, "%.*s\033[K\n", (int)length, line);
        line += length + 1;
    }
}

/* From the region's first row on: lines that stay, then the region as it will be. */
static void redraw(const screen *self, const char *above, const char *region) {
    char *text = NULL;
    size_t size, rows = rows_of(self);
    FILE *out = open_memstream(&text, &size);
    if (!out) return;
    if (rows) fprintf(out, "\033[%zuA\r", rows);
    put_lines(out, above);
    put_lines(out, region);
    fputs("\033[J", out);
    if (fclose(out) == 0) fwrite(text, 1, size, self->out->out);
    fflush(self->out->out);
    free(text);
}

void screen_draw(screen *self, char *lines) {
    if (self->region || lines) redraw(self, NULL, lines);
    free(self->region);
    self->region = lines;
}

void screen_put(screen *self, const char *lines) {
    redraw(self, lines, self->region);
}
