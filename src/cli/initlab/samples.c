/* SPDX-License-Identifier: Apache-2.0 */
/* initlab samples: draw the first training images into a PNG. */
#include <stdio.h>
#include <string.h>

#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/load_data.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "train/callbacks/samples.h"

enum { KEY_ROWS = 0x1000, KEY_COLS, MOST = 50, SCALE = 2 };

typedef struct arguments {
    run_options shared; /* only its data */
    const char *output;
    size_t rows, cols;
} arguments;

static const cli_option options[] = {
    {"output", 'o', "FILE", "The PNG (samples.png); - is standard output"},
    {"rows", KEY_ROWS, "N", "Rows of images (5)"},
    {"cols", KEY_COLS, "N", "Columns of images (5)"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 'o': args->output = value; return;
    case KEY_ROWS: args->rows = (size_t)option_whole_value(value, "rows", 1, MOST, call); return;
    case KEY_COLS: args->cols = (size_t)option_whole_value(value, "cols", 1, MOST, call); return;
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
    arguments args = {run_options_default(), "samples.png", SAMPLES_ROWS, SAMPLES_COLS};
    run_parser of_data = run_parser_new(RUN_PARSER_DATA);
    const cli_part parts[] = {{&of_data.parser, &args.shared}, {0}};
    const cli_parser parser = {
        .options = options,
        .set = set_option,
        .parts = parts,
        .examples = {"initlab samples", "initlab samples --data kmnist -o kmnist.png"},
        .about = "Draw the first images of the training set with the names of their classes, as "
                 "the notebook shows them, into a PNG file."};
    parse_arguments(&parser, argc, argv, &args);
    run_parser_free(&of_data);
    error err;
    if (draw(&args, &err)) {
        if (strcmp(args.output, "-") != 0)
            say_written("initlab samples", "%s: %zu images", args.output, args.rows * args.cols);
        return 0;
    }
    fprintf(stderr, "initlab samples: %s\n", err.message);
    return 1;
}
