/* SPDX-License-Identifier: Apache-2.0 */
/* tblog, the command: picks the subcommand. */
#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/close_stdout.h"
#include "cli/tblog/commands.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *purpose;
} commands[] = {
    {"ls", tblog_ls_command, "list the runs and tags of a log folder"},
    {"verify", tblog_verify_command, "find what is wrong with event files"},
    {"repair", tblog_repair_command, "keep the intact records of a damaged event file"},
    {"export", tblog_export_command,
     "write scalars, histograms, texts or images for other programs"},
    {"diff", tblog_diff_command, "compare two log folders by what they say"},
    {"merge", tblog_merge_command, "write the event files of a run as one"},
    {"prune", tblog_prune_command, "write a run with fewer points"},
    {"log", tblog_log_command, "write JSON lines from standard input into an event file"},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_usage(FILE *out) {
    fputs("Usage: tblog COMMAND [OPTION...]\n\n"
          "Work with TensorBoard event files.\n\nCommands:\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].purpose);
    fputs("\n`tblog COMMAND --help` tells more of each; `tblog --version` the version.\n", out);
}

int main(int argc, char **argv) {
    argp_err_exit_status = 2; /* wrong usage, as grep and git have it */
    signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes is a full disk: told, not died of */
    const char *name = argc > 1 ? argv[1] : "";
    close_stdout_at_exit("tblog", strcmp(name, "diff") == 0 ? 2 : 1); /* 1 of diff is an answer */
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, commands[i].name) == 0) return commands[i].run(argc - 1, argv + 1);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_usage(stdout);
        return 0;
    }
    if (strcmp(name, "--version") == 0) {
        printf("tblog %s\n", tblog_version());
        return 0;
    }
    if (*name) fprintf(stderr, "tblog: no command '%s'\n\n", name);
    print_usage(stderr);
    return 2;
}
