/* SPDX-License-Identifier: Apache-2.0 */
/* The message of an error. */
#include "base/error.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void error_format(char *to, size_t size, const char *format, va_list arguments) {
    char *whole;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(to, size, format, again);
    va_end(again);
    if (length < 0 || (size_t)length < size || vasprintf(&whole, format, arguments) < 0) return;
    size_t head = size / 4, tail = (size_t)length - (size - head - sizeof "...");
    while (head > 0 && (whole[head] & 0xc0) == 0x80) head--;
    while ((whole[tail] & 0xc0) == 0x80) tail++;
    snprintf(to, size, "%.*s...%s", (int)head, whole, whole + tail);
    free(whole);
}

bool error_set(error *err, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error_format(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return false;
}

bool error_memory(error *err, const char *name, uint64_t bytes) {
    static const double MB = 1e6, GB = 1e9;
    double size = (double)bytes;
    if (size < MB)
        return error_set(err, "%s: out of memory: %" PRIu64 " bytes are needed", name, bytes);
    return error_set(err, "%s: out of memory: %.1f %s are needed", name,
                     size < GB ? size / MB : size / GB, size < GB ? "MB" : "GB");
}
