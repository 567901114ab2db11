/* SPDX-License-Identifier: Apache-2.0 */
/* Writing messages into a caller's tblog_error. */
#ifndef TBLOG_ERROR_H
#define TBLOG_ERROR_H

#include <tblog/status.h>

/* Format the message into 'err' unless that is NULL. Returns 'status', so that callers can return
 * it. */
__attribute__((format(printf, 3, 4))) tblog_status tblog__fail(tblog_error *err,
                                                               tblog_status status,
                                                               const char *format, ...);

/*
 * The same for a failed system call: TBLOG_ERR_IO and "<path>: <what>: <text of errno>". 'error' is
 * the errno of the failure.
 */
tblog_status tblog__fail_io(tblog_error *err, const char *path, const char *what, int error);

/* The same for TBLOG_ERR_NO_MEMORY. */
tblog_status tblog__fail_no_memory(tblog_error *err);

#endif
