/* SPDX-License-Identifier: Apache-2.0 */
/* Create the folders that an output file needs. */
#include "base/folders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool folders_make_for(const char *path) {
    char *copy = strdup(path);
    bool good = copy != NULL;
    for (char *at = copy; good && *at && (at = strchr(at + 1, '/'));) {
        *at = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *at = '/';
    }
    int saved = errno;
    free(copy);
    errno = saved;
    return good;
}
