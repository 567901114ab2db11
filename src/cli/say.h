/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of the commands on standard error. */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include <stdarg.h>
#include <stdbool.h>

/*
 * Print "<command>: <message>" as a line. Controls are escaped, because file names and tags in it
 * may be untrusted. Returns false, so that callers can return it.
 */
__attribute__((format(printf, 2, 3))) bool say(const char *command, const char *format, ...);
__attribute__((format(printf, 2, 0))) bool say_all(const char *command, const char *format,
                                                   va_list arguments);

/* The same of what was written, if a person waits for it: only if standard error is a terminal. */
__attribute__((format(printf, 2, 3))) void say_written(const char *command, const char *format,
                                                       ...);

#endif
