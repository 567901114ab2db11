/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of runs without what all of them have in common, so that lines have room for what
 * differs: a sweep's "init=he_normal,lr=0.01-1c0b365f" becomes "init=he_normal,lr=0.01", and if
 * that is still long, "he_normal,0.01".
 */
#ifndef CLI_SHORT_NAMES_H
#define CLI_SHORT_NAMES_H

#include "runs/run.h"

/* (count) names, of which no two are equal if no two runs have one name. Free by short_names_free;
 * NULL when there is no memory. */
char **short_names_of(const run *runs, size_t count);
void short_names_free(char **names, size_t count); /* NULL is fine */

#endif
