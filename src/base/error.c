/* SPDX-License-Identifier: Apache-2.0 */
/* The message of an error. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(error *err, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return false;
}
