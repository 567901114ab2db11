/* SPDX-License-Identifier: Apache-2.0 */
/* A program with several commands: runs the one that is named, and prints the help and the
 * version. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include <stddef.h>

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* argv[0] is "<program> <command>"; the exit code */
    const char *purpose;               /* for the help; NULL: not listed */
    int lost_output; /* the exit code if standard output cannot be written; 0 means 1 */
} command;

typedef struct program {
    const char *name, *about;
    const command *commands; /* (count) */
    size_t count;
} program;

/* Run the command that argv[1] names. Returns the exit code of main, 2 for wrong usage. */
int program_main(const program *self, int argc, char **argv);

#endif
