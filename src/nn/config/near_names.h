/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody who misspelt a name may have meant. */
#ifndef NN_NEAR_NAMES_H
#define NN_NEAR_NAMES_H

#include <stddef.h>

/*
 * Write "a, b, c" into list: those of the names that are a few edits away from 'text', whatever the
 * case, nearest first; all of them, in their order, when none is. What does not fit is left out.
 */
void nn_near_names(const char *text, const char *const *names, size_t count, char *list,
                   size_t size);

#endif
