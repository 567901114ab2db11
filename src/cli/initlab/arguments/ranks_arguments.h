/* SPDX-License-Identifier: Apache-2.0 */
/* The options about parallel training: how many runs at a time, and MPI's ranks. */
#ifndef CLI_RANKS_ARGUMENTS_H
#define CLI_RANKS_ARGUMENTS_H

#include "cli/parser.h"
#include "runs/ranks/ranks.h"

typedef struct ranks_arguments {
    size_t jobs; /* 0: one for each core that this process does not share */
    ranks_options options;
} ranks_arguments;

/* A part of parsers; its input is the ranks_arguments to fill. */
extern const cli_parser ranks_parser;

/* The number of runs that this process trains in parallel. */
size_t ranks_jobs(const ranks_arguments *arguments, const ranks *joined);

/* Ranks other than 0: train the runs that rank 0 hands out. Returns the exit code. */
int ranks_help(const char *command, ranks *joined, const comparison *c);

/* Report lost ranks on standard error; the message begins with 'command'. */
void ranks_report_lost(const char *command, const ranks *joined);

#endif
