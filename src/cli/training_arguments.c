/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say how a run trains. */
#include <stdint.h>

#include "cli/argument_values.h"
#include "cli/run_arguments.h"

enum { KEY_EPOCHS = 0x200, KEY_BATCH_SIZE, KEY_LR, KEY_SEED, KEY_RESUME, KEY_NO_CHECKPOINT };

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Training:", 1},
    {"epochs", KEY_EPOCHS, "N", 0, "Passes over the training set (20)", 0},
    {"batch-size", KEY_BATCH_SIZE, "N", 0, "Samples for one optimizer step (128)", 0},
    {"lr", KEY_LR, "X", 0, "Adam's learning rate (0.001)", 0},
    {"seed", KEY_SEED, "N", 0, "Of initial weights, shuffling and dropout (0)", 0},
    {"resume", KEY_RESUME, 0, 0,
     "Go on where the last checkpoint was written; runs that are finished are left alone", 0},
    {"no-checkpoint", KEY_NO_CHECKPOINT, 0, 0, "Write none at the end of each epoch", 0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    run_options *o = &((run_arguments *)state->input)->options;
    switch (key) {
    case KEY_EPOCHS: o->epochs = (size_t)parse_whole(value, "epochs", 1, 1000000, state); return 0;
    case KEY_BATCH_SIZE:
        o->model.batch_size = (size_t)parse_whole(value, "batch-size", 1, 100000, state);
        return 0;
    case KEY_LR: o->model.adam.learning_rate = parse_positive(value, "lr", state); return 0;
    case KEY_SEED: o->model.seed = parse_whole(value, "seed", 0, UINT64_MAX, state); return 0;
    case KEY_RESUME: o->resume = true; return 0;
    case KEY_NO_CHECKPOINT: o->checkpoint = false; return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

const struct argp training_argp = {options, parse_option, 0, 0, 0, 0, 0};
