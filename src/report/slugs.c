/* SPDX-License-Identifier: Apache-2.0 */
/* Names of figures' files. */
#include "report/slugs.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MOST = 100 }; /* letters */

static bool is_taken(const slug_list *self, const char *name) {
    for (size_t i = 0; i < self->count; i++)
        if (strcasecmp(self->names[i], name) == 0) return true;
    return false;
}

static bool add(slug_list *self, pool *memory, const char *name) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? 2 * self->capacity : 32;
        const char **grown = pool_take(memory, capacity, sizeof *grown);
        if (!grown) return false;
        if (self->count) memcpy(grown, self->names, self->count * sizeof *grown);
        self->names = grown;
        self->capacity = capacity;
    }
    self->names[self->count++] = name;
    return true;
}

const char *slug_take(slug_list *self, pool *memory, const char *part, const char *tag) {
    char base[MOST + 1];
    snprintf(base, sizeof base, "%s%s%s", part, *part ? "-" : "", tag);
    for (char *at = base; *at; at++)
        if (!isalnum((unsigned char)*at) && (at == base || !strchr("-_.", *at))) *at = '-';
    for (size_t number = 1;; number++) {
        const char *name = number > 1 ? pool_print(memory, "%s-%zu", base, number)
                                      : pool_print(memory, "%s", base);
        const char *close = name ? pool_print(memory, "%s" SLUG_CLOSE_UP, name) : NULL;
        if (!close) return NULL;
        if (is_taken(self, name) || is_taken(self, close)) continue;
        return add(self, memory, name) && add(self, memory, close) ? name : NULL;
    }
}
