/* SPDX-License-Identifier: Apache-2.0 */
/* The options that initlab's training commands share. */
#ifndef CLI_RUN_ARGUMENTS_H
#define CLI_RUN_ARGUMENTS_H

#include <argp.h>

#include "train/run.h"

typedef struct run_arguments {
    run_options options;
    const char *data; /* folder of MNIST's files; NULL: the cache of tools/fetch-mnist */
    bool overwrite, quiet;
} run_arguments;

run_arguments run_arguments_default(void);

/* An argp child that fills the run_arguments given as its input. */
extern const struct argp run_argp;

/*
 * Parse a whole number from 'least' to 'most' or leave by argp_error, which names the option.
 */
unsigned long long parse_whole(const char *text, const char *option, unsigned long long least,
                               unsigned long long most, struct argp_state *state);

/* The initializer of that name, or leave by argp_error, which lists the names. */
const nn_initializer *parse_initializer(const char *name, struct argp_state *state);

/* Load the data set and make it ready for training; on failure says how to get it. */
bool load_data(const run_arguments *arguments, dataset *train, dataset *test, train_error *err);

#endif
