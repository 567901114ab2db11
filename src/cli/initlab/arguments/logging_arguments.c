/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say what of a run is logged, and where. */
#include <stdint.h>
#include <string.h>

#include "cli/initlab/arguments/argument_values.h"
#include "cli/initlab/arguments/run_arguments.h"
#include "train/callbacks/predictions.h"

enum {
    KEY_LOGDIR = 0x300,
    KEY_OVERWRITE,
    KEY_HISTOGRAM_FREQ,
    KEY_NO_IMAGES,
    KEY_NO_GRAPH,
    KEY_GRAPH_DEF,
    KEY_UPDATE_FREQ,
    KEY_STEPS_PER_SECOND,
    KEY_TAGS,
    KEY_STRICT,
    KEY_SAMPLES,
    KEY_PREDICTIONS,
    KEY_DASHBOARDS,
    KEY_DIAGNOSTICS,
    KEY_SAVE_MODELS,
};

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Logging, as keras.callbacks.TensorBoard has it:", 3},
    {"logdir", KEY_LOGDIR, "DIR", 0, "Each run gets a folder in it (logs)", 0},
    {"overwrite", KEY_OVERWRITE, 0, 0,
     "Remove the event files and kept models of an existing run first", 0},
    {"histogram-freq", KEY_HISTOGRAM_FREQ, "N", 0,
     "Epochs between histograms and images; 0: none (4)", 0},
    {"no-write-images", KEY_NO_IMAGES, 0, 0, "No weight images", 0},
    {"no-write-graph", KEY_NO_GRAPH, 0, 0, "No model for the Graphs dashboard", 0},
    {"graph-def", KEY_GRAPH_DEF, 0, 0,
     "The model as a GraphDef too, so that the Graphs dashboard opens with it; Keras logs none", 0},
    {"samples", KEY_SAMPLES, 0, 0, "The first 25 training images with their classes, as an image",
     0},
    {"predictions", KEY_PREDICTIONS, "N", 0,
     "With each histogram, pictures of what is predicted: N validation images, the N worst "
     "mistakes, and the confusion matrix",
     0},
    {"save-models", KEY_SAVE_MODELS, 0, 0,
     "Keep the model of the best val_accuracy and the last one: best.safetensors and "
     "last.safetensors in the run's folder",
     0},
    {"update-freq", KEY_UPDATE_FREQ, "epoch|batch|N", 0, "When to log (epoch)", 0},
    {"write-steps-per-second", KEY_STEPS_PER_SECOND, 0, 0, "Log the speed too", 0},
    {"strict", KEY_STRICT, 0, 0,
     "End when the logs or a checkpoint cannot be written; else training goes on with a warning, "
     "and the exit status is 1",
     0},
    {"dashboards", KEY_DASHBOARDS, 0, 0,
     "Fill the HParams, Custom Scalars and Text dashboards as well: files of their own in LOGDIR "
     "and in each run's folder, where TensorBoard shows one more run",
     0},
    {"diagnostics", KEY_DIAGNOSTICS, 0, 0,
     "Log with each histogram why an initializer fails: activations and gradients, dead and alike "
     "units, to each run's folder too",
     0},
    {"tags", KEY_TAGS, "keras3|keras2", 0, "Whose names (keras3)", 0},
    {0}};

static size_t parse_update_freq(const char *text, struct argp_state *state) {
    if (strcmp(text, "epoch") == 0) return 0;
    if (strcmp(text, "batch") == 0) return 1;
    return (size_t)parse_whole(text, "update-freq", 1, UINT32_MAX, state);
}

static tag_style parse_tags(const char *text, struct argp_state *state) {
    if (strcmp(text, "keras3") != 0 && strcmp(text, "keras2") != 0)
        argp_error(state, "--tags: neither keras3 nor keras2: '%s'", text);
    return strcmp(text, "keras2") == 0 ? TAGS_KERAS2 : TAGS_KERAS3;
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    run_arguments *a = state->input;
    run_options *o = &a->options;
    switch (key) {
    case KEY_LOGDIR: o->logdir = value; return 0;
    case KEY_OVERWRITE: a->overwrite = true; return 0;
    case KEY_HISTOGRAM_FREQ:
        o->tensorboard.histogram_freq =
            (size_t)parse_whole(value, "histogram-freq", 0, 1000000, state);
        return 0;
    case KEY_NO_IMAGES: o->tensorboard.write_images = false; return 0;
    case KEY_NO_GRAPH: o->write_graph = false; return 0;
    case KEY_GRAPH_DEF: o->graph_def = true; return 0;
    case KEY_UPDATE_FREQ: o->tensorboard.update_freq = parse_update_freq(value, state); return 0;
    case KEY_STEPS_PER_SECOND: o->tensorboard.write_steps_per_second = true; return 0;
    case KEY_TAGS: o->tensorboard.tags = parse_tags(value, state); return 0;
    case KEY_DASHBOARDS: o->dashboards = true; return 0;
    case KEY_DIAGNOSTICS: o->diagnostics = true; return 0;
    case KEY_STRICT: o->strict = true; return 0;
    case KEY_SAVE_MODELS: o->save_models = true; return 0;
    case KEY_PREDICTIONS:
        o->predictions = (size_t)parse_whole(value, "predictions", 1, PREDICTIONS_MOST, state);
        return 0;
    case KEY_SAMPLES: o->samples = true; return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

const struct argp logging_argp = {options, parse_option, 0, 0, 0, 0, 0};
