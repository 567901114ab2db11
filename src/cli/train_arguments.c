/* SPDX-License-Identifier: Apache-2.0 */
/* The options of one run. */
#include "cli/train_arguments.h"

#include "cli/argument_values.h"

enum { KEY_INIT = 0x800 };

static const struct argp_option options[] = {
    {"init", KEY_INIT, "NAME", 0,
     "The weight initializer (glorot_uniform), in the notebook's "
     "spelling or Keras'",
     0},
    {0}};

train_arguments train_arguments_default(void) {
    return (train_arguments){run_arguments_default(), nn_initializer_find("glorot_uniform")};
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    train_arguments *args = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &args->shared; return 0;
    case KEY_INIT: args->initializer = parse_initializer(value, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&run_argp, 0, NULL, 0}, {0}};

const struct argp train_argp = {options, parse_option, 0, 0, children, 0, 0};
