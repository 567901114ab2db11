/* SPDX-License-Identifier: Apache-2.0 */
/* Values of options, checked. */
#include "cli/initlab/arguments/argument_values.h"

#include <inttypes.h>
#include <math.h>
#include <sched.h>
#include <string.h>

#include "base/number.h"

enum { MAX_JOBS = 1024 };

uint64_t parse_whole(const char *text, const char *option, uint64_t least, uint64_t most,
                     struct argp_state *state) {
    uint64_t number;
    if (!whole_parse(text, least, most, &number))
        argp_error(state, "--%s: '%s' is not a whole number from %" PRIu64 " to %" PRIu64, option,
                   text, least, most);
    return number;
}

size_t parse_jobs(const char *text, struct argp_state *state) {
    return (size_t)parse_whole(text, "jobs", 1, MAX_JOBS, state);
}

size_t usable_cores(void) {
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
    return (size_t)CPU_COUNT(&cores);
}

double parse_positive(const char *text, const char *option, struct argp_state *state) {
    double number;
    if (!number_parse(text, &number) || !(number > 0) || !isfinite(number))
        argp_error(state, "--%s: '%s' is not a number above 0", option, text);
    return number;
}

bool parse_flag(const char *text, const char *option, struct argp_state *state) {
    bool on = !text || strcmp(text, "on") == 0;
    if (!on && strcmp(text, "off") != 0)
        argp_error(state, "--%s: '%s' is neither on nor off", option, text);
    return on;
}

nn_layer_initializers parse_initializers(const char *text, struct argp_state *state) {
    nn_layer_initializers parsed = {0};
    char message[NN_MESSAGE];
    if (!nn_layer_initializers_parse(text, &parsed, message))
        argp_error(state, "--init: %s", message);
    return parsed;
}
