/* SPDX-License-Identifier: Apache-2.0 */
/* Where the files of a known data set may be: the one place that knows these folders. */
#ifndef DATA_KNOWN_FOLDER_H
#define DATA_KNOWN_FOLDER_H

#include "data/known_set.h"

enum { KNOWN_FOLDERS = 4 };

/*
 * Write into 'folders' the paths that may have the set's files, the one that counts first, NULL in
 * unused places:
 *
 *     what comes with the program   data/NAME next to the executable of a build folder;
 *                                   share/tblog/NAME of an installation, found from the executable
 *     the cache                     $XDG_CACHE_HOME/tblog/NAME or ~/.cache/tblog/NAME, where
 *                                   tools/fetch-data writes
 *     the set's Debian package
 *
 * None of them need exist. Free them by known_folders_free. False if memory is out.
 */
bool known_folders_list(const known_set *known, char *folders[KNOWN_FOLDERS]);
void known_folders_free(char *folders[KNOWN_FOLDERS]);

/* The folder that the user's environment names for the set ($MNIST_DIR), instead of the above;
 * NULL if it names none. */
const char *known_folder_given(const known_set *known);

#endif
