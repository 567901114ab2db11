/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody who misspelt a name may have meant. */
#ifndef NN_NEAR_NAMES_H
#define NN_NEAR_NAMES_H

#include <stddef.h>

/*
 * Write into list what helps somebody who wrote 'text': "did you mean a, b or c?", the names that
 * are a few edits away whatever the case, nearest first; or, when no name is near, all of them in
 * their order, "there are: a, b, c". What does not fit is left out.
 */
void nn_near_names(const char *text, const char *const *names, size_t count, char *list,
                   size_t size);

#endif
