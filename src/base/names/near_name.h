/* SPDX-License-Identifier: Apache-2.0 */
/* The name that somebody who misspelt one most likely meant. */
#ifndef BASE_NEAR_NAME_H
#define BASE_NEAR_NAME_H

#include <stddef.h>

/* Begin with the text and zeros, then try all names. */
typedef struct near_name {
    const char *text; /* what was written */
    const char *name; /* the nearest name, the first of equally near ones; NULL: none is near */
    size_t edits;     /* letters to insert, remove or change, or neighbours to exchange */
} near_name;

/* Look at one name, which must outlive 'self'. */
void near_name_try(near_name *self, const char *name);

/* Write "; did you mean NAME?", with the prefix before the name, or "" if no name is near. Returns
 * 'hint'. */
const char *near_name_hint(const near_name *self, const char *prefix, char *hint, size_t size);

#endif
