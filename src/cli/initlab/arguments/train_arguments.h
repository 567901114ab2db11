/* SPDX-License-Identifier: Apache-2.0 */
/* The options of one run: those of initlab train, which a sweep's file sets as well. */
#ifndef CLI_TRAIN_ARGUMENTS_H
#define CLI_TRAIN_ARGUMENTS_H

#include "cli/initlab/arguments/run_arguments.h"

typedef struct train_arguments {
    run_arguments shared;
    nn_layer_initializers initializers;
} train_arguments;

train_arguments train_arguments_default(void);

/* An argp child that fills the train_arguments given as its input: its own options, and run_argp's
 * groups. */
extern const struct argp train_argp;

#endif
