/* SPDX-License-Identifier: Apache-2.0 */
/* sed's s/REGEX/NEW/FLAGS. edit.c calls this. */
#include "cli/tblog/rewrite/substitution.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/tblog/regex_value.h"

enum { GROUPS = 10 }; /* the match and \1 to \9 */

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

static bool parse_flags(const char *flags, substitution *self, int *options, char *reason,
                        size_t size) {
    for (; *flags; flags++) {
        if (*flags == 'g')
            self->global = true;
        else if (*flags == 'i' || *flags == 'I')
            *options |= REG_ICASE;
        else {
            snprintf(reason, size, "'%s' is not a flag; there are g and i", flags);
            return false;
        }
    }
    return true;
}

/* Check the escapes of NEW. */
static bool check_new(const substitution *self, char *reason, size_t size) {
    for (const char *at = self->with; *at; at++) {
        if (*at != '\\') continue;
        at++;
        if (!*at || (isalpha((unsigned char)*at) && *at != 'n' && *at != 't')) {
            snprintf(reason, size, "'\\%.1s' has no meaning in the new text", at);
            return false;
        }
        if (isdigit((unsigned char)*at) && (size_t)(*at - '0') > self->regex.re_nsub) {
            snprintf(reason, size, "\\%c is used, but the expression has %zu groups", *at,
                     self->regex.re_nsub);
            return false;
        }
    }
    return true;
}

static bool compile(substitution *self, const char *expression, int options, char *reason,
                    size_t size) {
    int code = regcomp(&self->regex, expression, REG_EXTENDED | options);
    if (!code) return true;
    regerror(code, &self->regex, reason, size);
    return false;
}

bool substitution_parse(substitution *self, const char *text, char *reason, size_t size) {
    char delimiter = *text ? text[1] : '\0';
    bool usable = text[0] == 's' && ispunct((unsigned char)delimiter) && delimiter != '\\';
    const char *middle = usable ? end_of_part(text + 2, delimiter) : NULL;
    const char *end = middle ? end_of_part(middle + 1, delimiter) : NULL;
    int options = 0;
    *self = (substitution){0};
    if (!end || middle == text + 2) {
        snprintf(reason, size, "it is not of the form s/REGEX/NEW/");
        return false;
    }
    if (!parse_flags(end + 1, self, &options, reason, size)) return false;
    char *expression = copy_part(text + 2, middle, delimiter);
    self->with = copy_part(middle + 1, end, delimiter);
    bool compiled = expression && self->with && compile(self, expression, options, reason, size);
    if (!expression || !self->with) snprintf(reason, size, "out of memory");
    free(expression);
    if (compiled && check_new(self, reason, size)) return true;
    if (compiled) regfree(&self->regex);
    free(self->with);
    return false;
}

void substitution_free(substitution *self) {
    regfree(&self->regex);
    free(self->with);
}

/* ---- replacing ---- */

static void put_match(FILE *out, const char *text, regmatch_t match) {
    if (match.rm_so >= 0) fwrite(text + match.rm_so, 1, (size_t)(match.rm_eo - match.rm_so), out);
}

static void put_new(const substitution *self, FILE *out, const char *text,
                    const regmatch_t *groups) {
    for (const char *at = self->with; *at; at++) {
        if (*at == '&') {
            put_match(out, text, groups[0]);
        } else if (*at != '\\') {
            fputc(*at, out);
        } else if (isdigit((unsigned char)*++at)) {
            put_match(out, text, groups[*at - '0']);
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
static void replace(const substitution *self, FILE *out, const char *text, size_t size) {
    regmatch_t groups[GROUPS];
    size_t at = 0, last_end = SIZE_MAX;
    while (at <= size && regex_find(&self->regex, text, size, at, GROUPS, groups)) {
        size_t start = (size_t)groups[0].rm_so, end = (size_t)groups[0].rm_eo;
        fwrite(text + at, 1, start - at, out);
        at = end;
        if (start != end || start != last_end) {
            put_new(self, out, text, groups);
            last_end = end;
            if (!self->global) break;
        }
        if (start == end) at = copy_character(out, text, size, at);
    }
    if (at < size) fwrite(text + at, 1, size - at, out);
}

char *substitution_apply(const substitution *self, const char *text, size_t text_size,
                         size_t *size) {
    char *result = NULL;
    FILE *out = open_memstream(&result, size);
    if (!out) return NULL;
    replace(self, out, text, text_size);
    bool good = !ferror(out);
    if (fclose(out) == 0 && good) return result;
    free(result);
    return NULL;
}
