/* SPDX-License-Identifier: Apache-2.0 */
/* initlab compare: train several runs and print a table. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/initlab/arguments/command_line.h"
#include "cli/initlab/arguments/ranks_arguments.h"
#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/display/comparison_table.h"
#include "cli/initlab/interrupt.h"
#include "cli/initlab/load_data.h"
#include "cli/initlab/run_events.h"
#include "cli/initlab/run_output.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "runs/compare.h"
#include "runs/list.h"
#include "runs/option_kinds.h"
#include "runs/records/comparison_csv.h"

enum { MAX_SEEDS = 10000 };

typedef struct arguments {
    run_options shared;
    nn_layer_initializers *initializers; /* (count) */
    size_t count;
    size_t seeds; /* 0: one run for each, in a folder without a seed */
    ranks_arguments ranks;
    bool profile;
} arguments;

enum { KEY_INIT = 0x1000, KEY_SEEDS, KEY_PROFILE };

static const cli_option options[] = {
    {"init", KEY_INIT, "A,B[+C],...",
     "The weight initializers (the notebook's twelve), in the notebook's spelling or Keras'; with "
     "arguments as in 'A(gain=2),B'; A+B gives the first layer A and those after it B"},
    {"seeds", KEY_SEEDS, "N",
     "Train each with N seeds, from --seed on, in LOGDIR/<initializer>/seed-<seed>"},
    {"profile", KEY_PROFILE, "[off]", "Print at the end where the time went"},
    {0}};

static const char *word(int key, size_t i) {
    return key == KEY_INIT ? option_initializer_name(i) : NULL;
}

static bool same_initializers(const nn_layer_initializers *a, const nn_layer_initializers *b) {
    char *x = nn_layer_initializers_text(a), *y = nn_layer_initializers_text(b);
    bool same = x && y && strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

static _Noreturn void end_without_memory(void) {
    fputs("initlab compare: out of memory\n", stderr);
    exit(1);
}

static void add_initializers(arguments *args, const nn_layer_initializers *added) {
    nn_layer_initializers *grown = reallocarray(args->initializers, args->count + 1, sizeof *grown);
    if (!grown) end_without_memory();
    args->initializers = grown;
    args->initializers[args->count++] = *added;
}

static nn_layer_initializers parse_initializers(const char *text, cli_call *call) {
    nn_layer_initializers parsed = {0};
    char message[NN_MESSAGE];
    if (!nn_layer_initializers_parse(text, &parsed, message))
        usage_error(call, "--init: %s", message);
    return parsed;
}

/* Each initializer at most once, because two runs would share a folder. */
static void parse_one(const char *text, arguments *args, cli_call *call) {
    nn_layer_initializers parsed = parse_initializers(text, call);
    for (size_t i = 0; i < args->count; i++)
        if (same_initializers(&args->initializers[i], &parsed))
            usage_error(call, "--init: '%s' is listed twice", text);
    add_initializers(args, &parsed);
}

/* Parse A,B(X,Y),...: commas inside parentheses do not separate. */
static void parse_list(const char *list, arguments *args, cli_call *call) {
    size_t length;
    for (const char *start; (start = nn_spec_next_piece(&list, ',', &length));) {
        char *text = strndup(start, length);
        if (!text) end_without_memory();
        parse_one(text, args, call);
        free(text);
    }
}

/* Set defaults, and check options that depend on each other. */
static void complete(arguments *args, cli_call *call) {
    bool notebook = !args->count;
    for (size_t i = 0; i < NN_NOTEBOOK_INITIALIZERS && notebook; i++) {
        const nn_initializer one = nn_spec_default(nn_table_class(&nn_initializers, i));
        const nn_layer_initializers of_all = nn_layer_initializers_of(&one);
        add_initializers(args, &of_all);
    }
    if (args->seeds > 1 && args->shared.model.seed > UINT64_MAX - (args->seeds - 1))
        usage_error(call, "--seeds: there are no %zu seeds from %" PRIu64 " on", args->seeds,
                    args->shared.model.seed);
}

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case KEY_INIT: parse_list(value, args, call); return;
    case KEY_SEEDS:
        args->seeds = (size_t)option_whole_value(value, "seeds", 1, MAX_SEEDS, call);
        return;
    case KEY_PROFILE: args->profile = option_flag_value(value, "profile", call); return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    error err;
    complete(args, call);
    for (size_t i = 0; i < args->count; i++)
        if (!run_options_check_initializers(&args->initializers[i], &args->shared.model, &err))
            usage_error(call, "%s", err.message);
}

static void read_arguments(int argc, char **argv, arguments *args) {
    run_parser of_runs = run_parser_new(RUN_PARSER_SHARED);
    const cli_part parts[] = {{&of_runs.parser, &args->shared}, {&ranks_parser, &args->ranks}, {0}};
    const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .word = word,
        .parts = parts,
        .examples = {"initlab compare",
                     "initlab compare --init he_normal,glorot_uniform --seeds 5"},
        .about = "Train the notebook's network on MNIST or other data with several weight "
                 "initializers, side by side, and log each for TensorBoard to "
                 "LOGDIR/<initializer>. Ends with a table; LOGDIR/comparison.csv has every epoch "
                 "of these runs, after those of runs that it held already."};
    args->shared.command = command_line_keep(argc, argv);
    parse_arguments(&parser, argc, argv, args);
    run_parser_free(&of_runs);
}

