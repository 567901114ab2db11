/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for each tag of each run, below one folder. */
#ifndef CLI_TBLOG_EXPORT_PLACES_H
#define CLI_TBLOG_EXPORT_PLACES_H

#include <stdbool.h>
#include <stddef.h>

/* Start with the folder, which exists, and zeros. */
typedef struct places {
    const char *folder;
    void *entries; /* what was given so far, by tsearch(3) */
} places;

/*
 * The path of the folder FOLDER/<run>/<tag>, which is made with its parents; without a tag (NULL),
 * of FOLDER/<run>. Names are those of names.h. Two tags of two runs never share one, also on a file
 * system that ignores case: the second gets "~2", as does a folder whose name a file has. It lives
 * as long as 'self'. NULL with errno set after a failure.
 */
const char *places_folder(places *self, const char *run, const char *tag, size_t tag_size);

void places_free(places *self);

#endif
