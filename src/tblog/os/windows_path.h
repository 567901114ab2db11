/* SPDX-License-Identifier: Apache-2.0 */
/* Paths, files and errors of Windows, for those who call its own functions. */
#ifndef TBLOG_WINDOWS_PATH_H
#define TBLOG_WINDOWS_PATH_H

#include <wchar.h>

/* The errno of a path that Windows does not allow; no other error has this number. */
enum { TBLOG__OS_FORBIDDEN_NAME = 30001 };

/*
 * The path for Windows' functions, which take UTF-16; free it. A path of 248 characters or more
 * becomes absolute and begins with \\?\, as the shorter ones may not be that long. NULL if that
 * fails, with errno TBLOG__OS_FORBIDDEN_NAME if no file can have one of the path's names.
 */
wchar_t *tblog__os_wide_path(const char *path);

/* UTF-16 as UTF-8; free it. NULL without memory. */
char *tblog__os_utf8(const wchar_t *text);

/* CreateFileW, of a file that others may read, write, rename and remove meanwhile; after a failure
 * INVALID_HANDLE_VALUE, and errno is set. */
void *tblog__os_open_handle(const char *path, unsigned long access, unsigned long how,
                            unsigned long flags);

/* Set errno to what this error of Windows (GetLastError) means. */
void tblog__os_set_errno(unsigned long error);

#endif
