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

static void append(char *list, size_t size, const char *name) {
    size_t used = strlen(list);
    if (used + strlen(name) + 3 <= size)
        snprintf(list + used, size - used, "%s%s", used ? ", " : "", name);
}

void nn_near_names(const char *text, const char *const *names, size_t count, char *list,
                   size_t size) {
    size_t near = 0, limit = strlen(text) / 3 + 1;
    list[0] = '\0';
    for (size_t d = 0; d <= limit && near < MAX_NEAR; d++)
        for (size_t i = 0; i < count && near < MAX_NEAR; i++)
            if (distance(text, names[i]) == d) {
                append(list, size, names[i]);
                near++;
            }
    for (size_t i = 0; i < count && !near; i++) append(list, size, names[i]);
}
