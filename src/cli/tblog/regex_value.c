/* SPDX-License-Identifier: Apache-2.0 */
/* The regular expressions of options. Called while arguments are parsed. */
#include "cli/tblog/regex_value.h"

void regex_value(regex_t *regex, const char *text, const char *option, cli_call *call) {
    char reason[128];
    int code = regcomp(regex, text, REG_EXTENDED);
    if (!code) return;
    regerror(code, regex, reason, sizeof reason);
    usage_error(call, "--%s: '%s': %s", option, text, reason);
}
