/* SPDX-License-Identifier: Apache-2.0 */
/* A seam to PCRE2: whatever in tblog knows a regular expression calls this. */
#include "cli/tblog/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"

struct regex {
    pcre2_code *code;
    pcre2_match_data *match;
    char *expression;
    bool reported; /* that it gave up */
};

static void explain(int code, char *reason, size_t size) {
    pcre2_get_error_message(code, (PCRE2_UCHAR *)reason, size);
}

regex *regex_new(const char *expression, bool any_case, char *reason, size_t reason_size) {
    regex *self = calloc(1, sizeof *self);
    int code = PCRE2_ERROR_NOMEMORY;
    PCRE2_SIZE at;
    if (self) {
        self->code =
            pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
                          PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | (any_case ? PCRE2_CASELESS : 0),
                          &code, &at, NULL);
        if (self->code) self->match = pcre2_match_data_create_from_pattern(self->code, NULL);
        self->expression = strdup(expression);
        if (self->match && self->expression) return self;
        if (self->code) code = PCRE2_ERROR_NOMEMORY;
    }
    explain(code, reason, reason_size);
    regex_free(self);
    return NULL;
}

void regex_free(regex *self) {
    if (!self) return;
    pcre2_match_data_free(self->match);
    pcre2_code_free(self->code);
    free(self->expression);
    free(self);
}

void regex_set(regex **self, const char *value, const char *option, cli_call *call) {
    char reason[128];
    regex_free(*self);
    *self = regex_new(value, false, reason, sizeof reason);
    if (!*self) usage_error(call, "--%s: '%s': %s", option, value, reason);
}

size_t regex_group_count(const regex *self) {
    uint32_t count = 0;
    pcre2_pattern_info(self->code, PCRE2_INFO_CAPTURECOUNT, &count);
    return count;
}

size_t regex_group_number(const regex *self, const char *name) {
    int number = pcre2_substring_number_from_name(self->code, (PCRE2_SPTR)name);
    return number > 0 ? (size_t)number : 0;
}

regex_result regex_find(regex *self, const char *text, size_t size, size_t from, char *reason,
                        size_t reason_size) {
    int code = pcre2_match(self->code, (PCRE2_SPTR)text, size, from, 0, self->match, NULL);
    if (code > 0) return REGEX_FOUND;
    if (code == PCRE2_ERROR_NOMATCH) return REGEX_NOT_FOUND;
    explain(code, reason, reason_size);
    return REGEX_GAVE_UP;
}

bool regex_group(const regex *self, size_t group, size_t *from, size_t *size) {
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(self->match) + 2 * group;
    if (group >= pcre2_get_ovector_count(self->match) || at[0] == PCRE2_UNSET || at[1] < at[0])
        return false;
    *from = at[0];
    *size = at[1] - at[0];
    return true;
}

bool regex_matches(regex *self, const char *text, size_t size) {
    char reason[128];
    regex_result result = regex_find(self, text, size, 0, reason, sizeof reason);
    if (result == REGEX_GAVE_UP && !self->reported) {
        say("tblog", "warning: '%s' in '%.*s': %s; taken as not found", self->expression,
            (int)(size < 200 ? size : 200), text, reason);
        self->reported = true;
    }
    return result == REGEX_FOUND;
}
