/* SPDX-License-Identifier: Apache-2.0 */
/* Values of options, checked. */
#include "cli/argument_values.h"

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

const nn_initializer *parse_initializer(const char *name, struct argp_state *state) {
    const nn_initializer *found = nn_initializer_find(name);
    if (found) return found;
    char names[512] = "";
    size_t count, used = 0;
    const nn_initializer *all = nn_initializers(&count);
    for (size_t i = 0; i < count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, " %s", all[i].run_name);
    argp_error(state, "unknown initializer '%s'; there are:%s", name, names);
    return NULL;
}
