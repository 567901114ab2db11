/* SPDX-License-Identifier: Apache-2.0 */
/* initlab compare: several runs, and the table. */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/argument_values.h"
#include "cli/initlab_commands.h"
#include "cli/run_arguments.h"
#include "train/compare.h"
#include "train/csv_log.h"
#include "train/run_folder.h"

enum { MAX_RUNS = 64, MAX_JOBS = 1024 };

typedef struct arguments {
    run_arguments shared;
    const nn_initializer *initializers[MAX_RUNS];
    size_t count;
    size_t jobs;
    bool profile;
} arguments;

enum { KEY_INIT = 0x1000, KEY_PROFILE };

static const struct argp_option options[] = {
    {"init", KEY_INIT, "A,B,...", 0,
     "The weight initializers (the notebook's twelve), in the notebook's "
     "spelling or Keras'",
     0},
    {"jobs", 'j', "N", 0, "Runs side by side (one for each core)", 0},
    {"profile", KEY_PROFILE, 0, 0, "Tell at the end where the time went", 0},
    {0}};

/* A,B,...; each at most once, as two runs would share a folder. 'list' is cut up. */
static void parse_list(char *list, arguments *args, struct argp_state *state) {
    char *rest = NULL;
    for (char *name = strtok_r(list, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        const nn_initializer *found = parse_initializer(name, state);
        for (size_t i = 0; i < args->count; i++)
            if (args->initializers[i] == found)
                argp_error(state, "--init: '%s' is there twice", name);
        if (args->count < MAX_RUNS) args->initializers[args->count++] = found;
    }
    if (!args->count) argp_error(state, "--init: no initializer");
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &args->shared; return 0;
    case KEY_INIT: parse_list(value, args, state); return 0;
    case KEY_PROFILE: args->profile = true; return 0;
    case 'j': args->jobs = (size_t)parse_whole(value, "jobs", 1, MAX_JOBS, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* The cores that this process may use: those of its container, not of the machine. */
static size_t usable_cores(void) {
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
    return (size_t)CPU_COUNT(&cores);
}

static void parse_arguments(int argc, char **argv, arguments *args) {
    static const struct argp_child children[] = {{&run_argp, 0, NULL, 0}, {0}};
    static const struct argp parser = {options,
                                       parse_option,
                                       0,
                                       "Train the notebook's network on MNIST with several weight "
                                       "initializers, side by side, and log "
                                       "each for TensorBoard to LOGDIR/<initializer>. Ends with a "
                                       "table; LOGDIR/comparison.csv has "
                                       "every epoch.",
                                       children,
                                       0,
                                       0};
    char name[] = "initlab compare";
    argv[0] = name;
    argp_parse(&parser, argc, argv, 0, NULL, args);
    size_t count;
    const nn_initializer *all = nn_initializers(&count);
    if (!args->count)
        for (; args->count < NN_NOTEBOOK_INITIALIZERS; args->count++)
            args->initializers[args->count] = &all[args->count];
    if (!args->jobs) args->jobs = usable_cores();
}

/* All folders are looked at before the first run begins. */
static bool prepare(const run *runs, size_t count, bool overwrite, train_error *err) {
    bool good = true;
    for (size_t i = 0; i < count && good && !runs[i].options.resume; i++) {
        char *folder = run_folder(&runs[i]);
        good =
            folder ? run_folder_prepare(folder, overwrite, err) : train_fail(err, "out of memory");
        free(folder);
    }
    return good;
}

/* Best validation accuracy first; runs without an epoch last. */
static int by_accuracy(const void *a, const void *b) {
    const history_epoch *x = history_last(&((const run *)a)->history);
    const history_epoch *y = history_last(&((const run *)b)->history);
    double p = x ? x->validation.accuracy : -1, q = y ? y->validation.accuracy : -1;
    return p < q ? 1 : p > q ? -1 : 0;
}

static void print_table(const run *runs, size_t count) {
    printf("%-16s %12s %9s %9s %9s %7s %9s\n", "initializer", "val_accuracy", "val_loss",
           "accuracy", "loss", "epochs", "seconds");
    for (size_t i = 0; i < count; i++) {
        const history_epoch *e = history_last(&runs[i].history);
        if (!e) continue;
        printf("%-16s %12.4f %9.4f %9.4f %9.4f %7zu %9.2f\n", runs[i].name, e->validation.accuracy,
               e->validation.loss, e->train.accuracy, e->train.loss, runs[i].history.count,
               history_seconds(&runs[i].history));
    }
}

/* All runs' phases added up. */
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

static bool write_csv(const arguments *args, const run *runs, train_error *err) {
    char *path;
    if (asprintf(&path, "%s/comparison.csv", args->shared.options.logdir) < 0)
        return train_fail(err, "out of memory");
    bool good = csv_log_write(path, runs, args->count, err);
    free(path);
    return good;
}

static fit_result compare_shown(const arguments *args, run *runs, const dataset *train,
                                const dataset *test, atomic_bool *stop) {
    const char *names[MAX_RUNS];
    for (size_t i = 0; i < args->count; i++) names[i] = runs[i].name;
    progress_mode mode = args->shared.quiet ? PROGRESS_NONE : progress_mode_for(stderr);
    progress *shown = progress_new(stderr, mode, names, args->count, args->shared.options.epochs);
    fit_result result = compare(runs, args->count, args->jobs, train, test, shown, stop);
    progress_free(shown);
    return result;
}

static int complain(const char *message) {
    fprintf(stderr, "initlab compare: %s\n", message);
    return 1;
}

/* Train, then tell: table and CSV also of what was finished before an end that came early. */
static int run_all(const arguments *args, run *runs, const dataset *train, const dataset *test,
                   atomic_bool *stop) {
    train_error err;
    fit_result result = compare_shown(args, runs, train, test, stop);
    int code = result == FIT_DONE ? 0 : result == FIT_STOPPED ? 130 : 1;
    if (!write_csv(args, runs, &err)) code = complain(err.message);
    for (size_t i = 0; i < args->count; i++) {
        const char *name = runs[i].name;
        if (runs[i].result == FIT_FAILED)
            fprintf(stderr, "initlab compare: %s: %s\n", name, runs[i].err.message);
        if (!*runs[i].warning.message) continue;
        fprintf(stderr, "initlab compare: %s: not everything could be written: %s\n", name,
                runs[i].warning.message);
        if (!code) code = 1;
    }
    qsort(runs, args->count, sizeof *runs, by_accuracy);
    print_table(runs, args->count);
    if (args->profile) print_profile(runs, args->count);
    if (result == FIT_STOPPED) fprintf(stderr, "initlab compare: interrupted\n");
    return code;
}

int initlab_compare_command(int argc, char **argv, atomic_bool *stop) {
    arguments args = {.shared = run_arguments_default()};
    parse_arguments(argc, argv, &args);
    args.shared.options.stop = stop;

    train_error err;
    dataset train = {0}, test = {0};
    run *runs = calloc(args.count, sizeof *runs);
    int code = runs ? 0 : complain("out of memory");
    for (size_t i = 0; i < args.count && !code; i++)
        if (!run_init(&runs[i], &args.shared.options, args.initializers[i], NULL))
            code = complain("out of memory");
    if (!code && (!prepare(runs, args.count, args.shared.overwrite, &err) ||
                  !load_data(&args.shared, &train, &test, &err)))
        code = complain(err.message);
    if (!code) code = run_all(&args, runs, &train, &test, stop);

    for (size_t i = 0; i < args.count && runs; i++) run_free(&runs[i]);
    free(runs);
    dataset_free(&train);
    dataset_free(&test);
    return code;
}
