/* SPDX-License-Identifier: Apache-2.0 */
/* Why a file could not be read: one line that names the file and the reason, owned by the caller.
 */
#ifndef DATA_DATA_ERROR_H
#define DATA_DATA_ERROR_H

#include <stdbool.h>

typedef struct data_error {
    char message[512];
} data_error;

/* Format "<path>: <reason>"; returns false, so that callers can return it. */
__attribute__((format(printf, 3, 4))) bool data_fail(data_error *err, const char *path,
                                                     const char *format, ...);

#endif