/* Print the phases, summed over all runs. */
static void print_profile(const run *runs, size_t count) {
    double seconds[NN_PHASES] = {0}, all = 0, epochs = 0;
    for (size_t i = 0; i < count; i++) {
        epochs += (double)runs[i].history.count;
        for (size_t k = 0; k < NN_PHASES; k++) {
            seconds[k] += runs[i].profile.seconds[k];
            all += runs[i].profile.seconds[k];
        }
    }
    if (!(all > 0) || !(epochs > 0)) return;
    printf("\n%-24s %8s %12s\n", "phase", "share", "ms an epoch");
    for (size_t k = 0; k < NN_PHASES; k++)
        printf("%-24s %7.1f%% %12.1f\n", nn_phase_name((nn_phase)k), 100 * seconds[k] / all,
               1000 * seconds[k] / epochs);
    printf("%-24s %7.1f%% %12.1f\n", "all", 100., 1000 * all / epochs);
}

/* Whether any run has finished an epoch. */
static bool has_epochs(const run_list *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->runs[i].history.count) return true;
    return false;
}

static fit_result compare_shown(const arguments *args, comparison *all, ranks *joined) {
    run_output shown;
    run_output_begin(&shown, &args->shared, all->runs, all->count);
    all->watchers = &shown.watchers;
    fit_result result = ranks_compare(joined, all, NULL, all->count);
    all->watchers = NULL;
    run_output_end(&shown);
    return result;
}

static int complain(const char *message) {
    fprintf(stderr, "initlab compare: %s\n", message);
    return 1;
}

/* Print the results of the comparison to standard output. */
static bool put_outcome(const arguments *args, const run_list *list, fit_result result) {
    if (args->shared.json) return run_events_put_comparison(stdout, list, result, args->profile);
    terminal out = terminal_of(stdout);
    size_t columns = terminal_size_of(&out).columns;
    best_result best;
    if (!has_epochs(list)) return true;
    if (out.is_terminal && !args->shared.quiet) putchar('\n'); /* after the lines of progress */
    bool good = args->seeds ? comparison_table_put_groups(list, &out, columns, &best)
                            : comparison_table_put_runs(list, &out, columns, &best);
    if (args->profile) print_profile(list->runs, list->count);
    if (good) run_output_put_next(&args->shared, &best);
    return good;
}

/* Train, then print the table and write the CSV file, also if some runs did not finish. */
static int run_all(const arguments *args, run_list *list, comparison *all, ranks *joined) {
    error err;
    fit_result result = compare_shown(args, all, joined);
    int code = result == FIT_DONE ? 0 : result == FIT_STOPPED ? 130 : 1;
    const char *logdir = args->shared.logdir;
    if (has_epochs(list) && !comparison_csv_write(logdir, list->runs, list->count, &err))
        code = complain(err.message);
    for (size_t i = 0; i < list->count; i++)
        if (run_output_complain("initlab compare", &list->runs[i]) && !code) code = 1;
    if (!put_outcome(args, list, result)) code = complain("out of memory");
    if (fflush(stdout) != 0 || ferror(stdout)) code = complain("cannot write to standard output");
    if (result == FIT_STOPPED) run_output_interrupted("initlab compare", &args->shared);
    ranks_report_lost("initlab compare", joined);
    return code;
}

/* Check, before the training, that all outputs can be written. */
static bool prepare(const arguments *args, const run_list *list, error *err) {
    return run_list_lock(list, err) && comparison_csv_check(args->shared.logdir, err) &&
           run_list_prepare(list, args->shared.overwrite, err);
}

/* The work of this process: rank 0 prepares the folders and reports the results; other ranks only
 * train. */
static int run_part(const arguments *args, run_list *list, ranks *joined) {
    error err;
    dataset train = {0}, test = {0};
    comparison all = {.runs = list->runs,
                      .count = list->count,
                      .jobs = ranks_jobs(&args->ranks, joined, args->shared.model.threads),
                      .cores = ranks_cores(joined),
                      .train = &train,
                      .test = &test,
                      .stop = &interrupted,
                      .lock = joined && !args->ranks.options.gather};
    bool first = ranks_self(joined) == 0;
    int code;
    if ((first && !prepare(args, list, &err)) ||
        !load_data(&args->shared.data, &train, &test, &err)) {
        code = complain(err.message);
        if (args->shared.json && first) put_outcome(args, list, FIT_FAILED);
    } else {
        if (first) load_data_hint("initlab compare", &train, &test);
        for (size_t i = 0; i < list->count; i++) run_fit_data(&list->runs[i], &train);
        code =
            first ? run_all(args, list, &all, joined) : ranks_help("initlab compare", joined, &all);
    }
    dataset_free(&train);
    dataset_free(&test);
    return code;
}

int initlab_compare_command(int argc, char **argv) {
    arguments args = {.shared = run_options_default()};
    read_arguments(argc, argv, &args);
    args.shared.stop = &interrupted;

    error err = {"out of memory"};
    ranks *joined;
    run_list list = {0};
    bool good =
        ranks_start(&args.ranks.options, &joined, &err) &&
        run_list_add_comparison(&list, &args.shared, args.initializers, args.count, args.seeds);
    int code = good ? run_part(&args, &list, joined) : complain(err.message);
    ranks_end(joined);
    run_list_free(&list);
    free(args.initializers);
    return code;
}
