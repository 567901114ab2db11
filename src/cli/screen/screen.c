/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines at the bottom of a terminal. Each change is one write, and lines are overwritten instead of
 * erased and drawn again, so that nothing flickers. progress.c calls this with its lock held.
 */
#include "cli/screen/screen.h"

#include <stdlib.h>
#include <string.h>

#include "cli/screen/display_text.h"

/* The line without its SGR sequences (colours), which take no columns; free it. */
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

/* The number of rows that the region takes: a terminal wraps long lines when it becomes
 * narrower. */
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

/* Print each line, and erase the rest of a longer line that was there before. */
static void put_lines(FILE *out, const char *lines) {
    for (const char *line = lines; line && *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(out, "%.*s\033[K\n", (int)length, line);
        line += length + 1;
    }
}

/* Print from the region's first row: first the lines that stay, then the new region. */
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
