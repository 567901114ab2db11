/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for each tag of each run. files.c calls this. */
#include "cli/tblog/export/files/places.h"

#include <ctype.h>
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/tblog/export/files/names.h"

/* Deeper ones are joined to one name, so that the path does not become too long. */
enum { MOST_PARTS = 12 };

/* ---- what was given ---- */

/* A text and what it stands for. The first letter of the key says what it is:
 *   =run:tag      the folder of this tag
 *   +folder/part  the folder that this part of a name is
 *   !folder       in lower case: is given
 *   #folder       in lower case: is given to a tag */
typedef struct given {
    char *key, *value;
} given;

static int compare(const void *a, const void *b) {
    return strcmp(((const given *)a)->key, ((const given *)b)->key);
}

static void free_entry(void *e) {
    free(((given *)e)->key);
    free(((given *)e)->value);
    free(e);
}

static char *key_of(char kind, const char *text) {
    char *key;
    if (asprintf(&key, "%c%s", kind, text) < 0) return NULL;
    for (char *at = key; (kind == '!' || kind == '#') && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return key;
}

/* NULL: it was not given. *failed becomes true when there is no memory. */
static const char *find(const places *self, char kind, const char *text, bool *failed) {
    given wanted = {.key = key_of(kind, text)};
    if (!wanted.key) *failed = true;
    given **found = wanted.key ? tfind(&wanted, &self->entries, compare) : NULL;
    free(wanted.key);
    return found ? (*found)->value : NULL;
}

/* Returns the value, which the list owns; NULL when there is no memory. */
static const char *give(places *self, char kind, const char *text, const char *value) {
    given *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    *e = (given){key_of(kind, text), strdup(value)};
    if (e->key && e->value && tsearch(e, &self->entries, compare)) return e->value;
    free_entry(e);
    return NULL;
}

void places_free(places *self) {
    tdestroy(self->entries, free_entry);
    self->entries = NULL;
}

/* ---- folders ---- */

/* Make it if it is not there. False with EEXIST if the name is a file's. */
static bool make(const char *path) {
    struct stat info;
    if (mkdir(path, 0777) == 0) return true;
    if (errno != EEXIST) return false;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return true;
    errno = EEXIST;
    return false;
}

/* Make and give the first of PATH, PATH~2, PATH~3, ... that is not given as this kind. */
static const char *make_free(places *self, char kind, const char *path) {
    for (unsigned k = 1; k; k++) {
        char *candidate, again[16] = "";
        bool failed = false;
        if (k > 1) snprintf(again, sizeof again, "~%u", k);
        if (asprintf(&candidate, "%s%s", path, again) < 0) return NULL;
        bool taken = find(self, kind, candidate, &failed);
        bool made = !failed && !taken && make(candidate);
        const char *known = made ? give(self, kind, candidate, candidate) : NULL;
        int error = failed || made ? ENOMEM : errno;
        free(candidate);
        errno = error;
        if (known || failed || made || (!taken && error != EEXIST)) return known;
    }
    return NULL;
}

/* The folder that this part of a name is in 'folder'. */
static const char *enter(places *self, const char *folder, const char *part) {
    bool failed = false;
    char *path;
    if (asprintf(&path, "%s/%s", folder, part) < 0) return NULL;
    const char *known = find(self, '+', path, &failed);
    if (!known && !failed) {
        const char *made = make_free(self, '!', path);
        known = made ? give(self, '+', path, made) : NULL;
    }
    free(path);
    return known;
}

/* Go on from 'folder' by the parts of a text. */
static const char *enter_all(places *self, const char *folder, const char *text, size_t size) {
    size_t parts = 0;
    do {
        char *part = name_of_part(&text, &size, ++parts == MOST_PARTS);
        folder = part ? enter(self, folder, part) : NULL;
        free(part);
    } while (folder && size);
    return folder;
}

static char *place_of(const char *run, const char *tag, size_t tag_size) {
    char *first = name_of_text(run, strlen(run)), *second = name_of_text(tag, tag_size), *place;
    if (!first || !second || asprintf(&place, "%s:%s", first, second) < 0) place = NULL;
    free(first);
    free(second);
    return place;
}

const char *places_folder(places *self, const char *run, const char *tag, size_t tag_size) {
    bool failed = false;
    char *place = place_of(run, tag ? tag : "", tag_size);
    errno = ENOMEM;
    if (!place) return NULL;
    const char *folder = find(self, '=', place, &failed);
    if (!folder && !failed) {
        folder = self->folder;
        if (strcmp(run, ".") != 0) folder = enter_all(self, folder, run, strlen(run));
        if (folder && tag) folder = enter_all(self, folder, tag, tag_size);
        if (folder) folder = make_free(self, '#', folder);
        if (folder) folder = give(self, '=', place, folder);
    }
    free(place);
    return folder;
}
