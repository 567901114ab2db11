/* SPDX-License-Identifier: Apache-2.0 */
/* The main function of tblog: the table of its commands. */
#include <stdio.h>
#include <tblog/tblog.h>

#include "cli/program.h"
#include "cli/tblog/commands.h"

static int put_version(int argc, char **argv) {
    (void)argc, (void)argv;
    printf("tblog %s\n", tblog_version());
    return 0;
}

static const command commands[] = {
    {"ls", tblog_ls_command, "list the runs and tags of a log folder", 0},
    {"plot", tblog_plot_command, "draw scalars as curves on the terminal", 0},
    {"watch", tblog_watch_command, "show scalars while they are logged", 0},
    {"report", tblog_report_command, "report what the runs of a log folder reached, as a page", 0},
    {"verify", tblog_verify_command, "find what is wrong with event files", 0},
    {"repair", tblog_repair_command, "keep the intact records of a damaged event file", 0},
    {"export", tblog_export_command,
     "write scalars, histograms, texts or images for other programs", 0},
    {"diff", tblog_diff_command, "compare the contents of two log folders", 2},
    {"edit", tblog_edit_command, "rename or drop tags, change steps, times and descriptions", 0},
    {"merge", tblog_merge_command, "write the event files of a run as one", 0},
    {"prune", tblog_prune_command, "write a run with fewer points", 0},
    {"reduce", tblog_reduce_command, "write mean and deviation of runs that differ in the seed", 0},
    {"log", tblog_log_command, "write JSON lines from standard input into an event file", 0},
    {"--version", put_version, NULL, 0},
};

int main(int argc, char **argv) {
    static const program tblog = {"tblog", "Work with TensorBoard event files.", commands,
                                  sizeof commands / sizeof commands[0]};
    return program_main(&tblog, argc, argv);
}
