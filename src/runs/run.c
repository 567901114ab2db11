/* SPDX-License-Identifier: Apache-2.0 */
/* One training run. */
#include "runs/run.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/standardize.h"
#include "model/keras_model.h"
#include "model/model_graph.h"
#include "model/model_text.h"
#include "nn/thread.h"
#include "runs/folder.h"
#include "train/callbacks/checkpoint.h"
#include "train/callbacks/csv_log.h"
#include "train/callbacks/diagnostics.h"
#include "train/callbacks/hparams_log.h"
#include "train/callbacks/kept_models.h"
#include "train/callbacks/predictions.h"
#include "train/callbacks/run_text.h"
#include "train/callbacks/samples.h"
#include "train/run_log.h"

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

bool run_init(run *self, const run_options *options, const nn_layer_initializers *initializers,
              const char *name) {
    *self = (run){.options = *options, .result = FIT_STOPPED};
    self->options.model.kernel_initializers = *initializers;
    self->initializer = nn_layer_initializers_text(initializers);
    if (!name) name = self->initializer;
    self->name = name ? strdup(name) : NULL;
    self->group = self->name ? strdup(self->name) : NULL;
    return history_init(&self->history, options->epochs) && self->initializer && self->group;
}

bool run_init_seed(run *self, const run_options *options, const nn_layer_initializers *initializers,
                   const char *group, uint64_t seed) {
    char *name;
    bool good = run_init(self, options, initializers, group);
    self->options.model.seed = seed;
    if (!good || asprintf(&name, "%s/seed-%" PRIu64, self->group, seed) < 0) return false;
    free(self->name);
    self->name = name;
    return true;
}

void run_free(run *self) {
    history_free(&self->history);
    free(self->initializer);
    free(self->name);
    free(self->group);
    self->initializer = self->name = self->group = NULL;
}

char *run_folder(const run *self) {
    char *folder;
    if (asprintf(&folder, "%s/%s", self->options.logdir, self->name) < 0) return NULL;
    return folder;
}

/* As many samples are validated at once, at least: enough for large products, few enough for their
 * activations to stay in the second-level cache. */
enum { VALIDATION_BATCH = 500 };

enum { RUN_CALLBACKS = 16 };

/* What lives while a run trains; all of it may be NULL. */
typedef struct parts {
    char *folder, *model_json;
    tblog_graph *graph;
    nn_model *model;
    tensorboard *tensorboard;
    csv_log *csv;
    run_log *log; /* NULL: none was asked for */
    hparams_log hparams;
    run_text text;
    diagnostics *diagnostics;
    checkpoint checkpoint;
    early_stopping stopping;
    samples samples;
    predictions predictions;
    kept_models kept_models;
    size_t first_epoch;
    train_callback callbacks[RUN_CALLBACKS]; /* in the order in which they are called */
    size_t callback_count;
} parts;

__attribute__((format(printf, 3, 4))) static void set_option(checkpoint *c, const char *name,
                                                             const char *format, ...) {
    checkpoint_option *o = &c->options[c->option_count++];
    va_list arguments;
    va_start(arguments, format);
    o->name = name;
    if (vasprintf(&o->value, format, arguments) < 0) o->value = NULL;
    va_end(arguments);
}

static bool has_all_options(const checkpoint *c) {
    for (size_t i = 0; i < c->option_count; i++)
        if (!c->options[i].value) return false;
    return true;
}

/* What the run's numbers depend on. */
static checkpoint checkpoint_of(run *self, const parts *p, const dataset *train,
                                const dataset *test) {
    const nn_model_config *model = &self->options.model;
    checkpoint c = {.folder = p->folder,
                    .history = &self->history,
                    .model = p->model,
                    .best_weights = p->stopping.weights};
    char text[NN_SPEC_TEXT], layers[NN_LAYERS_TEXT];
    model_text_layers(model, layers, sizeof layers);
    set_option(&c, "initializer", "%s", self->initializer);
    set_option(&c, "seed", "%llu", (unsigned long long)model->seed);
    set_option(&c, "batch size", "%zu", model->batch_size);
    set_option(&c, "optimizer", "%s", nn_optimizer_text(&model->optimizer, text));
    if (model->schedule.type)
        set_option(&c, "schedule", "%s", nn_schedule_text(&model->schedule, text));
    set_option(&c, "layers", "%s", layers);
    set_option(&c, "activation", "%s", nn_activation_text(model->activation));
    set_option(&c, "batch normalisation", "%s", model->batch_norm ? "yes" : "no");
    set_option(&c, "dropout", "%.17g", model->dropout);
    set_option(&c, "l2", "%.17g", model->l2);
    set_option(&c, "samples", "%zu", train->n);
    set_option(&c, "data of checksum", "%08x-%08x", train->checksum, test->checksum);
    if (self->options.stopping.type)
        set_option(&c, "early stopping", "%s", stopping_rule_text(&self->options.stopping, text));
    set_option(&c, "standardization", "%s", dataset_scaling_name(train->scaling));
    return c;
}

