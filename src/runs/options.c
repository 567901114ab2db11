/* SPDX-License-Identifier: Apache-2.0 */
/* The table of options. The commands of initlab, sweeps and records/ read it. */
#include "runs/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runs/option_kinds.h"
#include "train/callbacks/predictions.h"

run_options run_options_default(void) {
    tblog_writer_options writer = TBLOG_WRITER_OPTIONS_INIT;
    return (run_options){
        .model = nn_model_config_default(),
        .epochs = 20,
        .logdir = "logs",
        .write_graph = true,
        .checkpoint = true,
        .tensorboard = {.histogram_freq = 4, .write_images = true, .writer = writer}};
}

/* ---- the rows ---- */

#define MEMBER(path) .offset = offsetof(run_options, path)

/* Options that results depend on come first, in the order of the columns of HParams. */
static const run_option rows[] = {
    {"init", "NAME[+NAME]",
     "The weight initializer (glorot_uniform), in the notebook's spelling or Keras', with "
     "arguments as in 'A(gain=2)'; A+B gives the first layer A and those after it B",
     OPTION_INIT, OPTION_RESULTS, &option_text_field, .choice = option_initializer_name,
     .log_name = "initializer", .about = "Of the kernels; biases start as zeros"},
    {NULL, NULL, NULL, OPTION_INIT, OPTION_RESULTS, &option_initializer_arguments,
     .log_name = "initializer_arguments", .title = "initializer arguments",
     .about = "As Keras names them", .not_in = IN_CHECKPOINT | IN_MODEL},
    {"seed", "N", "Of initial weights, shuffling and dropout (0)", OPTION_TRAINING, OPTION_RESULTS,
     &option_whole_field, .log_name = "seed",
     .about = "Of initial weights, shuffling and dropout; of several runs, that of the first"},
    {"batch-size", "N", "Samples for one optimizer step (128)", OPTION_TRAINING, OPTION_RESULTS,
     &option_whole_field, .log_name = "batch_size", .checkpoint_name = "batch size",
     .title = "batch size", .about = "Samples for one optimizer step"},
    {"lr", "X", "The optimizer's learning rate (Keras' default of the optimizer)", OPTION_TRAINING,
     OPTION_RESULTS, &option_rate, .log_name = "learning_rate", .title = "learning rate",
     .about = "At first, where a schedule changes it", .not_in = IN_CHECKPOINT, .common = true},
    {"lr-schedule", "NAME",
     "How the learning rate changes (none): %s, with Keras' arguments as in 'cosine(alpha=.1)'; "
     "decay_steps are the whole training unless given",
     OPTION_TRAINING, OPTION_RESULTS, &option_text_field, .choice = option_schedule_name,
     .log_name = "lr_schedule", .checkpoint_name = "schedule", .title = "learning rate schedule",
     .when_set = IN_CHECKPOINT},
    {"optimizer", "NAME", "%s (adam), with Keras' arguments as in 'sgd(momentum=.9)'",
     OPTION_TRAINING, OPTION_RESULTS, &option_optimizer, .choice = option_optimizer_name,
     .log_name = "optimizer", .common = true},
    {"layers", "N,N,...",
     "Units of the hidden layers (256,128), as in '64x50,32' for fifty of 64 and one of 32, or "
     "'none' for no hidden layers",
     OPTION_TRAINING, OPTION_RESULTS, &option_layers, .log_name = "layers",
     .about = "Units of the dense layers, the classes last", .common = true},
    {"activation", "NAME",
     "Of the hidden layers: %s (relu), with Keras' arguments as in 'leaky_relu(negative_slope=.1)'",
     OPTION_TRAINING, OPTION_RESULTS, &option_text_field, .choice = option_activation_name,
     .log_name = "activation", .about = "Of the hidden layers"},
    {"dropout", "RATE", "After each hidden layer (0.2)", OPTION_TRAINING, OPTION_RESULTS,
     &option_number_field, .log_name = "dropout", .about = "Rate after each hidden layer"},
    {"batch-norm", NULL, "Batch normalisation between each hidden layer and its activation",
     OPTION_TRAINING, OPTION_RESULTS, &option_flag_field, .log_name = "batch_norm",
     .checkpoint_name = "batch normalisation", .title = "batch normalisation",
     .about = "Before each activation"},
    {"l2", "X", "Add X times the kernels' squares to the loss (0)", OPTION_TRAINING, OPTION_RESULTS,
     &option_number_field, .log_name = "l2", .title = "L2",
     .about = "Times the sum of squares of every kernel, in the loss"},
    {"early-stopping", "RULE",
     "End when the monitored metric no longer improves (none), by the arguments of Keras' "
     "EarlyStopping, as in 'monitor=val_accuracy,patience=3'",
     OPTION_TRAINING, OPTION_RESULTS, &option_stopping, MEMBER(stopping),
     .log_name = "early_stopping", .checkpoint_name = "early stopping", .title = "early stopping",
     .about = "Arguments of Keras' EarlyStopping",
     .when_set = IN_CHECKPOINT | IN_HPARAMS | IN_MODEL},
    {"reduce-lr", "RULE",
     "Lower the learning rate when the monitored metric no longer improves (none), by the "
     "arguments "
     "of Keras' ReduceLROnPlateau, as in 'factor=.5,patience=3'",
     OPTION_TRAINING, OPTION_RESULTS, &option_reduction, MEMBER(reduction), .log_name = "reduce_lr",
     .checkpoint_name = "reduction of the learning rate", .title = "reduction of the learning rate",
     .about = "Arguments of Keras' ReduceLROnPlateau",
     .when_set = IN_CHECKPOINT | IN_HPARAMS | IN_MODEL},
    {"terminate-on-nan", NULL,
     "End when the loss of a batch is NaN or infinite, as Keras' TerminateOnNaN", OPTION_TRAINING,
     OPTION_RESULTS, &option_flag, MEMBER(terminate_on_nan), .log_name = "terminate_on_nan",
     .checkpoint_name = "terminate on NaN", .title = "terminate on NaN",
     .about = "Ends when the loss is not finite",
     .when_set = IN_CHECKPOINT | IN_HPARAMS | IN_MODEL},
    {"standardize", "scale|none|pixel|set|sample",
     "scale: bytes / 255 (the default); none: 0 to 255; then to mean 0 and standard deviation 1: "
     "pixel: each pixel over the training data; set: all pixels alike; sample: each image by "
     "itself",
     OPTION_DATA, OPTION_RESULTS, &option_scaling, .choice = option_scaling_name,
     .log_name = "standardize", .checkpoint_name = "standardization",
     .about = "How inputs are made of the data", .not_in = IN_MODEL, .when_set = IN_HPARAMS},

    {"epochs", "N", "Passes over the training set (20)", OPTION_TRAINING, OPTION_OF_RUN,
     &option_whole, MEMBER(epochs), 1, 1000000, .common = true},
    {"threads", "N",
     "Threads of each run, at most the cores that --jobs leaves; 0: all of these (0). No number "
     "depends on it",
     OPTION_TRAINING, OPTION_CALL_ONLY, &option_whole, MEMBER(model.threads), 0, 1024},
    {"resume", NULL,
     "Continue after the last epoch that is in the checkpoint; runs that are finished are left "
     "alone",
     OPTION_TRAINING, OPTION_CALL_ONLY, &option_flag, MEMBER(resume), .common = true},
    {"no-checkpoint", NULL, "Do not write a checkpoint at the end of each epoch", OPTION_TRAINING,
     OPTION_CALL_ONLY, &option_inverse, MEMBER(checkpoint)},

    {"data", "NAME|DIR|FILES",
     "A known data set (mnist); a folder with four files in MNIST's, EMNIST's or NumPy's names; "
     "a .npz file as Keras' mnist.npz; or IMAGES,LABELS,TEST-IMAGES,TEST-LABELS, IDX or .npy",
     OPTION_DATA, OPTION_OF_RUN, &option_text, MEMBER(data.source), .choice = option_data_name,
     .has_commas = true, .common = true},
    {"classes", "N|A,B,...",
     "How many classes there are, or what they are called (as known, or as the labels show)",
     OPTION_DATA, OPTION_OF_RUN, &option_classes, MEMBER(data.classes), .has_commas = true},
    {"validation-split", "X",
     "Validate on the last part of the training data, a share of X between 0 and 1, and not on the "
     "test data",
     OPTION_DATA, OPTION_OF_RUN, &option_share, MEMBER(data.validation_split)},

    {"logdir", "DIR", "Each run gets a folder in it (logs)", OPTION_LOGGING, OPTION_CALL_ONLY,
     &option_text, MEMBER(logdir), .common = true},
    {"overwrite", NULL, "Remove the event files and kept models of an existing run first",
     OPTION_LOGGING, OPTION_CALL_ONLY, &option_flag, MEMBER(overwrite), .common = true},
    {"histogram-freq", "N", "Epochs between histograms and images; 0: none (4)", OPTION_LOGGING,
     OPTION_LOGS, &option_whole, MEMBER(tensorboard.histogram_freq), 0, 1000000},
    {"no-write-images", NULL, "No weight images", OPTION_LOGGING, OPTION_LOGS, &option_inverse,
     MEMBER(tensorboard.write_images)},
    {"no-write-graph", NULL, "No model for the Graphs dashboard", OPTION_LOGGING, OPTION_OF_RUN,
     &option_inverse, MEMBER(write_graph)},
    {"graph-def", NULL,
     "The model as a GraphDef too, so that the Graphs dashboard opens with it; Keras logs none",
     OPTION_LOGGING, OPTION_OF_RUN, &option_flag, MEMBER(graph_def)},
    {"samples", NULL, "The first 25 training images with their classes, as an image",
     OPTION_LOGGING, OPTION_OF_RUN, &option_flag, MEMBER(samples)},
    {"predictions", "N",
     "With each histogram, pictures of what is predicted: N validation images, the N worst "
     "mistakes, and the confusion matrix",
     OPTION_LOGGING, OPTION_LOGS, &option_whole, MEMBER(predictions), 0, PREDICTIONS_MOST},
    {"save-models", NULL,
     "Keep the model of the best val_accuracy and the last one: best.safetensors and "
     "last.safetensors in the run's folder",
     OPTION_LOGGING, OPTION_OF_RUN, &option_flag, MEMBER(save_models), .common = true},
    {"update-freq", "epoch|batch|N", "When to log (epoch)", OPTION_LOGGING, OPTION_LOGS,
     &option_update_freq, MEMBER(tensorboard.update_freq), 1, UINT32_MAX,
     .choice = option_update_name},
    {"write-steps-per-second", NULL, "Log the speed too", OPTION_LOGGING, OPTION_LOGS, &option_flag,
     MEMBER(tensorboard.write_steps_per_second)},
    {"strict", NULL,
     "End when the logs or a checkpoint cannot be written; otherwise training continues with a "
     "warning, and the exit status is 1",
     OPTION_LOGGING, OPTION_CALL_ONLY, &option_flag, MEMBER(strict)},
    {"dashboards", NULL,
     "Fill the HParams, Custom Scalars and Text dashboards as well: files of their own in LOGDIR "
     "and in each run's folder, where TensorBoard shows one more run",
     OPTION_LOGGING, OPTION_CALL_ONLY, &option_flag, MEMBER(dashboards), .common = true},
    {"diagnostics", NULL,
     "Log with each histogram why an initializer fails: activations and gradients, dead and alike "
     "units, to each run's folder too",
     OPTION_LOGGING, OPTION_LOGS, &option_flag, MEMBER(diagnostics)},
    {"tags", "keras3|keras2", "Name tags as Keras 3 or as tf_keras 2 does (keras3)", OPTION_LOGGING,
     OPTION_LOGS, &option_tags, .choice = option_tags_name},

    {"quiet", NULL, "No progress", OPTION_OUTPUT, OPTION_CALL_ONLY, &option_flag, MEMBER(quiet),
     .letter = 'q'},
    {"json", NULL, "Each epoch and outcome as a line of JSON on standard output", OPTION_OUTPUT,
     OPTION_CALL_ONLY, &option_flag, MEMBER(json)},
#ifdef RUN_OPTIONS_TEST_ROW
    RUN_OPTIONS_TEST_ROW,
#endif
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* ---- reading the rows ---- */

const run_option *run_option_rows(size_t *count) {
    *count = ROWS;
    return rows;
}

const run_option *run_option_find(const char *name) {
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].name && strcmp(rows[i].name, name) == 0) return &rows[i];
    return NULL;
}

