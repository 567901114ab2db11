/* SPDX-License-Identifier: Apache-2.0 */
/* The message of an error. */
#include "base/error.h"

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
