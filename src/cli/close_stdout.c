/* SPDX-License-Identifier: Apache-2.0 */
/* Report lost output when the program ends. exit() calls this. */
#include "cli/close_stdout.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *program_name;
static int exit_code;

static void close_stdout(void) {
    bool lost = ferror(stdout) != 0; /* an earlier write failed, and its errno is gone */
    bool printed = lost || __fpending(stdout) > 0;
    errno = 0;
    if (fclose(stdout) == 0 && !lost) return;
    if (errno == EBADF && !printed) return; /* standard output was closed from the start */
    fprintf(stderr, "%s: standard output: %s\n", program_name,
            errno ? strerror(errno) : "cannot write");
    _exit(exit_code);
}

void close_stdout_at_exit(const char *program, int code) {
    program_name = program;
    exit_code = code;
    atexit(close_stdout);
}
