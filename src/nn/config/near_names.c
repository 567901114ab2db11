/* SPDX-License-Identifier: Apache-2.0 */
/* Names by edit distance (Wagner and Fischer 1974). */
#include "nn/config/near_names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MAX_LENGTH = 64, MAX_NEAR = 4 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Insertions, deletions and changes that turn a into b; MAX_LENGTH for texts that are too long. */
static size_t distance(const char *a, const char *b) {
    size_t row[MAX_LENGTH + 1], n = strlen(b);
    if (strlen(a) > MAX_LENGTH || n > MAX_LENGTH) return MAX_LENGTH;
    for (size_t j = 0; j <= n; j++) row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t changed =
                diagonal + (tolower((unsigned char)a[i - 1]) != tolower((unsigned char)b[j - 1]));
            diagonal = row[j];
            row[j] = least(changed, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[n];
}

/* Append a name, after what separates it from the one before; not if it does not fit. */
static void append(char *list, size_t size, const char *separator, const char *name) {
    size_t used = strlen(list);
    if (used + strlen(separator) + strlen(name) + 2 <= size)
        snprintf(list + used, size - used, "%s%s", separator, name);
}

/* The names that are a few edits away, nearest first; returns how many, at most MAX_NEAR. */
static size_t find_near(const char *text, const char *const *names, size_t count,
                        const char *near[MAX_NEAR]) {
    size_t found = 0, limit = strlen(text) / 3 + 1;
    for (size_t d = 0; d <= limit && found < MAX_NEAR; d++)
        for (size_t i = 0; i < count && found < MAX_NEAR; i++)
            if (distance(text, names[i]) == d) near[found++] = names[i];
    return found;
}

void nn_near_names(const char *text, const char *const *names, size_t count, char *list,
                   size_t size) {
    const char *near[MAX_NEAR];
    size_t found = find_near(text, names, count, near);
    snprintf(list, size, found ? "did you mean " : "there are: ");
    for (size_t i = 0; i < found; i++)
        append(list, size, !i ? "" : i + 1 == found ? " or " : ", ", near[i]);
    for (size_t i = 0; i < count && !found; i++) append(list, size, i ? ", " : "", names[i]);
    if (found) append(list, size, "?", "");
}
