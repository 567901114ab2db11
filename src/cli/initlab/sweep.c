/* SPDX-License-Identifier: Apache-2.0 */
/* initlab sweep: train the runs that a file describes and print a table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/initlab/arguments/command_line.h"
#include "cli/initlab/arguments/ranks_arguments.h"
#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/arguments/sweep_arguments.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/display/comparison_table.h"
#include "cli/initlab/interrupt.h"
#include "cli/initlab/load_data.h"
#include "cli/initlab/run_output.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "runs/records/ending.h"
#include "runs/sweep/csv.h"

enum { SHOWN = 20 }; /* rows of the table; the CSV file has all runs */

typedef struct arguments {
    sweep_arguments sweep;
    const char *path;
    ranks_arguments ranks;
    bool dry_run;
} arguments;

enum { KEY_DRY_RUN = 0x1000, KEY_NO_DASHBOARDS };

static const cli_option options[] = {
    {"dry-run", KEY_DRY_RUN, "[off]", "List the runs, but do not train"},
    {"no-dashboards", KEY_NO_DASHBOARDS, "[off]",
     "Do not fill the HParams, Custom Scalars and Text dashboards"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case KEY_DRY_RUN: args->dry_run = option_flag_value(value, "dry-run", call); return;
    case KEY_NO_DASHBOARDS:
        args->sweep.base.dashboards = !option_flag_value(value, "no-dashboards", call);
        return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
}

static int complain(const char *message) {
    fprintf(stderr, "initlab sweep: %s\n", message);
    return 1;
}

/* ---- results ---- */

/* The columns of the table: the lines of the file that vary, as many as fit, and the results of a
 * run. On narrow terminals values are cut to the length of their option's name. */
typedef struct sweep_columns {
    text_table_column columns[TEXT_TABLE_COLUMNS];
    size_t lines[TEXT_TABLE_COLUMNS]; /* (options) */
    size_t options;
} sweep_columns;

static sweep_columns columns_of(const sweep_plan *plan) {
    sweep_columns self = {.options = 0};
    for (size_t i = 0; i < plan->file->count && self.options + RUN_COLUMNS < TEXT_TABLE_COLUMNS;
         i++) {
        const char *name = plan->file->lines[i].name;
        if (!sweep_line_varies(&plan->file->lines[i])) continue;
        self.lines[self.options] = i;
        self.columns[self.options++] =
            (text_table_column){name, 0, true, strlen(name), CUT_MIDDLE, 0};
    }
    memcpy(self.columns + self.options, run_columns, sizeof run_columns);
    return self;
}

static void add_row(text_table *table, const sweep_columns *columns, char *const *values,
                    const run *r, const run *best) {
    if (!history_last(&r->history)) return;
    for (size_t i = 0; i < columns->options; i++)
        text_table_styled(table, run_style(r, best), "%s", values[columns->lines[i]]);
    run_columns_add(table, r, best);
}

static void print_table(const sweep *s, const size_t *ranking, const run_options *shared) {
    const run *best = &s->runs.runs[ranking[0]];
    const history_epoch *reached = history_last(&best->history);
    if (!reached) return;
    size_t count = s->runs.count < SHOWN ? s->runs.count : SHOWN;
    const sweep_columns columns = columns_of(s->plan);
    const terminal out = terminal_of(stdout);
    text_table *table = text_table_new(columns.columns, columns.options + RUN_COLUMNS);
    if (out.is_terminal && !shared->quiet) putchar('\n'); /* after the lines of progress */
    for (size_t i = 0; i < count; i++)
        add_row(table, &columns, s->plan->trials[ranking[i]].values, &s->runs.runs[ranking[i]],
                best);
    text_table_put(table, &out, terminal_size_of(&out).columns);
    text_table_free(table);
    if (count < s->runs.count) printf("... and %zu more\n", s->runs.count - count);
    const best_result first = {run_failed(best) ? NULL : best->name, reached->validation.accuracy};
    run_output_put_next(shared, &first);
}

/* Write the CSV file, or, without a ranking, check that it can be written. */
static bool write_csv(const sweep *s, const size_t *ranking, error *err) {
    char *path;
    if (asprintf(&path, "%s/sweep.csv", s->runs.runs[0].options.logdir) < 0)
        return error_set(err, "out of memory");
    bool good = ranking ? sweep_csv_write(s, ranking, path, err) : sweep_csv_check(s, path, err);
    free(path);
    return good;
}

/* Print the table (not with --json) and write the CSV file, also if some runs did not finish. */
static int put_results(const sweep *s, fit_result result, const error *reason,
                       const run_options *shared) {
    error err = {"out of memory"};
    bool complained = false;
    size_t *ranking = sweep_ranking(s);
    int code = result == FIT_DONE ? 0 : result == FIT_STOPPED ? 130 : 1;
    if (!ranking || !write_csv(s, ranking, &err)) code = complain(err.message);
    for (size_t i = 0; i < s->runs.count; i++)
        complained |= run_output_complain("initlab sweep", &s->runs.runs[i]);
    if (complained && !code) code = 1;
    if (result == FIT_FAILED && !complained) complain(reason->message);
    if (ranking && !shared->json) print_table(s, ranking, shared);
    if (result == FIT_STOPPED) run_output_interrupted("initlab sweep", shared);
    free(ranking);
    return code;
}

static void list_runs(const sweep_arguments *s) {
    for (size_t i = 0; i < s->runs.count; i++) puts(s->runs.runs[i].name);
}

/* ---- the command ---- */

static fit_result train_some(void *joined, const comparison *c, const size_t *order, size_t count) {
    return ranks_compare(joined, c, order, count);
}

static void report_wait(void *context, run *r, const char *who) {
    (void)context;
    fprintf(stderr, "initlab sweep: %s: waiting: %s is writing to it\n", r->name, who);
}

static int train_shown(const arguments *args, sweep *s) {
    error err;
    const run_options *shared = &args->sweep.base;
    if (!write_csv(s, NULL, &err)) return complain(err.message);
    if (!sweep_prepare(s, shared->overwrite, report_wait, NULL, &err))
        return *err.message ? complain(err.message)
                            : run_output_interrupted("initlab sweep", shared);
    run_output shown;
    run_output_begin(&shown, shared, s->runs.runs, s->runs.count);
    s->runs.watchers = &shown.watchers;
    fit_result result = sweep_train(s, &err);
    run_output_end(&shown);
    int code = put_results(s, result, &err, shared);
    ranks_report_lost("initlab sweep", s->context);
    return code;
}

/* The work of this process: rank 0 has the sweep; other ranks only train. */
static int run_sweep(arguments *args, ranks *joined) {
    error err;
    dataset train = {0}, test = {0};
    if (!load_data(&args->sweep.base.data, &train, &test, &err)) return complain(err.message);
    if (ranks_self(joined) == 0) load_data_hint("initlab sweep", &train, &test);
    sweep s = {.plan = &args->sweep.plan,
               .runs = {.runs = args->sweep.runs.runs,
                        .count = args->sweep.runs.count,
                        .jobs = ranks_jobs(&args->ranks, joined, args->sweep.base.model.threads),
                        .cores = ranks_cores(joined),
                        .train = &train,
                        .test = &test,
                        .stop = &interrupted,
                        .lock = !args->ranks.options.gather},
               .train = train_some,
               .context = joined};
    s.runs.keeper = sweep_keeper(&s);
    for (size_t i = 0; i < s.runs.count; i++) run_fit_data(&s.runs.runs[i], &train);
    int code = ranks_self(joined) == 0 ? train_shown(args, &s)
                                       : ranks_help("initlab sweep", joined, &s.runs);
    dataset_free(&train);
    dataset_free(&test);
    return code;
}

int initlab_sweep_command(int argc, char **argv) {
    arguments args = {.sweep = {.base = run_options_default()}};
    error err;
    run_parser of_run = run_parser_new(RUN_PARSER_INIT | RUN_PARSER_SHARED);
    const cli_part parts[] = {
        {&of_run.parser, &args.sweep.base}, {&ranks_parser, &args.ranks}, {0}};
    const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .parts = parts,
        .arguments = "FILE",
        .examples = {"initlab sweep --dry-run my.sweep", "initlab sweep my.sweep"},
        .about =
            "Train the runs that FILE describes, a grid, a random search or successive halving "
            "over the options of initlab train, and log each for TensorBoard to a folder of LOGDIR "
            "named for its options. Finished runs are not trained again. Options given here "
            "replace those of FILE. Prints a table, best first; LOGDIR/sweep.csv has all runs."};
    args.sweep.base.dashboards = true; /* sweeps are viewed in HParams */
    args.sweep.base.command = command_line_keep(argc, argv);
    parse_arguments(&parser, argc, argv, &args);
    args.sweep.base.stop = &interrupted;
    int code = 2;
    if (!sweep_arguments_read(&args.sweep, args.path, &parser, argc, argv, &err)) {
        complain(err.message);
    } else if (args.dry_run) {
        list_runs(&args.sweep);
        code = 0;
    } else {
        ranks *joined;
        code = ranks_start(&args.ranks.options, &joined, &err) ? run_sweep(&args, joined)
                                                               : complain(err.message);
        ranks_end(joined);
    }
    sweep_arguments_free(&args.sweep);
    run_parser_free(&of_run);
    return code;
}
