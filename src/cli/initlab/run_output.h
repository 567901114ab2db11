/* SPDX-License-Identifier: Apache-2.0 */
/* What a command writes while its runs train, as --quiet and --json have it. */
#ifndef CLI_RUN_OUTPUT_H
#define CLI_RUN_OUTPUT_H

#include "cli/screen/progress.h"

typedef struct run_output {
    terminal terminal; /* standard error */
    progress *shown;
    run_watcher list[2];
    run_watchers watchers; /* for compare() and the like */
} run_output;

/* Begin for 'count' runs, which must stay where they are until the end; 'self' too. */
void run_output_begin(run_output *self, const run_options *options, const run *runs, size_t count);

/* Leave the terminal as it was. */
void run_output_end(run_output *self);

/* Say on standard error how a run ended, if there is something to say (ending.h); with --quiet only
 * that it diverged. */
void run_output_tell_ending(const char *command, const run *r);

/* Say on standard error how a run ended, and what went wrong in a run; true when something did. */
bool run_output_complain(const char *command, const run *r);

#endif
