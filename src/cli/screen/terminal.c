/* SPDX-License-Identifier: Apache-2.0 */
/* What a stream is connected to. The commands and progress.c ask. */
#include "cli/screen/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

terminal terminal_of(FILE *out) {
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
    terminal self = {.out = out, .is_terminal = isatty(fileno(out))};
    self.can_redraw = self.is_terminal && term && *term && strcmp(term, "dumb") != 0;
    self.colour = self.can_redraw && !(no_color && *no_color);
    self.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return self;
}

terminal terminal_of_utf8_texts(FILE *out) {
    setlocale(LC_CTYPE, "");
    terminal self = terminal_of(out);
    if (!self.utf8) setlocale(LC_CTYPE, "C.UTF-8");
    return self;
}

terminal_size terminal_size_of(const terminal *self) {
    struct winsize window;
    if (!self->is_terminal || ioctl(fileno(self->out), TIOCGWINSZ, &window) != 0)
        return (terminal_size){0};
    return (terminal_size){window.ws_col, window.ws_row};
}

const char *style_begin(const terminal *self, text_style style) {
    static const char *const codes[] = {
        [STYLE_PLAIN] = "",       [STYLE_GOOD] = "\033[32m", [STYLE_WARNING] = "\033[33m",
        [STYLE_BAD] = "\033[31m", [STYLE_DIM] = "\033[2m",   [STYLE_BOLD] = "\033[1m"};
    return self->colour ? codes[style] : "";
}

const char *style_end(const terminal *self, text_style style) {
    return self->colour && style != STYLE_PLAIN ? "\033[0m" : "";
}
