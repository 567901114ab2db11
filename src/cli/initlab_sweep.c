/* SPDX-License-Identifier: Apache-2.0 */
/* initlab sweep: the runs that a file describes, and the table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/argument_values.h"
#include "cli/initlab_commands.h"
#include "cli/run_output.h"
#include "cli/sweep_arguments.h"
#include "train/sweep.h"

enum { SHOWN = 20 }; /* rows of the table; the CSV file has all */

typedef struct arguments {
    sweep_arguments sweep;
    const char *path;
    size_t jobs;
    bool dry_run;
} arguments;

enum { KEY_DRY_RUN = 0x1000, KEY_NO_DASHBOARDS };

static const struct argp_option options[] = {
    {"jobs", 'j', "N", 0, "Runs side by side (one for each core)", 0},
    {"dry-run", KEY_DRY_RUN, 0, 0, "List the runs, and train none", 0},
    {"no-dashboards", KEY_NO_DASHBOARDS, 0, 0,
     "Do not fill the HParams, Custom Scalars and Text dashboards", 0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &args->sweep.base; return 0;
    case KEY_DRY_RUN: args->dry_run = true; return 0;
    case KEY_NO_DASHBOARDS: args->sweep.base.shared.options.dashboards = false; return 0;
    case 'j': args->jobs = parse_jobs(value, state); return 0;
    case ARGP_KEY_ARG:
        if (args->path) argp_error(state, "more than one file: '%s'", value);
        args->path = value;
        return 0;
    case ARGP_KEY_END:
        if (!args->path) argp_error(state, "no file; doc/sweep.md tells what is in one");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&train_argp, 0, NULL, 0}, {0}};
static const struct argp parser = {
    options,
    parse_option,
    "FILE",
    "Train the runs that FILE describes, a grid, a random search or successive halving over the "
    "options of initlab train, and log each for TensorBoard to a folder of LOGDIR named for its "
    "options. Runs that are finished are not trained again. Options given here take the place of "
    "FILE's. Ends with a table, best first; LOGDIR/sweep.csv has all runs.",
    children,
    0,
    0};

static int complain(const char *message) {
    fprintf(stderr, "initlab sweep: %s\n", message);
    return 1;
}

/* ---- telling ---- */

/* How wide a column of the table is: that of a line of the file, over all runs. */
static int width_of(const sweep_plan *plan, size_t line) {
    size_t width = strlen(plan->file->lines[line].name);
    for (size_t i = 0; i < plan->count; i++) {
        size_t length = strlen(plan->runs[i].values[line]);
        if (length > width) width = length;
    }
    return (int)width;
}

/* The columns of what varies: names with 'values' NULL. */
static void print_columns(const sweep_plan *plan, char *const *values) {
    for (size_t i = 0; i < plan->file->count; i++) {
        const sweep_line *line = &plan->file->lines[i];
        if (sweep_line_varies(line))
            printf("%-*s  ", width_of(plan, i), values ? values[i] : line->name);
    }
}

static void print_table(const sweep *s, const size_t *ranking) {
    size_t count = s->runs.count < SHOWN ? s->runs.count : SHOWN;
    print_columns(s->plan, NULL);
    printf("%12s %9s %9s %9s %7s %9s\n", "val_accuracy", "val_loss", "accuracy", "loss", "epochs",
           "seconds");
    for (size_t i = 0; i < count; i++) {
        const run *r = &s->runs.runs[ranking[i]];
        const history_epoch *e = history_last(&r->history);
        if (!e) continue;
        print_columns(s->plan, s->plan->runs[ranking[i]].values);
        printf("%12.4f %9.4f %9.4f %9.4f %7zu %9.2f\n", e->validation.accuracy, e->validation.loss,
               e->train.accuracy, e->train.loss, r->history.count, history_seconds(&r->history));
    }
    if (count < s->runs.count) printf("... and %zu more\n", s->runs.count - count);
}

