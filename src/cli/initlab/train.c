/* SPDX-License-Identifier: Apache-2.0 */
/* initlab train: train one run. */
#include <stdio.h>

#include "cli/initlab/arguments/command_line.h"
#include "cli/initlab/arguments/ranks_arguments.h"
#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/interrupt.h"
#include "cli/initlab/load_data.h"
#include "cli/initlab/run_events.h"
#include "cli/initlab/run_output.h"
#include "cli/parse_arguments.h"
#include "runs/compare.h"
#include "runs/list.h"
#include "runs/ranks/launched.h"

typedef struct arguments {
    run_options run;
    const char *csv;
} arguments;

enum { KEY_CSV = 0x1000 };

static const cli_option options[] = {{"csv", KEY_CSV, "FILE", "Write a row for each epoch as well"},
                                     {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    if (key == KEY_CSV) args->csv = value;
}

/* With --json, print run_end also for a run that failed before it began. */
static void put_end(const run *r, const arguments *args) {
    const run_watcher events = run_events_watcher(stdout);
    const run_watchers watchers = {&events, 1};
    if (args->run.json) run_watch_notify(&watchers, RUN_END, 0, r, NULL);
}

static void train_shown(run *r, const arguments *args, const dataset *train, const dataset *test) {
    run_output shown;
    run_output_begin(&shown, &args->run, r, 1);
    const comparison alone = {.runs = r,
                              .count = 1,
                              .jobs = 1,
                              .cores = ranks_cores(NULL),
                              .train = train,
                              .test = test,
                              .watchers = &shown.watchers,
                              .stop = &interrupted};
    compare(&alone, NULL, 1);
    run_output_end(&shown);
}

int initlab_train_command(int argc, char **argv) {
    arguments args = {run_options_default(), NULL};
    run_parser of_run = run_parser_new(RUN_PARSER_INIT | RUN_PARSER_SHARED);
    static const cli_parser of_train = {.options = options, .set = set_option};
    const cli_part parts[] = {{&of_run.parser, &args.run}, {&of_train, &args}, {0}};
    const cli_parser parser = {
        .parts = parts,
        .examples = {"initlab train --init he_normal",
                     "initlab train --data fashion-mnist --epochs 5 --lr .01",
                     "initlab train --epochs 40 --resume"},
        .about = "Train the notebook's network on MNIST or other data with one weight initializer "
                 "and log it for TensorBoard to LOGDIR/<initializer>."};
    args.run.command = command_line_keep(argc, argv);
    parse_arguments(&parser, argc, argv, &args);
    run_parser_free(&of_run);
    if (ranks_launched() > 1) {
        fprintf(
            stderr,
            "initlab train: one run is trained by one process; mpirun is for compare and sweep\n");
        return 2;
    }
    args.run.stop = &interrupted;

    run r;
    dataset train = {0}, test = {0};
    if (!run_init(&r, &args.run, &args.run.model.kernel_initializers, NULL)) {
        fprintf(stderr, "initlab train: out of memory\n");
        return 1;
    }
    r.csv = args.csv;
    const run_list list = {&r, 1, 1};
    if (run_list_lock(&list, &r.err) && run_list_prepare(&list, args.run.overwrite, &r.err) &&
        load_data(&args.run.data, &train, &test, &r.err)) {
        load_data_hint("initlab train", &train, &test);
        train_shown(&r, &args, &train, &test);
    } else {
        r.result = FIT_FAILED;
        put_end(&r, &args);
    }
    run_output_put_ending("initlab train", &r);
    if (r.result == FIT_FAILED) fprintf(stderr, "initlab train: %s\n", r.err.message);
    if (r.result == FIT_STOPPED) run_output_interrupted("initlab train", &args.run);
    int code = r.result == FIT_DONE ? 0 : r.result == FIT_STOPPED ? 130 : 1;
    if (*r.warning.message) {
        fprintf(stderr, "initlab train: not everything could be written: %s\n", r.warning.message);
        if (!code) code = 1;
    }
    dataset_free(&train);
    dataset_free(&test);
    run_free(&r);
    return code;
}
