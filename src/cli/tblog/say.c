/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of the commands on standard error. */
#include "cli/tblog/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

bool say(const char *command, const char *format, ...) {
    char *message;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&message, format, arguments) < 0) message = NULL;
    va_end(arguments);
    const char *text = message ? message : "out of memory";
    flockfile(stderr);
    fprintf(stderr, "%s: ", command);
    put_escaped(stderr, text, strlen(text));
    fputc('\n', stderr);
    funlockfile(stderr);
    free(message);
    return false;
}
