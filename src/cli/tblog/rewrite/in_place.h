/* SPDX-License-Identifier: Apache-2.0 */
/* An event file that is replaced by a new one and kept under another name. */
#ifndef CLI_TBLOG_IN_PLACE_H
#define CLI_TBLOG_IN_PLACE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/new_file.h"

typedef struct in_place {
    const char *command;
    char *path; /* of a symbolic link, what it points to: the link stays */
    struct stat before;
    new_file file; /* write to its 'out' */
    bool open;
} in_place;

/* All functions report their failures on standard error. */

/* Begin, before the file is read. False if it does not exist. */
bool in_place_begin(in_place *self, const char *command, const char *path);

/* Create the new file. */
bool in_place_open(in_place *self);

/* Whether the old file may be replaced. Not if it has changed since in_place_begin, because the new
 * events would be lost. */
bool in_place_check(const in_place *self);

/*
 * Give the old file its other name, in which 'word' ("damaged") is in the place of "tfevents", so
 * that TensorBoard does not read it; and the new one its name. If such a file exists: a failure,
 * or, if 'again' is true, a number is added to the word.
 */
bool in_place_replace(in_place *self, const char *word, bool again);

/* Free it, and remove the new file unless it has replaced the old one. */
void in_place_end(in_place *self);

#endif
