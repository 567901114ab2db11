/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of the commands on standard error. */
#include "cli/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"

bool say_all(const char *command, const char *format, va_list arguments) {
    char *message;
    if (vasprintf(&message, format, arguments) < 0) message = NULL;
    const char *text = message ? message : "out of memory";
    flockfile(stderr);
    fprintf(stderr, "%s: ", command);
    put_escaped(stderr, text, strlen(text));
    fputc('\n', stderr);
    funlockfile(stderr);
    free(message);
    return false;
}

bool say(const char *command, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_all(command, format, arguments);
    va_end(arguments);
    return false;
}

void say_written(const char *command, const char *format, ...) {
    va_list arguments;
    if (!isatty(fileno(stderr))) return;
    va_start(arguments, format);
    say_all(command, format, arguments);
    va_end(arguments);
}
