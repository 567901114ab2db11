/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say how a run trains. */
#include <stdint.h>

#include "cli/initlab/arguments/argument_values.h"
#include "cli/initlab/arguments/run_arguments.h"

enum {
    KEY_EPOCHS = 0x200,
    KEY_BATCH_SIZE,
    KEY_LR,
    KEY_SEED,
    KEY_RESUME,
    KEY_NO_CHECKPOINT,
    KEY_LAYERS,
    KEY_ACTIVATION,
    KEY_BATCH_NORM,
    KEY_DROPOUT,
    KEY_OPTIMIZER,
    KEY_LR_SCHEDULE,
    KEY_L2,
    KEY_EARLY_STOPPING,
};

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Training:", 1},
    {"epochs", KEY_EPOCHS, "N", 0, "Passes over the training set (20)", 0},
    {"batch-size", KEY_BATCH_SIZE, "N", 0, "Samples for one optimizer step (128)", 0},
    {"layers", KEY_LAYERS, "N,N,...", 0, "Units of the hidden layers (256,128); none: no such", 0},
    {"activation", KEY_ACTIVATION, "NAME", 0,
     "Of the hidden layers: relu, tanh, sigmoid, selu, gelu, leaky_relu or elu (relu)", 0},
    {"batch-norm", KEY_BATCH_NORM, 0, 0,
     "Batch normalisation between each hidden layer and its activation", 0},
    {"dropout", KEY_DROPOUT, "RATE", 0, "Behind each hidden layer (0.2)", 0},
    {"optimizer", KEY_OPTIMIZER, "NAME", 0,
     "sgd, momentum, nesterov, rmsprop, adagrad, adam or adamw (adam), with Keras' arguments as in "
     "'sgd(momentum=.9)'",
     0},
    {"lr", KEY_LR, "X", 0, "The optimizer's learning rate (Keras' default of the optimizer)", 0},
    {"lr-schedule", KEY_LR_SCHEDULE, "NAME", 0,
     "exponential, step, inverse_time, polynomial, piecewise, cosine or cosine_restarts, with "
     "Keras' arguments as in 'cosine(alpha=.1)'; decay_steps are the whole training unless given",
     0},
    {"l2", KEY_L2, "X", 0, "Add X times the kernels' squares to the loss (0)", 0},
    {"early-stopping", KEY_EARLY_STOPPING, "RULE", 0,
     "End when the monitored metric no longer improves, by the arguments of Keras' EarlyStopping, "
     "as in 'monitor=val_accuracy,patience=3'",
     0},
    {"seed", KEY_SEED, "N", 0, "Of initial weights, shuffling and dropout (0)", 0},
    {"resume", KEY_RESUME, 0, 0,
     "Go on where the last checkpoint was written; runs that are finished are left alone", 0},
    {"no-checkpoint", KEY_NO_CHECKPOINT, 0, 0, "Write none at the end of each epoch", 0},
    {0}};

/* What src/nn could not read. */
static error_t check(bool good, const char *option, const char *message,
                     const struct argp_state *state) {
    if (!good) argp_error(state, "--%s: %s", option, message);
    return 0;
}

/* Options may come in any order: --lr counts last. */
static void finish(run_arguments *a, const struct argp_state *state) {
    nn_model_config *model = &a->options.model;
    bool fixed = model->schedule.type && !nn_schedule_starts_open(&model->schedule);
    if (!(a->learning_rate > 0)) return;
    if (fixed) argp_error(state, "--lr: --lr-schedule has its own");
    nn_spec_set(&model->optimizer, "learning_rate", a->learning_rate);
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    run_arguments *a = state->input;
    run_options *o = &a->options;
    nn_model_config *m = &o->model;
    char message[NN_MESSAGE];
    switch (key) {
    case KEY_EPOCHS: o->epochs = (size_t)parse_whole(value, "epochs", 1, 1000000, state); return 0;
    case KEY_BATCH_SIZE:
        o->model.batch_size = (size_t)parse_whole(value, "batch-size", 1, 100000, state);
        return 0;
    case KEY_LAYERS: return check(nn_layers_parse(value, m, message), "layers", message, state);
    case KEY_ACTIVATION:
        return check(nn_activation_parse(value, &m->activation, message), "activation", message,
                     state);
    case KEY_BATCH_NORM: m->batch_norm = true; return 0;
    case KEY_DROPOUT: m->dropout = parse_fraction(value, "dropout", state); return 0;
    case KEY_OPTIMIZER:
        return check(nn_optimizer_parse(value, &m->optimizer, message), "optimizer", message,
                     state);
    case KEY_LR: a->learning_rate = parse_positive(value, "lr", state); return 0;
    case KEY_LR_SCHEDULE:
        return check(nn_schedule_parse(value, &m->schedule, message), "lr-schedule", message,
                     state);
    case KEY_L2: m->l2 = parse_from_zero(value, "l2", state); return 0;
    case KEY_EARLY_STOPPING:
        return check(stopping_rule_parse(value, &o->stopping, message), "early-stopping", message,
                     state);
    case ARGP_KEY_SUCCESS: finish(a, state); return 0;
    case KEY_SEED: o->model.seed = parse_whole(value, "seed", 0, UINT64_MAX, state); return 0;
    case KEY_RESUME: o->resume = true; return 0;
    case KEY_NO_CHECKPOINT: o->checkpoint = false; return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

const struct argp training_argp = {options, parse_option, 0, 0, 0, 0, 0};
