/* SPDX-License-Identifier: Apache-2.0 */
/* The line after a table of runs. compare and sweep call this. */
#include "cli/initlab/display/next_steps.h"

#include <errno.h>
#include <stdlib.h>

#include "base/escape.h"
#include "cli/screen/display_text.h"

/* The parts, with that text between them; free it. NULL when there is no memory. */
static char *joined(const best_result *best, const char *logdir, const char *between) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    if (best->name) fprintf(out, "best %s %.4f%s", best->name, best->val_accuracy, between);
    fputs("report: ", out);
    put_shell_word(out, program_invocation_name);
    fputs(" report ", out);
    put_shell_word(out, logdir);
    fprintf(out, "%stensorboard --logdir ", between);
    put_shell_word(out, logdir);
    if (fclose(out) == 0) return text;
    free(text);
    return NULL;
}

void next_steps_put(const best_result *best, const char *logdir, const terminal *out,
                    size_t columns) {
    char *text = joined(best, logdir, out->utf8 ? " · " : " | ");
    if (text && columns && display_columns(text) > columns) {
        free(text);
        text = joined(best, logdir, "\n");
    }
    if (text) fprintf(out->out, "\n%s\n", text);
    free(text);
}
