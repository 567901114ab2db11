/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say what data a run learns from; and loading them. */
#include <stdio.h>

#include "cli/initlab/arguments/argument_values.h"
#include "cli/initlab/arguments/run_arguments.h"
#include "data/dataset_open.h"
#include "data/standardize.h"
#include "train/batch.h"

enum { KEY_DATA = 0x100, KEY_CLASSES, KEY_VALIDATION_SPLIT, KEY_STANDARDIZE };

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Data:", 2},
    {"data", KEY_DATA, "NAME|DIR|FILES", 0,
     "A known data set (mnist); a folder with four files in MNIST's, EMNIST's or NumPy's names; or "
     "IMAGES,LABELS,TEST-IMAGES,TEST-LABELS, IDX or .npy",
     0},
    {"classes", KEY_CLASSES, "N|A,B,...", 0,
     "How many classes there are, or what they are called (as known, or as the labels show)", 0},
    {"validation-split", KEY_VALIDATION_SPLIT, "X", 0,
     "Validate on the last part of the training data, from 0 to 1 of it, and not on the test data",
     0},
    {"standardize", KEY_STANDARDIZE, "HOW", 0,
     "scale: bytes / 255 (the default); none: 0 to 255; then to mean 0 and standard deviation 1: "
     "pixel: each pixel over the training data; set: all pixels alike; sample: each image by "
     "itself",
     0},
    {0}};

static double parse_split(const char *text, struct argp_state *state) {
    double share = parse_positive(text, "validation-split", state);
    if (share >= 1) argp_error(state, "--validation-split: not below 1: '%s'", text);
    return share;
}

static dataset_scaling parse_scaling(const char *text, struct argp_state *state) {
    dataset_scaling scaling = DATASET_SCALE;
    if (!dataset_scaling_find(text, &scaling))
        argp_error(state, "--standardize: not scale, none, pixel, set or sample: '%s'", text);
    return scaling;
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    dataset_options *o = &((run_arguments *)state->input)->data;
    switch (key) {
    case KEY_DATA: o->source = value; return 0;
    case KEY_CLASSES:
        if (!dataset_count_classes(value))
            argp_error(state, "--classes: neither a number from 2 to %d nor as many names: '%s'",
                       DATASET_MAX_CLASSES, value);
        o->classes = value;
        return 0;
    case KEY_VALIDATION_SPLIT: o->validation_split = parse_split(value, state); return 0;
    case KEY_STANDARDIZE: o->scaling = parse_scaling(value, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

const struct argp data_argp = {options, parse_option, 0, 0, 0, 0, 0};

bool load_data(const run_arguments *arguments, dataset *train, dataset *test, error *err) {
    if (!dataset_open(&arguments->data, train, test, err)) return false;
    return (batch_prepare(train) && batch_prepare(test)) || error_set(err, "out of memory");
}
