/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions of texts in UTF-8. Windows' C library knows no UTF-8, so TRE is given UTF-16,
 * and its places in that are made places in the text again. */
#include <regex.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct wide_text {
    wchar_t *units; /* (count) */
    size_t *places; /* (count + 1) of each unit in the text, and of the end */
    size_t count;
} wide_text;

/* The size of the sequence at 'at', whose number *code receives. A byte that begins none stands for
 * itself, as a number that is not a character's; so does NUL, which would be an end for TRE. */
static size_t decode(const unsigned char *at, size_t left, uint32_t *code) {
    size_t size = !*at          ? 0
                  : *at < 0x80  ? 1
                  : *at >= 0xf0 ? 4
                  : *at >= 0xe0 ? 3
                  : *at >= 0xc2 ? 2
                                : 0;
    *code = size == 1 ? *at : *at & (0xffU >> (size + 1));
    bool whole = size && size <= left;
    for (size_t i = 1; whole && i < size; i++) {
        whole = (at[i] & 0xc0) == 0x80;
        *code = *code << 6 | (at[i] & 0x3f);
    }
    if (whole) return size;
    *code = 0xdc00U + *at;
    return 1;
}

static bool widen(wide_text *to, const char *text, size_t size) {
    *to = (wide_text){.units = calloc(size + 1, sizeof *to->units),
                      .places = calloc(size + 1, sizeof *to->places)};
    if (!to->units || !to->places) return false;
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t length = decode((const unsigned char *)text + at, size - at, &code);
        to->places[to->count] = at;
        if (code > 0xffff) {
            to->units[to->count++] = (wchar_t)(0xd800 + ((code - 0x10000) >> 10));
            to->places[to->count] = at;
            code = 0xdc00 + (code & 0x3ff);
        }
        to->units[to->count++] = (wchar_t)code;
        at += length;
    }
    to->places[to->count] = size;
    return true;
}

static void free_wide(wide_text *text) {
    free(text->units);
    free(text->places);
}

int posix_regcomp(regex_t *regex, const char *expression, int flags) {
    wide_text wide;
    int code = widen(&wide, expression, strlen(expression))
                   ? tre_regwncomp(regex, wide.units, wide.count, flags)
                   : REG_ESPACE;
    free_wide(&wide);
    return code;
}

int posix_regexec(const regex_t *regex, const char *text, size_t count, regmatch_t *matches,
                  int flags) {
    wide_text wide;
    bool part = flags & REG_STARTEND;
    size_t from = part ? (size_t)matches[0].rm_so : 0,
           to = part ? (size_t)matches[0].rm_eo : strlen(text);
    int code = REG_ESPACE;
    if (widen(&wide, text + from, to - from))
        code = tre_regwnexec(regex, wide.units, wide.count, count, matches, flags & ~REG_STARTEND);
    for (size_t i = 0; !code && i < count; i++) {
        if (matches[i].rm_so < 0) continue;
        matches[i].rm_so = (regoff_t)(from + wide.places[matches[i].rm_so]);
        matches[i].rm_eo = (regoff_t)(from + wide.places[matches[i].rm_eo]);
    }
    free_wide(&wide);
    return code;
}

/* In glibc's words. */
size_t posix_regerror(int error, const regex_t *regex, char *text, size_t size) {
    static const char *const texts[] = {[REG_BADPAT] = "Invalid regular expression",
                                        [REG_ECOLLATE] = "Invalid collation character",
                                        [REG_ECTYPE] = "Invalid character class name",
                                        [REG_EESCAPE] = "Trailing backslash",
                                        [REG_ESUBREG] = "Invalid back reference",
                                        [REG_EBRACK] = "Unmatched [, [^, [:, [., or [=",
                                        [REG_EPAREN] = "Unmatched ( or \\(",
                                        [REG_EBRACE] = "Unmatched \\{",
                                        [REG_BADBR] = "Invalid content of \\{\\}",
                                        [REG_ERANGE] = "Invalid range end",
                                        [REG_ESPACE] = "Memory exhausted",
                                        [REG_BADRPT] = "Invalid preceding regular expression"};
    (void)regex;
    bool known = error > 0 && (size_t)error < sizeof texts / sizeof *texts && texts[error];
    return (size_t)snprintf(text, size, "%s", known ? texts[error] : "No match") + 1;
}
