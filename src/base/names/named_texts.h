/* SPDX-License-Identifier: Apache-2.0 */
/* A list of texts with names, in the order in which they were added. */
#ifndef BASE_NAMED_TEXTS_H
#define BASE_NAMED_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct named_text {
    const char *name, *text;
} named_text;

typedef struct named_texts {
    named_text *list; /* (count) */
    size_t count;
    bool failed; /* there was no memory, and a text is missing */
} named_texts;   /* {0} is an empty list */

/* Add a text formatted as by printf. The name is not copied. */
__attribute__((format(printf, 3, 4))) void named_texts_add(named_texts *self, const char *name,
                                                           const char *format, ...);

/* Add an allocated text, which the list then owns; NULL means that there was no memory. */
void named_texts_take(named_texts *self, const char *name, char *text);

void named_texts_free(named_texts *self);

#endif
