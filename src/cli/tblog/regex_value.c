/* SPDX-License-Identifier: Apache-2.0 */
/* The regular expressions of options, compiled while arguments are parsed, and what they match. */
#include "cli/tblog/regex_value.h"

void regex_value(regex_t *regex, const char *text, const char *option, cli_call *call) {
    char reason[128];
    int code = regcomp(regex, text, REG_EXTENDED);
    if (!code) return;
    regerror(code, regex, reason, sizeof reason);
    usage_error(call, "--%s: '%s': %s", option, text, reason);
}

bool regex_find(const regex_t *regex, const char *text, size_t size, size_t from, size_t count,
                regmatch_t *groups) {
    int options = from ? REG_NOTBOL : 0;
#ifdef REG_STARTEND
    groups[0] = (regmatch_t){(regoff_t)from, (regoff_t)size};
    return regexec(regex, text, count, groups, options | REG_STARTEND) == 0;
#else /* musl: a NUL in the text ends it */
    (void)size;
    if (regexec(regex, text + from, count, groups, options) != 0) return false;
    for (size_t i = 0; i < count; i++) {
        if (groups[i].rm_so < 0) continue;
        groups[i].rm_so += (regoff_t)from;
        groups[i].rm_eo += (regoff_t)from;
    }
    return true;
#endif
}

bool regex_matches(const regex_t *regex, const char *text, size_t size) {
    regmatch_t whole;
    return regex_find(regex, text, size, 0, 1, &whole);
}
