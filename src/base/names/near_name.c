/* SPDX-License-Identifier: Apache-2.0 */
/* Names by edit distance, in which exchanged neighbours are one edit (optimal string alignment). */
#include "base/names/near_name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static bool same(char a, char b) {
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Edits that turn a into b, both at most LONGEST. rows[i % 3] are those of the first i letters. */
static size_t distance(const char *a, const char *b) {
    size_t rows[3][LONGEST + 1], n = strlen(a), m = strlen(b);
    for (size_t j = 0; j <= m; j++) rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t changed = above[j - 1] + !same(a[i - 1], b[j - 1]);
            row[j] = least(changed, least(row[j - 1], above[j]) + 1);
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

void near_name_try(near_name *self, const char *name) {
    size_t length = strlen(self->text), limit = length / 3 + 1;
    if (!length || length > LONGEST || strlen(name) > LONGEST) return;
    size_t edits = distance(self->text, name);
    if (edits > limit || edits >= strlen(name) || (self->name && edits >= self->edits)) return;
    self->name = name;
    self->edits = edits;
}

const char *near_name_hint(const near_name *self, const char *prefix, char *hint, size_t size) {
    *hint = '\0';
    if (self->name) snprintf(hint, size, "; did you mean %s%s?", prefix, self->name);
    return hint;
}
