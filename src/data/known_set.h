/* SPDX-License-Identifier: Apache-2.0 */
/* The data sets that are known by name: what their classes are called, how their files are kept,
 * and where these may be. */
#ifndef DATA_KNOWN_SET_H
#define DATA_KNOWN_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct known_set {
    const char *name;  /* "fashion-mnist" */
    const char *title; /* "Fashion-MNIST": what people call it */
    size_t classes;
    const char *const *class_names; /* (classes) */
    uint8_t first_label;            /* of the files; classes count from 0 */
    bool transposed;                /* the files have images column by column */
    bool centered;                  /* images were cropped and centred as MNIST's were */
    const char *variable;           /* of the environment: names a folder to use; NULL: none */
    const char *folder;             /* where a Debian package puts the files; NULL: there is none */
} known_set;

/* All, in alphabetical order; *count of them. */
const known_set *known_sets(size_t *count);

/* The one of that name; NULL: there is none. */
const known_set *known_set_find(const char *name);

/* "0" to "255", for the classes of a set that is not known. */
const char *class_number(size_t label);

/* ---- where the files may be: the one place that knows these folders ---- */

enum { KNOWN_FOLDERS = 4 };

/*
 * Write into 'folders' the paths that may have the set's files, the one that counts first, NULL in
 * unused places:
 *
 *     what comes with the program   data/NAME next to the executable of a build folder;
 *                                   share/tblog/NAME of an installation, found from the executable
 *     the cache                     $XDG_CACHE_HOME/tblog/NAME or ~/.cache/tblog/NAME, where
 *                                   `initlab fetch` writes
 *     the set's Debian package
 *
 * None of them need exist. Free them by known_folders_free. False if memory is out.
 */
bool known_folders_list(const known_set *known, char *folders[KNOWN_FOLDERS]);
void known_folders_free(char *folders[KNOWN_FOLDERS]);

/* The script that gets known sets, tools/fetch-data, as it comes with the program; free it. NULL if
 * it is not there, or memory is out. */
char *known_sets_fetcher(void);

/* The folder that the user's environment names for the set ($MNIST_DIR), instead of the above;
 * NULL if it names none. */
const char *known_folder_given(const known_set *known);

#endif
