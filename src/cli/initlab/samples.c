/* SPDX-License-Identifier: Apache-2.0 */
/* initlab samples: draw the first training images into a PNG. */
#include <stdio.h>

#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/load_data.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "train/callbacks/samples.h"

enum { KEY_ROWS = 0x1000, KEY_COLS, MOST = 50, SCALE = 2 };

typedef struct arguments {
    run_options shared; /* only its data */
    const char *output;
    size_t rows, cols;
} arguments;

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "The PNG (samples.png); - is standard output", 0},
    {"rows", KEY_ROWS, "N", 0, "Rows of images (5)", 0},
    {"cols", KEY_COLS, "N", 0, "Columns of images (5)", 0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &args->shared; return 0;
    case ARGP_KEY_ARG: argp_error(state, "unexpected argument '%s'", value); return 0;
    case 'o': args->output = value; return 0;
    case KEY_ROWS: args->rows = (size_t)option_whole_value(value, "rows", 1, MOST, state); return 0;
    case KEY_COLS: args->cols = (size_t)option_whole_value(value, "cols", 1, MOST, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static bool draw(const arguments *args, error *err) {
    dataset train = {0}, test = {0};
    picture drawn;
    bool good = load_data(&args->shared.data, &train, &test, err) &&
                samples_draw(&train, args->rows, args->cols, SCALE, &drawn, err);
    if (good) {
        good = picture_write(&drawn, args->output, err);
        picture_free(&drawn);
    }
    dataset_free(&train);
    dataset_free(&test);
    return good;
}

int initlab_samples_command(int argc, char **argv) {
    run_parser of_data = run_parser_new(RUN_PARSER_DATA);
    const struct argp_child children[] = {{&of_data.argp, 0, NULL, 0}, {0}};
    const struct argp parser = {
        options,
        parse_option,
        0,
        "Draw the first images of the training set with the names of their classes, as the "
        "notebook shows them, into a PNG file.",
        children,
        0,
        0};
    arguments args = {run_options_default(), "samples.png", SAMPLES_ROWS, SAMPLES_COLS};
    parse_arguments(&parser, argc, argv, &args);
    run_parser_free(&of_data);
    error err;
    if (draw(&args, &err)) return 0;
    fprintf(stderr, "initlab samples: %s\n", err.message);
    return 1;
}
