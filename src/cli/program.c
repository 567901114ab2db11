/* SPDX-License-Identifier: Apache-2.0 */
/* The main function of both programs. */
#include "cli/program.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/names/near_name.h"
#include "cli/close_stdout.h"
#include "cli/complete_arguments.h"
#include "cli/print_help.h"
#include "cli/say.h"

enum { WRONG_USAGE = 2, PURPOSE = 11 /* the column of what a command is for */ };

static void print_commands(const program *self, FILE *out) {
    char more[128];
    fprintf(out, "Usage: %s COMMAND [OPTION...]\n\n", self->name);
    print_wrapped(out, self->about, 0, 0);
    fputs("\nCommands:\n", out);
    for (size_t i = 0; i < self->count; i++) {
        if (!self->commands[i].purpose) continue;
        fprintf(out, "  %-8s ", self->commands[i].name);
        print_wrapped(out, self->commands[i].purpose, PURPOSE, PURPOSE);
    }
    snprintf(more, sizeof more,
             "`%s help COMMAND` describes a command; `%s --version` prints the version.",
             self->name, self->name);
    putc('\n', out);
    print_wrapped(out, more, 0, 0);
}

static const command *find(const program *self, const char *name) {
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(name, self->commands[i].name) == 0) return &self->commands[i];
    return NULL;
}

/* Run a command as "PROGRAM COMMAND"; 'argv' begins with the command's name. */
static int call(const program *self, const command *called, int argc, char **argv) {
    char whole[64];
    snprintf(whole, sizeof whole, "%s %s", self->name, called->name);
    argv[0] = whole;
    return called->run(argc, argv);
}

/* help COMMAND: as COMMAND --help. */
static int call_help(const program *self, const command *called) {
    char help[] = "--help", *argv[] = {NULL, help, NULL};
    return call(self, called, 2, argv);
}

/* The usual other names of an option of the program. */
static const char *full_name(const char *name) {
    if (strcmp(name, "-V") == 0) return "--version";
    if (strcmp(name, "-h") == 0 || strcmp(name, "--help") == 0) return "help";
    return name;
}

/* Report an unknown command. False if no command's name is near. */
static bool suggest(const program *self, const char *name) {
    near_name near = {.text = name};
    char hint[128];
    for (size_t i = 0; i < self->count; i++) near_name_try(&near, self->commands[i].name);
    say(self->name, "no command '%s'%s", name, near_name_hint(&near, "", hint, sizeof hint));
    if (near.name)
        fprintf(stderr, "Try `%s --help' for more information.\n", self->name);
    else
        putc('\n', stderr);
    return near.name;
}

/* PROGRAM --complete WORD...: print what may stand in the place of the last word. */
static int complete(const program *self, int argc, char **argv) {
    const char *word = argc > 2 ? argv[2] : "";
    bool help = argc == 4 && strcmp(word, "help") == 0;
    if (argc > 3 && !help) {
        const command *called = find(self, word);
        argv[2] = argv[1];
        return called && called->purpose ? call(self, called, argc - 1, argv + 1) : 0;
    }
    if (help) word = argv[3];
    for (size_t i = 0; i < self->count; i++)
        if (self->commands[i].purpose && strncmp(self->commands[i].name, word, strlen(word)) == 0)
            printf("%s\t%s\n", self->commands[i].name, self->commands[i].purpose);
    return 0;
}

int program_main(const program *self, int argc, char **argv) {
    signal(SIGXFSZ, SIG_IGN); /* report a file size limit like a full disk */
    if (argc > 1 && strcmp(argv[1], COMPLETE_ARGUMENTS) == 0) return complete(self, argc, argv);
    const char *name = full_name(argc > 1 ? argv[1] : "");
    bool help = strcmp(name, "help") == 0;
    if (help && argc > 2) name = argv[2];
    const command *called = find(self, name);
    close_stdout_at_exit(self->name, called && called->lost_output ? called->lost_output : 1);
    if (called) return help ? call_help(self, called) : call(self, called, argc - 1, argv + 1);
    if (help && argc <= 2) {
        print_commands(self, stdout);
        return 0;
    }
    if (!*name || !suggest(self, name)) print_commands(self, stderr);
    return WRONG_USAGE;
}
