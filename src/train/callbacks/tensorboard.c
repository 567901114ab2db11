/* SPDX-License-Identifier: Apache-2.0 */
/* The TensorBoard callback. */
#include "train/callbacks/tensorboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/keras_model.h"
#include "train/weight_summary.h"

struct tensorboard {
    tensorboard_options options;
    char *train_dir, *validation_dir;
    tblog_writer *train, *validation; /* opened when first needed, as Keras does */
    tblog_summary *summary;           /* scratch for one event */
    weight_summary *weights;
    tblog_error reason; /* of the last call of libtblog that failed */
    error failure;      /* the first one of the current moment; "": none */
};

tensorboard *tensorboard_new(const char *log_dir, const tensorboard_options *options) {
    tensorboard *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->options = *options;
    self->summary = tblog_summary_new();
    self->weights = weight_summary_new(options->tags, options->write_images);
    if (asprintf(&self->train_dir, "%s/train", log_dir) < 0) self->train_dir = NULL;
    if (asprintf(&self->validation_dir, "%s/validation", log_dir) < 0) self->validation_dir = NULL;
    if (self->summary && self->weights && self->train_dir && self->validation_dir) return self;
    tensorboard_free(self);
    return NULL;
}

void tensorboard_free(tensorboard *self) {
    if (!self) return;
    tblog_writer_close(self->train, NULL);
    tblog_writer_close(self->validation, NULL);
    tblog_summary_free(self->summary);
    weight_summary_free(self->weights);
    free(self->train_dir);
    free(self->validation_dir);
    free(self);
}

/* ---- writers ---- */

/* TensorFlow counts the writers of a process: here train is 0, validation 1. */
static tblog_writer *open_writer(tensorboard *self, tblog_writer **writer, const char *folder,
                                 uint64_t index, error *err) {
    if (*writer) return *writer;
    tblog_writer_options options = self->options.writer;
    options.index = index;
    *writer = tblog_writer_open(folder, &options, &self->reason);
    if (!*writer) error_set(err, "%s", self->reason.message);
    return *writer;
}

tblog_writer *tensorboard_train_writer(tensorboard *self, error *err) {
    return open_writer(self, &self->train, self->train_dir, 0, err);
}

tblog_writer *tensorboard_validation_writer(tensorboard *self, error *err) {
    return open_writer(self, &self->validation, self->validation_dir, 1, err);
}

/* Note a failure for the moment's end. What cannot be written keeps nothing else from being tried;
 * false for any other failure. */
static bool note(tensorboard *self, tblog_status status) {
    if (status && !*self->failure.message) error_set(&self->failure, "%s", self->reason.message);
    return !status || status == TBLOG_ERR_IO;
}

/* The end of a moment: false, with its first failure in 'err', when there was one. */
static bool settle(tensorboard *self, error *err) {
    bool good = !*self->failure.message;
    if (!good) *err = self->failure;
    self->failure.message[0] = '\0';
    return good;
}

/* Write what stands in self->summary, unless making it failed with 'status'. */
static bool write_summary(tensorboard *self, tblog_writer *writer, int64_t step,
                          tblog_status status) {
    if (!status) status = tblog_writer_add(writer, step, TBLOG_NOW, self->summary, &self->reason);
    tblog_summary_clear(self->summary);
    return note(self, status);
}

static bool write_scalar(tensorboard *self, tblog_writer *writer, const char *tag, int64_t step,
                         double value) {
    return write_summary(self, writer, step,
                         tblog_summary_scalar(self->summary, tag, value, &self->reason));
}

/* ---- when ---- */

/*
 * Keras 3 with an update_freq in batches writes nothing, epoch summaries included, unless the
 * number of batches so far is divisible by it (its record_if wraps the whole training). tf_keras
 * holds back only the batch summaries.
 */
static bool records_epoch(const tensorboard *self, uint64_t batches) {
    size_t freq = self->options.update_freq;
    return self->options.tags == TAGS_KERAS2 || freq == 0 || batches % freq == 0;
}

/* Whether the weights are written at the end of this epoch. */
static bool records_weights(const tensorboard *self, const train_state *state) {
    size_t freq = self->options.histogram_freq;
    return freq && state->epoch % freq == 0 && records_epoch(self, state->iterations);
}

/* ---- what ---- */

/* loss and accuracy as prefix + name + suffix, in the style's order. */
static bool write_metrics(tensorboard *self, tblog_writer *writer, const char *prefix,
                          const char *suffix, int64_t step, const train_logs *logs) {
    struct {
        const char *name;
        double value;
    } metrics[2] = {{"accuracy", logs->accuracy}, {"loss", logs->loss}};
    bool compiled_order = self->options.tags == TAGS_KERAS2;
    for (size_t i = 0; i < 2; i++) {
        size_t k = compiled_order ? 1 - i : i;
        char tag[64];
        snprintf(tag, sizeof tag, "%s%s%s", prefix, metrics[k].name, suffix);
        if (!write_scalar(self, writer, tag, step, metrics[k].value)) return false;
    }
    return true;
}

