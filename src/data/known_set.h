/* SPDX-License-Identifier: Apache-2.0 */
/* The data sets that are known by name: what their classes are called, how their files are kept. */
#ifndef DATA_KNOWN_SET_H
#define DATA_KNOWN_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct known_set {
    const char *name; /* "fashion-mnist" */
    size_t classes;
    const char *const *class_names; /* (classes) */
    uint8_t first_label;            /* of the files; classes count from 0 */
    bool transposed;                /* the files have images column by column */
    const char *variable;           /* of the environment: names a folder to use; NULL: none */
    const char *folder;             /* where a Debian package puts the files; NULL: there is none */
} known_set;

/* All, in alphabetical order; *count of them. */
const known_set *known_sets(size_t *count);

/* The one of that name; NULL: there is none. */
const known_set *known_set_find(const char *name);

/* "0" to "255", for the classes of a set that is not known. */
const char *class_number(size_t label);

#endif