/* A run that had stopped early has no epochs left. */
static void early_stopping_resume(const run *self, parts *p) {
    if (!self->options.stopping.type) return;
    early_stopping_replay(&p->stopping, &self->history);
    if (p->stopping.stopped) p->first_epoch = self->options.epochs;
}

/* Go back to the last checkpoint; where there is none, start anew. */
static bool resume(run *self, parts *p) {
    if (!checkpoint_restore(&p->checkpoint, &p->first_epoch, &self->err)) return false;
    early_stopping_resume(self, p);
    self->options.tensorboard.writer.start_time_s = run_folder_next_second(p->folder);
    return p->first_epoch > 0 || run_folder_prepare(p->folder, true, &self->err);
}

/* What the run's own event file gets. False when there is no memory. */
static bool make_log(run *self, const dataset *train, const dataset *test, parts *p) {
    const run_options *o = &self->options;
    size_t freq = o->tensorboard.histogram_freq;
    bool diagnose = o->diagnostics && freq, predict = o->predictions && freq;
    if (!o->dashboards && !diagnose && !predict && !o->samples) return true;
    p->log = run_log_new(p->folder, &o->tensorboard.writer);
    p->samples = (samples){p->log, train};
    p->predictions =
        (predictions){p->log, p->model, test, predict ? o->predictions : 0, freq, &self->profile};
    p->hparams = (hparams_log){.log = p->log,
                               .model = &o->model,
                               .group = self->group,
                               .seconds = history_seconds(&self->history),
                               .ended_s = p->hparams.ended_s};
    p->text = (run_text){.log = p->log,
                         .name = self->name,
                         .command = o->command,
                         .host = o->tensorboard.writer.host,
                         .model = &o->model,
                         .stopping = &o->stopping,
                         .epochs = o->epochs,
                         .train = train,
                         .test = test};
    if (!p->log || !diagnose) return p->log != NULL;
    p->diagnostics = diagnostics_new(p->log, p->model, &o->model, train, freq, &self->profile);
    return p->diagnostics != NULL;
}

/* A schedule that was not told of the training lasts as long as this. */
static void complete_schedule(run_options *o, const dataset *train) {
    size_t batches = fit_batches(train->n, o->model.batch_size);
    size_t epochs = o->schedule_epochs ? o->schedule_epochs : o->epochs;
    nn_schedule_complete(&o->model.schedule, nn_spec_value(&o->model.optimizer, "learning_rate"),
                         (double)(batches * epochs));
}

static bool make_parts(run *self, const dataset *train, const dataset *test, parts *p) {
    error_set(&self->err, "out of memory"); /* the one reason but for the CSV file's */
    run_options *o = &self->options;
    tensorboard_options logging = o->tensorboard;
    o->model.inputs = train->rows * train->cols;
    o->model.units[o->model.layers - 1] = train->classes;
    complete_schedule(o, train);
    p->folder = run_folder(self);
    nn_model_config config = o->model;
    config.profile = &self->profile;
    if (config.batch_size < VALIDATION_BATCH) config.batch_size = VALIDATION_BATCH;
    p->model = nn_model_new(&config);
    if (!p->folder || !p->model) return false;
    if (o->stopping.type && !early_stopping_init(&p->stopping, &o->stopping, p->model))
        return false;
    p->checkpoint = checkpoint_of(self, p, train, test);
    if (!has_all_options(&p->checkpoint)) return false;
    p->hparams.ended_s = o->resume && o->dashboards ? hparams_log_ended(p->folder) : 0;
    if (o->resume && !resume(self, p)) return false;
    logging.writer = o->tensorboard.writer;
    error_set(&self->err, "out of memory");
    if (!make_log(self, train, test, p)) return false;
    bool begun = p->first_epoch > 0; /* then the graphs are logged already */
    if (o->write_graph && !begun) {
        p->model_json = keras_model_json(&o->model, train->rows, train->cols, logging.tags,
                                         &logging.model_json_length);
        if (!p->model_json) return false;
        logging.model_json = p->model_json;
    }
    if (o->graph_def && !begun && !(p->graph = model_graph_new(&o->model))) return false;
    logging.graph = p->graph;
    logging.scheduled = o->model.schedule.type != NULL;
    p->tensorboard = tensorboard_new(p->folder, &logging);
    if (!p->tensorboard || !self->csv) return p->tensorboard != NULL;
    p->csv = csv_log_open(self->csv, self->initializer, o->model.seed, &self->err);
    return p->csv && csv_log_history(p->csv, &self->history, &self->err);
}

