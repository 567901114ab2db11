/* SPDX-License-Identifier: Apache-2.0 */
/* Values of options, checked. */
#include "cli/initlab/arguments/argument_values.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_JOBS = 1024 };

unsigned long long parse_whole(const char *text, const char *option, unsigned long long least,
                               unsigned long long most, struct argp_state *state) {
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || number < least || number > most)
        argp_error(state, "--%s: not a whole number from %llu to %llu: '%s'", option, least, most,
                   text);
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
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end || !(number > 0) || !isfinite(number))
        argp_error(state, "--%s: not a number above 0: '%s'", option, text);
    return number;
}

double parse_from_zero(const char *text, const char *option, struct argp_state *state) {
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end || !(number >= 0) || !isfinite(number))
        argp_error(state, "--%s: not a number from 0 on: '%s'", option, text);
    return number;
}

double parse_fraction(const char *text, const char *option, struct argp_state *state) {
    double number = parse_from_zero(text, option, state);
    if (number >= 1) argp_error(state, "--%s: not below 1: '%s'", option, text);
    return number;
}

nn_layer_initializers parse_initializers(const char *text, struct argp_state *state) {
    nn_layer_initializers parsed = {0};
    char message[NN_MESSAGE];
    if (!nn_layer_initializers_parse(text, &parsed, message)) argp_error(state, "%s", message);
    return parsed;
}

void check_initializers(const nn_layer_initializers *initializers, const nn_model_config *config,
                        const struct argp_state *state) {
    if (initializers->count > config->layers)
        argp_error(state, "--init: %zu initializers for %zu layers", initializers->count,
                   config->layers);
}
