/* SPDX-License-Identifier: Apache-2.0 */
/* tblog merge: write the event files of a run as one. */
#include <argp.h>
#include <tblog/tblog.h>

#include "cli/parse_arguments.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/rewrite/rewrite.h"

typedef struct arguments {
    const char *path, *out;
} arguments;

static const struct argp_option options[] = {
    {"output", 'o', "OUT", 0, "The file to write (- is standard output); required", 0}, {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    switch (key) {
    case 'o': args->out = value; return 0;
    case ARGP_KEY_END:
        if (!args->out) argp_error(state, "-o OUT is missing: the file to write");
        return 0;
    default: return parse_only_argument(key, value, state, &args->path);
    }
}

int tblog_merge_command(int argc, char **argv) {
    static const struct argp parser = {
        options,
        parse_option,
        "DIR",
        "Write the event files of one run, in their order, as one file. All records are copied "
        "unchanged, except that only the first version record is kept. TensorBoard shows the "
        "same.\v"
        "The input files are not changed. A damaged file is an error: see `tblog repair`; an "
        "unfinished last record is left out, with a warning. OUT may not be an event file in the "
        "run's own folder, where TensorBoard would show the run twice.",
        0,
        0,
        0};
    arguments args = {0};
    parse_arguments(&parser, argc, argv, &args);
    return rewrite_to(argv[0], args.path, args.out, &(rewrite_rules){0});
}
