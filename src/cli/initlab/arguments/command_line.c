/* SPDX-License-Identifier: Apache-2.0 */
/* A command line as one text. Commands that train call this. */
#include "cli/initlab/arguments/command_line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

static void put_word(FILE *out, const char *word) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "%+,-./:=@_";
    size_t size = strlen(word);
    bool quoted = !size || strspn(word, plain) < size;
    if (quoted) putc('\'', out);
    for (size_t piece; size > 0; word += piece, size -= piece) {
        piece = strcspn(word, "'");
        put_escaped(out, word, piece);
        if (piece == size) break;
        fputs("'\\''", out);
        piece++;
    }
    if (quoted) putc('\'', out);
}

char *command_line(int argc, char **argv) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    for (int i = 0; i < argc; i++) {
        if (i)
            putc(' ', out), put_word(out, argv[i]);
        else
            fputs(argv[0], out);
    }
    if (fclose(out) == 0) return text;
    free(text);
    return NULL;
}

const char *command_line_keep(int argc, char **argv) {
    static char *kept;
    if (!kept) kept = command_line(argc, argv);
    return kept;
}
