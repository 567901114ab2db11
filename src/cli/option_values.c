/* SPDX-License-Identifier: Apache-2.0 */
/* Checked values of options. Parsers of commands call this. */
#include "cli/option_values.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names/near_name.h"
#include "base/number.h"

uint64_t option_whole_value(const char *text, const char *option, uint64_t least, uint64_t most,
                            cli_call *call) {
    uint64_t number;
    if (whole_parse(text, least, most, &number)) return number;
    if (most == UINT64_MAX || most == INT64_MAX || most == SIZE_MAX)
        usage_error(call, "--%s: '%s' is not a whole number from %" PRIu64 " on", option, text,
                    least);
    usage_error(call, "--%s: '%s' is not a whole number from %" PRIu64 " to %" PRIu64, option, text,
                least, most);
    return least;
}

double option_positive_value(const char *text, const char *option, cli_call *call) {
    double number;
    if (!number_parse(text, &number) || !(number > 0) || !isfinite(number))
        usage_error(call, "--%s: '%s' is not a number above 0", option, text);
    return number;
}

double option_number_value(const char *text, const char *option, cli_call *call) {
    double number;
    if (!number_parse(text, &number) || !(number >= 0) || !isfinite(number))
        usage_error(call, "--%s: '%s' is not a number from 0 on", option, text);
    return number;
}

const char *option_word_value(const char *text, const char *option, const char *const *words,
                              cli_call *call) {
    near_name near = {.text = text};
    char list[512] = "", hint[128];
    for (size_t used = 0; *words && used < sizeof list; words++) {
        if (strcmp(*words, text) == 0) return *words;
        near_name_try(&near, *words);
        const char *between = !used ? "" : words[1] ? ", " : " or ";
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", between, *words);
    }
    usage_error(call, "--%s: '%s' is not %s%s", option, text, list,
                near_name_hint(&near, "", hint, sizeof hint));
}

bool option_flag_value(const char *text, const char *option, cli_call *call) {
    bool on = !text || strcmp(text, "on") == 0;
    if (!on && strcmp(text, "off") != 0)
        usage_error(call, "--%s: '%s' is neither on nor off", option, text);
    return on;
}
