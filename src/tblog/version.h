/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option structs of programs that were built with an older or a newer tblog.h than this library.
 * Each begins with its size, and fields are only added at the end.
 */
#ifndef TBLOG_VERSION_H
#define TBLOG_VERSION_H

#include <stddef.h>
#include <tblog/status.h>

/*
 * Read the caller's options into the library's own struct of 'size' bytes. Fields that an older
 * program's struct does not have become zero, the default; so do all fields if 'given' is NULL. A
 * newer program's struct is read as far as this library knows it; TBLOG_ERR_ARGUMENT if a field
 * after that is set. 'whose' is for the message: "the writer's".
 */
tblog_status tblog__options_read(void *own, size_t size, const void *given, const char *whose,
                                 tblog_error *err);

#endif
