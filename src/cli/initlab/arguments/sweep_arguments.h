/* SPDX-License-Identifier: Apache-2.0 */
/* Make runs from a sweep's file and the command line. Each run has the options of initlab train,
 * from the same table. */
#ifndef CLI_SWEEP_ARGUMENTS_H
#define CLI_SWEEP_ARGUMENTS_H

#include "cli/parser.h"
#include "runs/list.h"
#include "runs/sweep/plan.h"

typedef struct sweep_arguments {
    run_options base; /* from the command line; its data options are those of the runs */
    sweep_file file;
    sweep_plan plan; /* owns the texts that the runs' options point to */
    run_list runs;   /* the plan's runs, in its order */
} sweep_arguments;

/*
 * Read the file, replace its lines by options of the command line (argv, which 'root' has parsed
 * into base), check all values and make the runs. False with the reason in 'err'. Free by
 * sweep_arguments_free in any case.
 */
bool sweep_arguments_read(sweep_arguments *self, const char *path, const cli_parser *root, int argc,
                          char **argv, error *err);
void sweep_arguments_free(sweep_arguments *self);

#endif
