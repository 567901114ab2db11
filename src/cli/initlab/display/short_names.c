/* SPDX-License-Identifier: Apache-2.0 */
/* Names of runs, shortened. progress_state.c calls this. */
#include "cli/initlab/display/short_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/names/hashed_name.h"

enum { LONG = 24 }; /* names with more bytes lose the options' names */

static void cut_hashes(char **names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!names[i][length_without_hash(names[i])]) return;
    for (size_t i = 0; i < count; i++) names[i][length_without_hash(names[i])] = '\0';
}

static bool are_long(char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strlen(names[i]) > LONG) return true;
    return false;
}

/* Whether both are lists of "option=value" with the same options. */
static bool same_options(const char *a, const char *b) {
    for (;;) {
        size_t option = strcspn(a, "=,");
        if (a[option] != '=' || strncmp(a, b, option + 1) != 0) return false;
        a = strchr(a, ',');
        b = strchr(b, ',');
        if (!a || !b) return !a && !b;
        a++, b++;
    }
}

/* Leave the values only, in place. */
static void cut_options(char *name) {
    char *to = name;
    for (const char *from = name; *from;) {
        from += strcspn(from, "=") + 1;
        size_t length = strcspn(from, ",");
        memmove(to, from, length);
        to += length;
        from += length;
        if (*from) *to++ = *from++;
    }
    *to = '\0';
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whether all names differ; false also when there is no memory to find out. */
static bool are_distinct(char *const *names, size_t count) {
    char **sorted = malloc((count + 1) * sizeof *sorted);
    bool distinct = sorted != NULL;
    if (sorted) memcpy(sorted, names, count * sizeof *sorted);
    if (sorted) qsort(sorted, count, sizeof *sorted, by_text);
    for (size_t i = 1; i < count && distinct; i++) distinct = strcmp(sorted[i - 1], sorted[i]) != 0;
    free(sorted);
    return distinct;
}

static void shorten(char **names, size_t count) {
    bool same = true;
    cut_hashes(names, count);
    if (!are_long(names, count)) return;
    for (size_t i = 0; i < count && same; i++) same = same_options(names[0], names[i]);
    for (size_t i = 0; i < count && same; i++) cut_options(names[i]);
}

static char **copied(const run *runs, size_t count) {
    char **names = calloc(count + 1, sizeof *names);
    for (size_t i = 0; names && i < count; i++) {
        if ((names[i] = strdup(runs[i].name))) continue;
        short_names_free(names, count);
        return NULL;
    }
    return names;
}

char **short_names_of(const run *runs, size_t count) {
    char **names = copied(runs, count);
    if (!names || count < 2) return names;
    shorten(names, count);
    if (are_distinct(names, count)) return names;
    short_names_free(names, count);
    return copied(runs, count);
}

void short_names_free(char **names, size_t count) {
    for (size_t i = 0; names && i < count; i++) free(names[i]);
    free(names);
}
