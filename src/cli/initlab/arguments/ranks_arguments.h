/* SPDX-License-Identifier: Apache-2.0 */
/* The options about parallel training: how many runs at a time, and MPI's ranks. */
#ifndef CLI_RANKS_ARGUMENTS_H
#define CLI_RANKS_ARGUMENTS_H

#include "cli/parser.h"
#include "runs/ranks/ranks.h"

typedef struct ranks_arguments {
    size_t jobs; /* 0: as many as its cores allow */
    ranks_options options;
} ranks_arguments;

/* A part of parsers; its input is the ranks_arguments to fill. */
extern const cli_parser ranks_parser;

/* The cores for this process: those that it may use and does not share with other ranks. */
size_t ranks_cores(const ranks *joined);

/* The number of runs that this process trains in parallel, each with this number of threads (0: as
 * many as cores are left). */
size_t ranks_jobs(const ranks_arguments *arguments, const ranks *joined, size_t threads);

/* Ranks other than 0: train the runs that rank 0 hands out. Returns the exit code. */
int ranks_help(const char *command, ranks *joined, const comparison *c);

/* Report lost ranks on standard error; the message begins with 'command'. */
void ranks_report_lost(const char *command, const ranks *joined);

#endif
