/* SPDX-License-Identifier: Apache-2.0 */
/* Why a file could not be read. */
#include "base/data_error.h"

#include <stdarg.h>
#include <stdio.h>

bool data_fail(data_error *err, const char *path, const char *format, ...) {
    char reason[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    snprintf(err->message, sizeof err->message, "%.200s: %s", path, reason);
    return false;
}
