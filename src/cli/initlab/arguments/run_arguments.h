/* SPDX-License-Identifier: Apache-2.0 */
/* The options that initlab's training commands share. */
#ifndef CLI_RUN_ARGUMENTS_H
#define CLI_RUN_ARGUMENTS_H

#include <argp.h>

#include "data/dataset_open.h"
#include "runs/run.h"

typedef struct run_arguments {
    run_options options;
    double learning_rate; /* 0: the optimizer's own */
    dataset_options data;
    bool overwrite, quiet;
    bool json; /* events on standard output instead of tables (run_events.h) */
} run_arguments;

run_arguments run_arguments_default(void);

/* An argp child that fills the run_arguments given as its input: all the groups below. */
extern const struct argp run_argp;

/* Its groups, each in a file of its own. Keys: 0x100 data, 0x200 training, 0x300 logging,
 * 0x400 output; those of a command itself start at 0x1000. */
extern const struct argp data_argp, training_argp, logging_argp;

/* Load the data set and make it ready for training; on failure says how to get it. */
bool load_data(const run_arguments *arguments, dataset *train, dataset *test, error *err);

#endif
