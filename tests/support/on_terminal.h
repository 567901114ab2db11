/* SPDX-License-Identifier: Apache-2.0 */
/* A command on a terminal of its own. */
#ifndef TESTS_ON_TERMINAL_H
#define TESTS_ON_TERMINAL_H

#include <stddef.h>

/*
 * Run a line for the shell; $tblog is the program. Its standard streams are a terminal of that size
 * (0: unknown), on which 'keys' were typed. Checks the exit code. Returns all that was written;
 * free it.
 */
char *on_terminal(const char *line, size_t columns, size_t rows, const char *keys, int code);

#endif
