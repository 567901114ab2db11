/* SPDX-License-Identifier: Apache-2.0 */
/* Where the files of a known data set may be. */
#include "data/known_folder.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool add(char *folders[KNOWN_FOLDERS], const char *before, const char *between,
                const char *name) {
    size_t used = 0;
    while (folders[used]) used++;
    if (asprintf(&folders[used], "%s%s%s", before, between, name) >= 0) return true;
    folders[used] = NULL;
    return false;
}

/* The folders next to this executable. Without /proc nobody knows where it is: then there are
 * none. */
static bool add_shipped(char *folders[KNOWN_FOLDERS], const char *name) {
    char *program = realpath("/proc/self/exe", NULL);
    if (!program) return true;
    *strrchr(program, '/') = '\0';
    bool good = add(folders, program, "/data/", name) &&
                add(folders, program, "/" INSTALLED_DATA_FROM_PROGRAM "/", name);
    free(program);
    return good;
}

static bool add_cached(char *folders[KNOWN_FOLDERS], const char *name) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && *cache) return add(folders, cache, "/tblog/", name);
    return !home || add(folders, home, "/.cache/tblog/", name);
}

/* Paths without links and "..", as a user wants to read them; those of no folder stay. */
static void make_plain(char *folders[KNOWN_FOLDERS]) {
    for (size_t i = 0; i < KNOWN_FOLDERS && folders[i]; i++) {
        char *plain = folders[i][0] == '/' ? realpath(folders[i], NULL) : NULL;
        if (!plain) continue;
        free(folders[i]);
        folders[i] = plain;
    }
}

bool known_folders_list(const known_set *known, char *folders[KNOWN_FOLDERS]) {
    for (size_t i = 0; i < KNOWN_FOLDERS; i++) folders[i] = NULL;
    if (add_shipped(folders, known->name) && add_cached(folders, known->name) &&
        (!known->folder || add(folders, known->folder, "", ""))) {
        make_plain(folders);
        return true;
    }
    known_folders_free(folders);
    return false;
}

void known_folders_free(char *folders[KNOWN_FOLDERS]) {
    for (size_t i = 0; i < KNOWN_FOLDERS; i++) free(folders[i]);
}

const char *known_folder_given(const known_set *known) {
    const char *folder = known->variable ? getenv(known->variable) : NULL;
    return folder && *folder ? folder : NULL;
}
