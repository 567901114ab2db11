/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The data sets that are known by name.
 *
 * EMNIST (Cohen et al. 2017, arXiv:1702.05373) keeps images column by column, and in "letters"
 * counts from 1, capital and small letters being one class. "balanced" and "bymerge" merge those
 * that look alike; the order of their 47 classes is that of EMNIST's mapping files.
 */
#include "data/known_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const fashion[] = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                                      "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

static const char *const kuzushiji[] = {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"};

/* Digits, capital letters, small letters. */
static const char *const characters[] = {
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C", "D", "E", "F",
    "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V",
    "W", "X", "Y", "Z", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
    "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};

static const char *const merged[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B",
                                     "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N",
                                     "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z",
                                     "a", "b", "d", "e", "f", "g", "h", "n", "q", "r", "t"};

static const known_set sets[] = {
    {"emnist-balanced", "EMNIST Balanced", 47, merged, 0, true, true, NULL, NULL},
    {"emnist-byclass", "EMNIST ByClass", 62, characters, 0, true, true, NULL, NULL},
    {"emnist-bymerge", "EMNIST ByMerge", 47, merged, 0, true, true, NULL, NULL},
    {"emnist-digits", "EMNIST Digits", 10, characters, 0, true, true, NULL, NULL},
    {"emnist-letters", "EMNIST Letters", 26, characters + 10, 1, true, true, NULL, NULL},
    {"emnist-mnist", "EMNIST MNIST", 10, characters, 0, true, true, NULL, NULL},
    {"fashion-mnist", "Fashion-MNIST", 10, fashion, 0, false, false, NULL,
     "/usr/share/datasets/fashion-mnist"},
    {"kmnist", "Kuzushiji-MNIST", 10, kuzushiji, 0, false, false, NULL, NULL},
    {"mnist", "MNIST", 10, characters, 0, false, true, "MNIST_DIR", NULL},
};

const known_set *known_sets(size_t *count) {
    *count = sizeof sets / sizeof sets[0];
    return sets;
}

const known_set *known_set_find(const char *name) {
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        if (strcmp(sets[i].name, name) == 0) return &sets[i];
    return NULL;
}

#define TEN(tens)                                                                                  \
#tens "0", #tens "1", #tens "2", #tens "3", #tens "4", #tens "5", #tens "6", #tens "7",        \
        #tens "8", #tens "9"

const char *class_number(size_t label) {
    static const char *const numbers[] = {
        TEN(),   TEN(1),  TEN(2),  TEN(3),  TEN(4),  TEN(5),  TEN(6),  TEN(7),  TEN(8),
        TEN(9),  TEN(10), TEN(11), TEN(12), TEN(13), TEN(14), TEN(15), TEN(16), TEN(17),
        TEN(18), TEN(19), TEN(20), TEN(21), TEN(22), TEN(23), TEN(24), TEN(25)};
    return label < 256 ? numbers[label] : "";
}

/* ---- where the files may be ---- */

static bool add(char *folders[KNOWN_FOLDERS], const char *before, const char *between,
                const char *name) {
    size_t used = 0;
    while (folders[used]) used++;
    if (asprintf(&folders[used], "%s%s%s", before, between, name) >= 0) return true;
    folders[used] = NULL;
    return false;
}

/* The folder of this executable; free it. NULL without /proc: then nobody knows where it is. */
static char *program_folder(void) {
    char *program = realpath("/proc/self/exe", NULL);
    if (program) *strrchr(program, '/') = '\0';
    return program;
}

/* The folders next to this executable. */
static bool add_shipped(char *folders[KNOWN_FOLDERS], const char *name) {
    char *program = program_folder();
    if (!program) return true;
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

/* In a build folder, data/ is a link into the source tree. */
char *known_sets_fetcher(void) {
    static const char *const places[] = {"/data/../tools/fetch-data",
                                         "/" INSTALLED_DATA_FROM_PROGRAM "/fetch-data"};
    char *folder = program_folder(), *path, *found = NULL;
    for (size_t i = 0; folder && !found && i < 2; i++) {
        if (asprintf(&path, "%s%s", folder, places[i]) < 0) break;
        found = realpath(path, NULL);
        free(path);
    }
    free(folder);
    return found;
}

const char *known_folder_given(const known_set *known) {
    const char *folder = known->variable ? getenv(known->variable) : NULL;
    return folder && *folder ? folder : NULL;
}
