/* SPDX-License-Identifier: Apache-2.0 */
/* Create the folders that an output file needs. */
#include "base/folders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* PATH_SLASHES is what CMakeLists.txt says of this system. */
const char *last_slash(const char *path) {
    const char *last = NULL;
    for (const char *at = path; (at = strpbrk(at, PATH_SLASHES)); at++) last = at;
    return last;
}

bool folders_make_for(const char *path) {
    char *copy = strdup(path);
    bool good = copy != NULL;
    for (char *at = copy; good && *at && (at = strpbrk(at + 1, PATH_SLASHES));) {
        char slash = *at;
        *at = '\0';
        good = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *at = slash;
    }
    int saved = errno;
    free(copy);
    errno = saved;
    return good;
}
