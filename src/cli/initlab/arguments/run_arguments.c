/* SPDX-License-Identifier: Apache-2.0 */
/* The options that initlab's training commands share, put together from their groups. */
#include "cli/initlab/arguments/run_arguments.h"

#include <stdlib.h>

#include "cli/initlab/arguments/command_line.h"

enum { KEY_JSON = 0x400 };

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Output:", 4},
    {"quiet", 'q', 0, 0, "No progress", 0},
    {"json", KEY_JSON, 0, 0, "Each epoch and outcome as a line of JSON on standard output", 0},
    {0}};

static const struct argp_child groups[] = {
    {&data_argp, 0, NULL, 0}, {&training_argp, 0, NULL, 0}, {&logging_argp, 0, NULL, 0}, {0}};
enum { GROUPS = sizeof groups / sizeof groups[0] - 1 };

run_arguments run_arguments_default(void) {
    return (run_arguments){.options = run_options_default()};
}

/* The process has one command line, the first that is read: a sweep has more for its runs. Here
 * argp has not put it into another order yet. */
static const char *keep_command(const struct argp_state *state) {
    static char *kept;
    if (!kept) kept = command_line(state->argc, state->argv);
    return kept;
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    run_arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        for (int i = 0; i < GROUPS; i++) state->child_inputs[i] = a;
        a->options.command = keep_command(state);
        return 0;
    case 'q': a->quiet = true; return 0;
    case KEY_JSON: a->json = true; return 0;
    case ARGP_KEY_ARG: argp_error(state, "unexpected argument '%s'", value); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

const struct argp run_argp = {options, parse_option, 0, 0, groups, 0, 0};
