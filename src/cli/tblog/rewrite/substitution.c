/* SPDX-License-Identifier: Apache-2.0 */
/* sed's s/REGEX/NEW/FLAGS. edit.c calls this. */
#include "cli/tblog/rewrite/substitution.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ---- parsing ---- */

/* The end of the part that begins at 'at': the next delimiter without a backslash before it; NULL
 * if there is none. */
static const char *end_of_part(const char *at, char delimiter) {
    for (; *at && *at != delimiter; at++)
        if (*at == '\\' && at[1]) at++;
    return *at ? at : NULL;
}

/* Copy a part; a delimiter with a backslash is the delimiter itself. NULL: no memory. */
static char *copy_part(const char *at, const char *end, char delimiter) {
    char *copy = malloc((size_t)(end - at) + 1), *to = copy;
    if (!copy) return NULL;
    while (at < end) {
        if (*at == '\\' && at[1] == delimiter) {
            at++;
        } else if (*at == '\\') {
            *to++ = *at++;
        }
        *to++ = *at++;
    }
    *to = '\0';
    return copy;
}

static bool parse_flags(const char *flags, substitution *self, bool *any_case, char *reason,
                        size_t size) {
    for (; *flags; flags++) {
        if (*flags == 'g')
            self->global = true;
        else if (*flags == 'i' || *flags == 'I')
            *any_case = true;
        else {
            snprintf(reason, size, "'%s' is not a flag; there are g and i", flags);
            return false;
        }
    }
    return true;
}

/* Check the escapes of NEW. */
static bool check_new(const substitution *self, char *reason, size_t size) {
    size_t groups = regex_group_count(self->regex);
    for (const char *at = self->with; *at; at++) {
        if (*at != '\\') continue;
        at++;
        if (!*at || (isalpha((unsigned char)*at) && *at != 'n' && *at != 't')) {
            snprintf(reason, size, "'\\%.1s' has no meaning in the new text", at);
            return false;
        }
        if (isdigit((unsigned char)*at) && (size_t)(*at - '0') > groups) {
            snprintf(reason, size, "\\%c is used, but the expression has %zu groups", *at, groups);
            return false;
        }
    }
    return true;
}

bool substitution_parse(substitution *self, const char *text, char *reason, size_t size) {
    char delimiter = *text ? text[1] : '\0';
    bool usable = text[0] == 's' && ispunct((unsigned char)delimiter) && delimiter != '\\';
    const char *middle = usable ? end_of_part(text + 2, delimiter) : NULL;
    const char *end = middle ? end_of_part(middle + 1, delimiter) : NULL;
    bool any_case = false;
    *self = (substitution){0};
    if (!end || middle == text + 2) {
        snprintf(reason, size, "it is not of the form s/REGEX/NEW/");
        return false;
    }
    if (!parse_flags(end + 1, self, &any_case, reason, size)) return false;
    char *expression = copy_part(text + 2, middle, delimiter);
    self->with = copy_part(middle + 1, end, delimiter);
    if (expression && self->with)
        self->regex = regex_new(expression, any_case, reason, size);
    else
        snprintf(reason, size, "out of memory");
    free(expression);
    if (self->regex && check_new(self, reason, size)) return true;
    substitution_free(self);
    return false;
}

void substitution_free(substitution *self) {
    regex_free(self->regex);
    free(self->with);
}

/* ---- replacing ---- */

static void put_group(const substitution *self, size_t group, FILE *out, const char *text) {
    size_t from, size;
    if (regex_group(self->regex, group, &from, &size)) fwrite(text + from, 1, size, out);
}

static void put_new(const substitution *self, FILE *out, const char *text) {
    for (const char *at = self->with; *at; at++) {
        if (*at == '&') {
            put_group(self, 0, out, text);
        } else if (*at != '\\') {
            fputc(*at, out);
        } else if (isdigit((unsigned char)*++at)) {
            put_group(self, (size_t)(*at - '0'), out, text);
        } else {
            fputc(*at == 'n' ? '\n' : *at == 't' ? '\t' : *at, out);
        }
    }
}

/* Copy the character at text[at]; returns where the next one begins. */
static size_t copy_character(FILE *out, const char *text, size_t size, size_t at) {
    if (at == size) return size + 1;
    size_t length = utf8_sequence((const unsigned char *)text + at, size - at);
    fwrite(text + at, 1, length ? length : 1, out);
    return at + (length ? length : 1);
}

/* As sed does: an empty match right after a match is not one. */
static bool replace(const substitution *self, FILE *out, const char *text, size_t size,
                    char *reason, size_t reason_size) {
    size_t at = 0, last_end = SIZE_MAX, start, length;
    while (at <= size) {
        regex_result result = regex_find(self->regex, text, size, at, reason, reason_size);
        if (result == REGEX_GAVE_UP) return false;
        if (result == REGEX_NOT_FOUND || !regex_group(self->regex, 0, &start, &length)) break;
        size_t end = start + length;
        fwrite(text + at, 1, start - at, out);
        at = end;
        if (start != end || start != last_end) {
            put_new(self, out, text);
            last_end = end;
            if (!self->global) break;
        }
        if (start == end) at = copy_character(out, text, size, at);
    }
    if (at < size) fwrite(text + at, 1, size - at, out);
    return true;
}

char *substitution_apply(const substitution *self, const char *text, size_t text_size, size_t *size,
                         char *reason, size_t reason_size) {
    char *result = NULL;
    snprintf(reason, reason_size, "out of memory");
    FILE *out = open_memstream(&result, size);
    if (!out) return NULL;
    bool good = replace(self, out, text, text_size, reason, reason_size) && !ferror(out);
    if (fclose(out) == 0 && good) return result;
    free(result);
    return NULL;
}
