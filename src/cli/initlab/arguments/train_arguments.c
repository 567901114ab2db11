/* SPDX-License-Identifier: Apache-2.0 */
/* The options of one run. */
#include "cli/initlab/arguments/train_arguments.h"

#include "cli/initlab/arguments/argument_values.h"

enum { KEY_INIT = 0x800 };

static const struct argp_option options[] = {
    {"init", KEY_INIT, "NAME", 0,
     "The weight initializer (glorot_uniform), in the notebook's spelling or Keras', with "
     "arguments as in 'A(gain=2)'; A+B gives the first layer A and those behind it B",
     0},
    {0}};

train_arguments train_arguments_default(void) {
    train_arguments args = {.shared = run_arguments_default()};
    args.initializers = args.shared.options.model.kernel_initializers;
    return args;
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    train_arguments *args = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &args->shared; return 0;
    case KEY_INIT: args->initializers = parse_initializers(value, state); return 0;
    case ARGP_KEY_SUCCESS:
        check_initializers(&args->initializers, &args->shared.options.model, state);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&run_argp, 0, NULL, 0}, {0}};

const struct argp train_argp = {options, parse_option, 0, 0, children, 0, 0};
