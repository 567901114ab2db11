/* SPDX-License-Identifier: Apache-2.0 */
/* Classes as a user gives them. */
#include "data/class_names.h"

#include <stdlib.h>
#include <string.h>

static bool is_number(const char *text) {
    return *text && text[strspn(text, "0123456789")] == '\0';
}

static size_t count_names(const char *text) {
    size_t count = 1;
    for (const char *at = text; *at; at++) {
        if (*at != ',') continue;
        if (at == text || at[-1] == ',') return 0;
        count++;
    }
    return *text && text[strlen(text) - 1] != ',' ? count : 0;
}

size_t class_names_count(const char *text) {
    size_t count = is_number(text) ? strtoul(text, NULL, 10) : count_names(text);
    return count >= 2 && count <= DATASET_MAX_CLASSES ? count : 0;
}

/* One block: the pointers, and behind them the text, its commas turned into ends. */
static bool copy_names(dataset *set, const char *text) {
    size_t size = strlen(text) + 1;
    char **names = malloc(set->classes * sizeof *names + size);
    if (!names) return false;
    char *at = memcpy(names + set->classes, text, size);
    for (size_t i = 0; i < set->classes; i++) {
        names[i] = at;
        at += strcspn(at, ",");
        *at++ = '\0';
    }
    set->own_names = names;
    set->class_names = (const char *const *)names;
    return true;
}

bool class_names_give(dataset *set, const char *text) {
    set->classes = class_names_count(text);
    set->class_names = NULL;
    return is_number(text) || copy_names(set, text);
}
