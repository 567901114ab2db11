/* SPDX-License-Identifier: Apache-2.0 */
#include "on_terminal.h"

#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

char *on_terminal(const char *line, size_t columns, size_t rows, const char *keys, int code) {
    const struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    int master;
    setenv("tblog", TBLOG_TOOL, 1);
    pid_t child = forkpty(&master, NULL, NULL, &size);
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    if (keys) ck_assert_int_eq(write(master, keys, strlen(keys)), (ssize_t)strlen(keys));
    size_t used = 0, room = 1 << 16;
    char *text = malloc(room);
    for (ssize_t n; (n = read(master, text + used, room - 1 - used)) > 0;) {
        used += (size_t)n;
        if (room - used < 4096) text = realloc(text, room *= 2);
    }
    text[used] = '\0';
    close(master);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == code, "%s: status %x: %s", line,
                  (unsigned)status, text);
    return text;
}
