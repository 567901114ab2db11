/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that an output file needs. */
#ifndef BASE_FOLDERS_H
#define BASE_FOLDERS_H

#include <stdbool.h>

/* Make the missing folders of a path, but not its last part: "a" and "a/b" for "a/b/file". False,
 * with errno set, if one cannot be made. */
bool folders_make_for(const char *path);

#endif
