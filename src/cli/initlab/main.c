/* SPDX-License-Identifier: Apache-2.0 */
/* initlab, the command: picks the subcommand and hears Ctrl-C. */
#include <argp.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/close_stdout.h"
#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/interrupt.h"
#include "runs/ranks/ranks.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv, atomic_bool *stop);
    const char *purpose;
} commands[] = {
    {"train", initlab_train_command, "train the network with one weight initializer"},
    {"compare", initlab_compare_command, "train it with several, side by side"},
    {"sweep", initlab_sweep_command, "train what a file describes: a grid, a search, halving"},
    {"eval", initlab_eval_command, "evaluate a saved model on the test set"},
    {"predict", initlab_predict_command, "tell what images show, by a saved model"},
    {"report", initlab_report_command, "report what the runs of a log folder reached"},
    {"data", initlab_data_command, "list the data sets, or tell what is in one"},
    {"samples", initlab_samples_command, "draw the first training images with their classes"},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static atomic_bool stop;

static void print_usage(FILE *out) {
    fputs("Usage: initlab COMMAND [OPTION...]\n\n"
          "Compare weight initializers on MNIST, logged for TensorBoard as Keras logs.\n\n"
          "Commands:\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].purpose);
    fputs("\n`initlab COMMAND --help` tells more of each; `initlab --version` the version.\n", out);
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "");  /* which characters a terminal shows; numbers stay as in C */
    argp_err_exit_status = 2; /* wrong usage, as grep and git have it */
    const char *name = argc > 1 ? argv[1] : "";
    close_stdout_at_exit("initlab", 1);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(name, commands[i].name) != 0) continue;
        signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes is a full disk: told, not died of */
        interrupt_listen(&stop);  /* without it Ctrl-C ends the process at once */
        return commands[i].run(argc - 1, argv + 1, &stop);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_usage(stdout);
        return 0;
    }
    if (strcmp(name, "--list-options") == 0) return run_parser_list(stdout) ? 0 : 1;
    if (strcmp(name, "--version") == 0) {
        const char *mpi = ranks_library();
        printf("initlab %s\nMPI: %s\n", tblog_version(), mpi ? mpi : "none, one machine");
        return 0;
    }
    if (*name) fprintf(stderr, "initlab: no command '%s'\n\n", name);
    print_usage(stderr);
    return 2;
}
