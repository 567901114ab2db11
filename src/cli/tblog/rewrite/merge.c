/* SPDX-License-Identifier: Apache-2.0 */
/* tblog merge: write the event files of a run as one. */
#include <tblog/tblog.h>

#include "cli/parse_arguments.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/rewrite/rewrite.h"

typedef struct arguments {
    const char *path, *out;
} arguments;

static const cli_option options[] = {
    {"output", 'o', "OUT", "The file to write (- is standard output); required"}, {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    if (key == 'o') args->out = value;
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
    if (!args->out) usage_error(call, "-o OUT is missing: the file to write");
}

int tblog_merge_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "DIR",
        .examples = {"tblog merge -o whole.tfevents logs/mine"},
        .about = "Write the event files of one run, in their order, as one file. All records are "
                 "copied unchanged, except that only the first version record is kept. TensorBoard "
                 "shows the same.",
        .notes = "The input files are not changed. A damaged file is an error: see `tblog repair`; "
                 "an unfinished last record is left out, with a warning. OUT may not be an event "
                 "file in the run's own folder, where TensorBoard would show the run twice."};
    arguments args = {0};
    parse_arguments(&parser, argc, argv, &args);
    return rewrite_to(argv[0], args.path, args.out, &(rewrite_rules){0});
}