static bool write_weights(tensorboard *self, const train_state *state) {
    tblog_status status;
    const tblog_summary *values =
        weight_summary_get(self->weights, state->model, &status, &self->reason);
    bool good = note(self, status);
    status =
        tblog_writer_add_each(self->train, (int64_t)state->epoch, TBLOG_NOW, values, &self->reason);
    return note(self, status) && good;
}

static bool flush(tensorboard *self, tblog_writer *writer) {
    return !writer || note(self, tblog_writer_flush(writer, &self->reason));
}

/* ---- the moments ---- */

static bool write_model(tensorboard *self, tblog_writer *writer) {
    const tensorboard_options *o = &self->options;
    return write_summary(self, writer, 0,
                         tblog_summary_keras_model(self->summary, o->model_json,
                                                   o->model_json_length, &self->reason));
}

static bool write_graph(tensorboard *self, tblog_writer *writer) {
    return note(self,
                tblog_writer_add_graph(writer, TBLOG_NOW, self->options.graph, &self->reason));
}

static bool on_train_begin(void *context, const train_state *state, error *err) {
    tensorboard *self = context;
    (void)state;
    const tensorboard_options *o = &self->options;
    if (!o->model_json && !o->graph && !o->update_freq) return true; /* the first epoch makes it */
    tblog_writer *writer = tensorboard_train_writer(self, err);
    if (!writer) return false;
    if ((!o->model_json || write_model(self, writer)) && (!o->graph || write_graph(self, writer)))
        flush(self, writer);
    return settle(self, err);
}

static bool on_train_batch_end(void *context, const train_state *state, error *err) {
    tensorboard *self = context;
    size_t freq = self->options.update_freq;
    int64_t step = (int64_t)state->iterations;
    if (!freq || state->iterations % freq) return true;
    tblog_writer *writer = tensorboard_train_writer(self, err);
    if (!writer) return false;
    if (!self->options.write_steps_per_second ||
        write_scalar(self, writer, "batch_steps_per_second", step, state->batch_steps_per_second))
        write_metrics(self, writer, "batch_", "", step, &state->train);
    return settle(self, err);
}

static bool on_test_begin(void *context, const train_state *state, error *err) {
    tensorboard *self = context;
    (void)err;
    if (self->options.spare_core && records_weights(self, state))
        weight_summary_start(self->weights, state->model);
    return true;
}

static bool on_test_end(void *context, const train_state *state, error *err) {
    tensorboard *self = context;
    tblog_writer *writer = tensorboard_validation_writer(self, err);
    if (!writer || !records_epoch(self, state->test_batches)) return writer != NULL;
    write_metrics(self, writer, "evaluation_", "_vs_iterations", (int64_t)state->iterations,
                  &state->validation);
    return settle(self, err);
}

static bool write_epoch(tensorboard *self, const train_state *state) {
    const tensorboard_options *o = &self->options;
    int64_t step = (int64_t)state->epoch;
    tblog_writer *train = tensorboard_train_writer(self, &self->failure);
    tblog_writer *validation = tensorboard_validation_writer(self, &self->failure);
    if (!train || !validation || !write_metrics(self, train, "epoch_", "", step, &state->train) ||
        ((o->tags == TAGS_KERAS3 || o->scheduled) &&
         !write_scalar(self, train, "epoch_learning_rate", step, state->learning_rate)) ||
        (o->write_steps_per_second && !write_scalar(self, train, "epoch_steps_per_second", step,
                                                    state->epoch_steps_per_second)) ||
        !write_metrics(self, validation, "epoch_", "", step, &state->validation))
        return false;
    return !records_weights(self, state) || write_weights(self, state);
}

/* Keras flushes only after weights; here an epoch is seen as soon as it is over. */
static bool on_epoch_end(void *context, const train_state *state, error *err) {
    tensorboard *self = context;
    if (records_epoch(self, state->iterations)) write_epoch(self, state);
    weight_summary_cancel(self->weights); /* from here on they may change */
    flush(self, self->train);
    flush(self, self->validation);
    return settle(self, err);
}

static bool on_train_end(void *context, const train_state *state, error *err) {
    tensorboard *self = context;
    (void)state;
    weight_summary_cancel(self->weights);
    note(self, tblog_writer_close(self->train, &self->reason));
    note(self, tblog_writer_close(self->validation, &self->reason));
    self->train = self->validation = NULL;
    return settle(self, err);
}

train_callback tensorboard_callback(tensorboard *self) {
    return (train_callback){.self = self,
                            .hooks = {[ON_TRAIN_BEGIN] = on_train_begin,
                                      [ON_TRAIN_BATCH_END] = on_train_batch_end,
                                      [ON_TEST_BEGIN] = on_test_begin,
                                      [ON_TEST_END] = on_test_end,
                                      [ON_EPOCH_END] = on_epoch_end,
                                      [ON_TRAIN_END] = on_train_end}};
}

bool tensorboard_is_event_file(const char *name) {
    return strstr(name, "tfevents") != NULL;
}
