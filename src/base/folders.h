/* SPDX-License-Identifier: Apache-2.0 */
/* Create the folders that an output file needs. */
#ifndef BASE_FOLDERS_H
#define BASE_FOLDERS_H

#include <stdbool.h>

/* Create the missing folders of a path, except its last name: "a" and "a/b" for "a/b/file". False,
 * with errno set, if one cannot be created. */
bool folders_make_for(const char *path);

#endif