static void free_parts(parts *p) {
    csv_log_close(p->csv);
    early_stopping_free(&p->stopping);
    diagnostics_free(p->diagnostics);
    run_log_close(p->log, NULL);
    tensorboard_free(p->tensorboard);
    nn_model_free(p->model);
    tblog_graph_free(p->graph);
    free(p->model_json);
    for (size_t i = 0; i < p->checkpoint.option_count; i++) free(p->checkpoint.options[i].value);
    free(p->folder);
}

static void add_callback(parts *p, train_callback callback) {
    p->callbacks[p->callback_count++] = callback;
}

/* One without which the run's numbers are the same: its failure ends a strict run only. */
static void add_optional(const run *self, parts *p, train_callback callback) {
    callback.optional = !self->options.strict;
    add_callback(p, callback);
}

/* A checkpoint is behind those that log and count what it holds. */
static void list_callbacks(run *self, parts *p, const dataset *train, train_callback shown) {
    add_optional(self, p, tensorboard_callback(p->tensorboard));
    if (self->options.samples && !p->first_epoch)
        add_optional(self, p, samples_callback(&p->samples));
    add_callback(p, history_callback(&self->history));
    if (self->options.dashboards) {
        add_optional(self, p, hparams_log_callback(&p->hparams));
        add_optional(self, p, run_text_callback(&p->text));
    }
    if (p->diagnostics) add_optional(self, p, diagnostics_callback(p->diagnostics));
    if (p->predictions.count) add_optional(self, p, predictions_callback(&p->predictions));
    bool stops = self->options.stopping.type != NULL;
    if (stops) add_callback(p, early_stopping_callback(&p->stopping));
    if (self->options.checkpoint) add_optional(self, p, checkpoint_callback(&p->checkpoint));
    if (self->options.save_models) {
        p->kept_models = (kept_models){
            p->folder, {p->model, &self->options.model, train}, &self->history, &p->stopping};
        add_optional(self, p, kept_models_callback(&p->kept_models));
    }
    if (stops) {
        add_callback(p, early_stopping_restore_callback(&p->stopping));
        if (self->options.save_models)
            add_optional(self, p, kept_models_restored_callback(&p->kept_models));
    }
    if (p->csv) add_callback(p, csv_log_callback(p->csv));
    add_callback(p, shown);
}

/* The run's own event file gets its end, whatever that is. */
static void end_log(run *self, parts *p) {
    error reason;
    if (!p->log) return;
    bool ended = !self->options.dashboards || hparams_log_end(&p->hparams, self->result, &reason);
    bool closed = run_log_close(p->log, ended ? &reason : NULL);
    p->log = NULL;
    if ((ended && closed) || self->result == FIT_FAILED) return;
    if (self->options.strict) {
        self->result = FIT_FAILED;
        self->err = reason;
    } else if (!*self->warning.message) {
        self->warning = reason;
    }
}

void run_train(run *self, const dataset *train, const dataset *test, train_callback shown) {
    parts p = {0};
    nn_thread_init();
    if (make_parts(self, train, test, &p)) {
        const run_options *o = &self->options;
        const fit_options options = {.epochs = o->epochs,
                                     .batch_size = o->model.batch_size,
                                     .seed = o->model.seed,
                                     .stop = o->stop,
                                     .warning = &self->warning,
                                     .first_epoch = p.first_epoch,
                                     .profile = &self->profile};
        list_callbacks(self, &p, train, shown);
        self->result =
            fit(p.model, train, test, &options, p.callbacks, p.callback_count, &self->err);
        end_log(self, &p);
    } else {
        self->result = FIT_FAILED;
    }
    free_parts(&p);
}
