/* SPDX-License-Identifier: Apache-2.0 */
/* The main function of both programs. */
#include "cli/program.h"

#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/close_stdout.h"

static void print_usage(const program *self, FILE *out) {
    fprintf(out, "Usage: %s COMMAND [OPTION...]\n\n%s\n\nCommands:\n", self->name, self->about);
    for (size_t i = 0; i < self->count; i++)
        if (self->commands[i].purpose)
            fprintf(out, "  %-8s %s\n", self->commands[i].name, self->commands[i].purpose);
    fprintf(out, "\n`%s COMMAND --help` describes a command; `%s --version` prints the version.\n",
            self->name, self->name);
}

static const command *find(const program *self, const char *name) {
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(name, self->commands[i].name) == 0) return &self->commands[i];
    return NULL;
}

int program_main(const program *self, int argc, char **argv) {
    argp_err_exit_status = 2; /* wrong usage */
    signal(SIGXFSZ, SIG_IGN); /* report a file size limit like a full disk */
    const char *name = argc > 1 ? argv[1] : "";
    const command *called = find(self, name);
    close_stdout_at_exit(self->name, called && called->lost_output ? called->lost_output : 1);
    if (called) {
        char whole[64];
        snprintf(whole, sizeof whole, "%s %s", self->name, name);
        argv[1] = whole;
        return called->run(argc - 1, argv + 1);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_usage(self, stdout);
        return 0;
    }
    if (*name) fprintf(stderr, "%s: no command '%s'\n\n", self->name, name);
    print_usage(self, stderr);
    return 2;
}