static bool write_csv(const sweep *s, const size_t *ranking, train_error *err) {
    char *path;
    if (asprintf(&path, "%s/sweep.csv", s->runs.runs[0].options.logdir) < 0)
        return train_fail(err, "out of memory");
    bool good = sweep_write_csv(s, ranking, path, err);
    free(path);
    return good;
}

/* What went wrong in a run; true when something did. */
static bool complain_of(const run *r) {
    bool unwritten = *r->warning.message;
    if (r->result == FIT_FAILED)
        fprintf(stderr, "initlab sweep: %s: %s\n", r->name, r->err.message);
    if (unwritten)
        fprintf(stderr, "initlab sweep: %s: not everything could be written: %s\n", r->name,
                r->warning.message);
    return unwritten || r->result == FIT_FAILED;
}

/* Table (not with --json) and CSV, also of what was finished before an end that came early. */
static int tell(const sweep *s, fit_result result, const train_error *reason, bool json) {
    train_error err = {"out of memory"};
    bool complained = false;
    size_t *ranking = sweep_ranking(s);
    int code = result == FIT_DONE ? 0 : result == FIT_STOPPED ? 130 : 1;
    if (!ranking || !write_csv(s, ranking, &err)) code = complain(err.message);
    for (size_t i = 0; i < s->runs.count; i++) complained |= complain_of(&s->runs.runs[i]);
    if (complained && !code) code = 1;
    if (result == FIT_FAILED && !complained) complain(reason->message);
    if (ranking && !json) print_table(s, ranking);
    if (result == FIT_STOPPED) fprintf(stderr, "initlab sweep: interrupted\n");
    free(ranking);
    return code;
}

static void list_runs(const sweep_arguments *s) {
    for (size_t i = 0; i < s->runs.count; i++) puts(s->runs.runs[i].name);
}

/* ---- the command ---- */

static fit_result train_here(void *context, const comparison *c, const size_t *order,
                             size_t count) {
    (void)context;
    return compare(c, order, count);
}

static int train_shown(const arguments *args, sweep *s) {
    train_error err;
    const run_arguments *shared = &args->sweep.base.shared;
    if (shared->overwrite && !sweep_forget(s, &err)) return complain(err.message);
    run_output shown;
    run_output_begin(&shown, shared, s->runs.runs, s->runs.count);
    s->runs.watchers = &shown.watchers;
    fit_result result = sweep_train(s, &err);
    run_output_end(&shown);
    return tell(s, result, &err, shared->json);
}

static int run_sweep(arguments *args, atomic_bool *stop) {
    train_error err;
    dataset train = {0}, test = {0};
    if (!load_data(&args->sweep.base.shared, &train, &test, &err)) return complain(err.message);
    sweep s = {.plan = &args->sweep.plan,
               .runs = {.runs = args->sweep.runs.runs,
                        .count = args->sweep.runs.count,
                        .jobs = args->jobs,
                        .train = &train,
                        .test = &test,
                        .stop = stop},
               .train = train_here};
    int code = train_shown(args, &s);
    dataset_free(&train);
    dataset_free(&test);
    return code;
}

int initlab_sweep_command(int argc, char **argv, atomic_bool *stop) {
    arguments args = {.sweep = {.base = train_arguments_default()}, .jobs = usable_cores()};
    train_error err;
    char name[] = "initlab sweep";
    args.sweep.base.shared.options.dashboards = true; /* HParams is a sweep's view */
    argv[0] = name;
    argp_parse(&parser, argc, argv, 0, NULL, &args);
    args.sweep.base.shared.options.stop = stop;
    int code = 2;
    if (!sweep_arguments_read(&args.sweep, args.path, &parser, argc, argv, &err)) {
        complain(err.message);
    } else if (args.dry_run) {
        list_runs(&args.sweep);
        code = 0;
    } else {
        code = run_sweep(&args, stop);
    }
    sweep_arguments_free(&args.sweep);
    return code;
}
