/* SPDX-License-Identifier: Apache-2.0 */
/* A command line as one text. Commands that train call this. */
#include "cli/initlab/arguments/command_line.h"

#include <stdlib.h>

#include "base/escape.h"

char *command_line(int argc, char **argv) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    for (int i = 0; i < argc; i++) {
        if (i)
            putc(' ', out), put_shell_word(out, argv[i]);
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
