/* SPDX-License-Identifier: Apache-2.0 */
/* The options that initlab's training commands share. */
#include "cli/run_arguments.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/batch.h"

enum {
    KEY_DATA = 256,
    KEY_LOGDIR,
    KEY_EPOCHS,
    KEY_BATCH_SIZE,
    KEY_LR,
    KEY_SEED,
    KEY_OVERWRITE,
    KEY_HISTOGRAM_FREQ,
    KEY_NO_IMAGES,
    KEY_NO_GRAPH,
    KEY_GRAPH_DEF,
    KEY_UPDATE_FREQ,
    KEY_STEPS_PER_SECOND,
    KEY_TAGS,
    KEY_RESUME,
    KEY_NO_CHECKPOINT,
    KEY_STRICT,
};

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Training:", 1},
    {"epochs", KEY_EPOCHS, "N", 0, "Passes over the training set (20)", 0},
    {"batch-size", KEY_BATCH_SIZE, "N", 0, "Samples for one optimizer step (128)", 0},
    {"lr", KEY_LR, "X", 0, "Adam's learning rate (0.001)", 0},
    {"seed", KEY_SEED, "N", 0, "Of initial weights, shuffling and dropout (0)", 0},
    {"data", KEY_DATA, "DIR", 0,
     "MNIST's four files, plain or .gz (the cache of tools/fetch-mnist)", 0},
    {"resume", KEY_RESUME, 0, 0,
     "Go on where the last checkpoint was written; runs that are finished are left alone", 0},
    {"no-checkpoint", KEY_NO_CHECKPOINT, 0, 0, "Write none at the end of each epoch", 0},
    {0, 0, 0, 0, "Logging, as keras.callbacks.TensorBoard has it:", 2},
    {"logdir", KEY_LOGDIR, "DIR", 0, "Each run gets a folder in it (logs)", 0},
    {"overwrite", KEY_OVERWRITE, 0, 0, "Remove the event files of an existing run first", 0},
    {"histogram-freq", KEY_HISTOGRAM_FREQ, "N", 0,
     "Epochs between histograms and images; 0: none (4)", 0},
    {"no-write-images", KEY_NO_IMAGES, 0, 0, "No weight images", 0},
    {"no-write-graph", KEY_NO_GRAPH, 0, 0, "No model for the Graphs dashboard", 0},
    {"graph-def", KEY_GRAPH_DEF, 0, 0,
     "The model as a GraphDef too, so that the Graphs dashboard opens with it; Keras logs none", 0},
    {"update-freq", KEY_UPDATE_FREQ, "epoch|batch|N", 0, "When to log (epoch)", 0},
    {"write-steps-per-second", KEY_STEPS_PER_SECOND, 0, 0, "Log the speed too", 0},
    {"strict", KEY_STRICT, 0, 0,
     "End when the logs or a checkpoint cannot be written; else training goes on with a warning, "
     "and the exit status is 1",
     0},
    {"tags", KEY_TAGS, "keras3|keras2", 0, "Whose names (keras3)", 0},
    {0, 0, 0, 0, "Output:", 3},
    {"quiet", 'q', 0, 0, "No progress", 0},
    {0}};

run_arguments run_arguments_default(void) {
    return (run_arguments){.options = run_options_default()};
}

unsigned long long parse_whole(const char *text, const char *option, unsigned long long least,
                               unsigned long long most, struct argp_state *state) {
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || number < least || number > most)
        argp_error(state, "--%s: not a whole number from %llu to %llu: '%s'", option, least, most,
                   text);
    return number;
}

const nn_initializer *parse_initializer(const char *name, struct argp_state *state) {
    const nn_initializer *found = nn_initializer_find(name);
    if (found) return found;
    char names[512] = "";
    size_t count, used = 0;
    const nn_initializer *all = nn_initializers(&count);
    for (size_t i = 0; i < count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, " %s", all[i].run_name);
    argp_error(state, "unknown initializer '%s'; there are:%s", name, names);
    return NULL;
}

static double parse_rate(const char *text, struct argp_state *state) {
    char *end;
    double rate = strtod(text, &end);
    if (end == text || *end || !(rate > 0) || !isfinite(rate))
        argp_error(state, "--lr: not a number above 0: '%s'", text);
    return rate;
}

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
    case KEY_DATA: a->data = value; return 0;
    case KEY_LOGDIR: o->logdir = value; return 0;
    case KEY_EPOCHS: o->epochs = (size_t)parse_whole(value, "epochs", 1, 1000000, state); return 0;
    case KEY_BATCH_SIZE:
        o->model.batch_size = (size_t)parse_whole(value, "batch-size", 1, 100000, state);
        return 0;
    case KEY_LR: o->model.adam.learning_rate = parse_rate(value, state); return 0;
    case KEY_SEED: o->model.seed = parse_whole(value, "seed", 0, UINT64_MAX, state); return 0;
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
    case KEY_RESUME: o->resume = true; return 0;
    case KEY_NO_CHECKPOINT: o->checkpoint = false; return 0;
    case KEY_STRICT: o->strict = true; return 0;
    case 'q': a->quiet = true; return 0;
    case ARGP_KEY_ARG: argp_error(state, "unexpected argument '%s'", value); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

const struct argp run_argp = {options, parse_option, 0, 0, 0, 0, 0};

/* Where tools/fetch-mnist puts the files; free it. */
static char *cache_folder(void) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char *folder;
    int length = cache && *cache ? asprintf(&folder, "%s/tblog/mnist", cache)
                                 : asprintf(&folder, "%s/.cache/tblog/mnist", home ? home : "");
    return length < 0 ? NULL : folder;
}

bool load_data(const run_arguments *arguments, dataset *train, dataset *test, train_error *err) {
    data_error reason;
    char *cache = arguments->data ? NULL : cache_folder();
    const char *folder = arguments->data ? arguments->data : cache;
    bool good = folder && dataset_load(folder, train, test, &reason);
    bool prepared = good && batch_prepare(train) && batch_prepare(test);
    if (!folder || (good && !prepared))
        train_fail(err, "out of memory");
    else if (!good && cache)
        train_fail(err, "%s; get MNIST by tools/fetch-mnist, or say where it is by --data",
                   reason.message);
    else if (!good)
        train_fail(err, "%s", reason.message);
    free(cache);
    return prepared;
}
