/* SPDX-License-Identifier: Apache-2.0 */
/* Create the folders that an output file needs; the names in a path. */
#ifndef BASE_FOLDERS_H
#define BASE_FOLDERS_H

#include <stdbool.h>

/* Create the missing folders of a path, except its last name: "a" and "a/b" for "a/b/file". False,
 * with errno set, if one cannot be created. */
bool folders_make_for(const char *path);

/* The last separator of names in a path: a slash, on Windows also a backslash. NULL if there is
 * none. */
const char *last_slash(const char *path);

#endif
