/* SPDX-License-Identifier: Apache-2.0 */
/* What a command prints while its runs train, depending on --quiet and --json. */
#ifndef CLI_RUN_OUTPUT_H
#define CLI_RUN_OUTPUT_H

#include "cli/initlab/display/next_steps.h"
#include "cli/initlab/display/progress.h"

typedef struct run_output {
    terminal terminal; /* standard error */
    progress *shown;
    run_watcher list[2];
    run_watchers watchers; /* for compare() and the like */
} run_output;

/* Begin for 'count' runs. Neither they nor 'self' may be moved until run_output_end. */
void run_output_begin(run_output *self, const run_options *options, const run *runs, size_t count);

/* End, and restore the terminal. */
void run_output_end(run_output *self);

/* Print the next steps after a table (next_steps.h) to standard output, if that is a terminal; not
 * with --quiet. */
void run_output_put_next(const run_options *options, const best_result *best);

/* Print to standard error that a command was interrupted, and how to continue. Returns the exit
 * status. */
int run_output_interrupted(const char *command, const run_options *options);

/* Print to standard error how a run ended, if ending.h has a text; with --quiet, only that it
 * diverged. */
void run_output_put_ending(const char *command, const run *r);

/* Print to standard error how a run ended and what went wrong in it; true if something did. */
bool run_output_complain(const char *command, const run *r);

#endif