bool run_option_set(const run_option *row, run_options *o, const char *text, error *err) {
    error reason;
    if (row->argument && !*text)
        return error_set(err, "--%s=%s: the value is empty", row->name, row->argument);
    return row->kind->set(row, o, text, &reason) ||
           error_set(err, "--%s: %s", row->name, reason.message);
}

bool run_options_check_initializers(const nn_layer_initializers *initializers,
                                    const nn_model_config *model, error *err) {
    return initializers->count <= model->layers ||
           error_set(err, "--init: there are %zu initializers for %zu layers", initializers->count,
                     model->layers);
}

bool run_options_finish(run_options *o, error *err) {
    nn_model_config *model = &o->model;
    bool fixed = model->schedule.type && !nn_schedule_starts_open(&model->schedule);
    if (o->learning_rate > 0) {
        if (fixed) return error_set(err, "--lr: --lr-schedule has its own");
        nn_spec_set(&model->optimizer, "learning_rate", o->learning_rate);
    }
    if (o->reduction.type && model->schedule.type)
        return error_set(err, "--reduce-lr: the rate is set by --lr-schedule; use one of them");
    return run_options_check_initializers(&model->kernel_initializers, model, err);
}

char *run_option_text(const run_option *row, const run_options *o) {
    return row->kind->text(row, o);
}

char *run_option_log_text(const run_option *row, const run_options *o) {
    return row->kind->log_text ? row->kind->log_text(row, o) : run_option_text(row, o);
}

char *run_option_file_text(const run_option *row, const run_options *o) {
    return row->kind->file_text ? row->kind->file_text(row, o) : run_option_log_text(row, o);
}

char *run_option_help(const run_option *row) {
    const char *place = strstr(row->help, "%s");
    char *list = place ? option_choices(row) : NULL;
    char *help;
    if (!place) return strdup(row->help);
    if (!list ||
        asprintf(&help, "%.*s%s%s", (int)(place - row->help), row->help, list, place + 2) < 0)
        help = NULL;
    free(list);
    return help;
}

static bool is_default(const run_option *row, const run_options *o) {
    const run_options plain = run_options_default();
    char *text = run_option_text(row, o), *usual = run_option_text(row, &plain);
    bool same = text && usual && strcmp(text, usual) == 0;
    free(text);
    free(usual);
    return same;
}

bool run_option_is_in(const run_option *row, run_record record, const run_options *o) {
    return row->use == OPTION_RESULTS && !(row->not_in & record) &&
           (!(row->when_set & record) || !is_default(row, o));
}
