/* SPDX-License-Identifier: Apache-2.0 */
/* Statuses, their texts, and error messages. Called in any thread. */
#include "tblog/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/os/os.h"

const char *tblog_status_text(tblog_status status) {
    switch (status) { /* no default: the compiler warns if a status has no text */
    case TBLOG_OK: return "success";
    case TBLOG_ERR_ARGUMENT: return "bad argument";
    case TBLOG_ERR_NO_MEMORY: return "out of memory";
    case TBLOG_ERR_IO: return "input/output error";
    case TBLOG_ERR_TOO_LARGE: return "value too large";
    case TBLOG_END: return "end of file";
    case TBLOG_ERR_TRUNCATED: return "truncated record";
    case TBLOG_ERR_LENGTH_CRC: return "bad length CRC";
    case TBLOG_ERR_DATA_CRC: return "bad data CRC";
    case TBLOG_ERR_FORMAT: return "malformed message";
    }
    return "unknown status";
}

/* Format a message. If it is too long, its middle is cut out, because the path is at its start and
 * the reason at its end. No UTF-8 sequence is cut. */
static void format_fitting(char *to, size_t size, const char *format, va_list arguments) {
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

tblog_status tblog__fail(tblog_error *err, tblog_status status, const char *format, ...) {
    if (err) {
        va_list arguments;
        va_start(arguments, format);
        err->status = status;
        format_fitting(err->message, sizeof err->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

tblog_status tblog__fail_io(tblog_error *err, const char *path, const char *what, int error) {
    char text[128];
    tblog__os_error_text(error, text, sizeof text);
    return tblog__fail(err, TBLOG_ERR_IO, "%s: %s: %s", path, what, text);
}

tblog_status tblog__fail_no_memory(tblog_error *err) {
    return tblog__fail(err, TBLOG_ERR_NO_MEMORY, "%s", tblog_status_text(TBLOG_ERR_NO_MEMORY));
}
