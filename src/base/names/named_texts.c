/* SPDX-License-Identifier: Apache-2.0 */
/* A list of texts with names. */
#include "base/names/named_texts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void named_texts_take(named_texts *self, const char *name, char *text) {
    named_text *grown = text ? reallocarray(self->list, self->count + 1, sizeof *grown) : NULL;
    if (grown) {
        self->list = grown;
        grown[self->count++] = (named_text){name, text};
        return;
    }
    free(text);
    self->failed = true;
}

void named_texts_add(named_texts *self, const char *name, const char *format, ...) {
    char *text;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) text = NULL;
    va_end(arguments);
    named_texts_take(self, name, text);
}

void named_texts_free(named_texts *self) {
    for (size_t i = 0; i < self->count; i++) free((char *)self->list[i].text);
    free(self->list);
    *self = (named_texts){0};
}
