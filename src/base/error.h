/* SPDX-License-Identifier: Apache-2.0 */
/* Why something could not be done: one line that says what is wrong and where, owned by the caller.
 * The only error type of the programs; libtblog and nn, which stand alone, have their own. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct error {
    char message[1024];
} error;

/* Format the message. Returns false, so that callers can return it. */
__attribute__((format(printf, 2, 3))) bool error_set(error *err, const char *format, ...);

/* Set the message "NAME: out of memory: 376.8 MB are needed"; returns false. */
bool error_memory(error *err, const char *name, uint64_t bytes);

/* Format any message. If it is too long, its middle is cut out, because the path is at its start
 * and the reason at its end. No UTF-8 sequence is cut. */
__attribute__((format(printf, 3, 0))) void error_format(char *to, size_t size, const char *format,
                                                        va_list arguments);

#endif
