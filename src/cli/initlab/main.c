/* SPDX-License-Identifier: Apache-2.0 */
/* The main function of initlab: the table of its commands. */
#include <locale.h>
#include <stdio.h>
#include <tblog/tblog.h>

#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/interrupt.h"
#include "cli/program.h"
#include "cli/tblog/commands.h"
#include "runs/ranks/ranks.h"

static int put_version(int argc, char **argv) {
    const char *mpi = ranks_library();
    (void)argc, (void)argv;
    printf("initlab %s\nMPI: %s\n", tblog_version(), mpi ? mpi : "none, one machine");
    return 0;
}

static int list_options(int argc, char **argv) {
    (void)argc, (void)argv;
    return run_parser_list(stdout) ? 0 : 1;
}

/* The same command as `tblog report`. */
static int report(int argc, char **argv) {
    interrupt_ends_at_once();
    return tblog_report_command(argc, argv);
}

static const command commands[] = {
    {"train", initlab_train_command, "train the network with one weight initializer", 0},
    {"compare", initlab_compare_command, "train it with several, in parallel", 0},
    {"sweep", initlab_sweep_command,
     "train the runs that a file describes: a grid, a search, halving", 0},
    {"eval", initlab_eval_command, "evaluate a saved model on the test set", 0},
    {"predict", initlab_predict_command, "classify images by a saved model", 0},
    {"report", report, "report what the runs of a log folder reached", 0},
    {"data", initlab_data_command, "list the data sets, or describe one", 0},
    {"fetch", initlab_fetch_command, "download a data set", 0},
    {"samples", initlab_samples_command, "draw the first training images with their classes", 0},
    {"--version", put_version, NULL, 0},
    {"--list-options", list_options, NULL, 0},
};

int main(int argc, char **argv) {
    static const program initlab = {
        "initlab", "Compare weight initializers on MNIST, logged for TensorBoard as Keras logs.",
        commands, sizeof commands / sizeof commands[0]};
    setlocale(LC_CTYPE, ""); /* which characters a terminal shows; numbers stay in the C locale */
    interrupt_listen();      /* without it Ctrl-C ends the process at once */
    return program_main(&initlab, argc, argv);
}
