/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say who trains several runs: how many side by side, and MPI's ranks. */
#ifndef CLI_RANKS_ARGUMENTS_H
#define CLI_RANKS_ARGUMENTS_H

#include <argp.h>

#include "runs/ranks/ranks.h"

typedef struct ranks_arguments {
    size_t jobs; /* 0: one for each core that this process has for itself */
    ranks_options options;
} ranks_arguments;

/* An argp child that fills the ranks_arguments given as its input. */
extern const struct argp ranks_argp;

/* Runs side by side in this process. */
size_t ranks_jobs(const ranks_arguments *arguments, const ranks *joined);

/* A rank that is not 0: train what that has. Returns the exit code. */
int ranks_help(const char *command, ranks *joined, const comparison *c);

/* Tell who was lost, on standard error behind 'command'. */
void ranks_tell_lost(const char *command, const ranks *joined);

#endif
