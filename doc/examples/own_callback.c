/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A callback of one's own beside Keras' logs: how long each kernel is and how far each epoch moved
 * it; and training ends once a validation accuracy is reached. doc/callbacks.md explains it.
 *
 *     build/own_callback DATA LOGDIR [ACCURACY]
 *
 * DATA is what initlab --data takes.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset_open.h"
#include "model/keras_model.h"
#include "nn/thread.h"
#include "train/batch.h"
#include "train/callbacks/tensorboard.h"
#include "train/fit.h"

/* ---- the callback ---- */

/* What it is told, and what it keeps from one moment to the next. */
typedef struct movement {
    tensorboard *tensorboard; /* whose train/ the values go to */
    double accuracy;          /* to end at */
    bool reached;             /* whether it did */
    float *before;            /* all weights, one after the other, as the epoch found them */
} movement;

static void remember(movement *self, const nn_model *model) {
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    float *at = self->before;
    for (size_t i = 0; i < count; at += params[i++].count)
        memcpy(at, params[i].value, params[i].count * sizeof *at);
}

static bool on_train_begin(void *context, const train_state *state, error *err) {
    movement *self = context;
    size_t count, floats = 0;
    const nn_param *params = nn_model_params(state->model, &count);
    for (size_t i = 0; i < count; i++) floats += params[i].count;
    self->before = malloc(floats * sizeof *self->before);
    if (!self->before) return error_set(err, "out of memory");
    remember(self, state->model);
    return true;
}

/* The norm of a, or of a - b. */
static double norm(const float *a, const float *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double x = (double)a[i] - (b ? (double)b[i] : 0);
        sum += x * x;
    }
    return sqrt(sum);
}

static bool log_kernel(tblog_writer *writer, const nn_param *kernel, const float *before,
                       size_t epoch, error *err) {
    char name[WEIGHT_NAME], tag[WEIGHT_NAME + 8];
    double length = norm(before, NULL, kernel->count);
    double moved = norm(kernel->value, before, kernel->count);
    weight_name(kernel, name);
    snprintf(tag, sizeof tag, "norm/%s", name);
    tblog_status status =
        tblog_scalar(writer, tag, (int64_t)epoch, norm(kernel->value, NULL, kernel->count));
    snprintf(tag, sizeof tag, "moved/%s", name);
    if (!status)
        status = tblog_scalar(writer, tag, (int64_t)epoch, length > 0 ? moved / length : 0);
    return status == TBLOG_OK || error_set(err, "%s: %s", tag, tblog_status_text(status));
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    movement *self = context;
    tblog_writer *writer = tensorboard_train_writer(self->tensorboard, err);
    if (!writer) return false;
    size_t count;
    const nn_param *params = nn_model_params(state->model, &count);
    const float *before = self->before;
    for (size_t i = 0; i < count; before += params[i++].count)
        if (params[i].rank == 2 && !log_kernel(writer, &params[i], before, state->epoch, err))
            return false;
    remember(self, state->model);
    self->reached = state->validation.accuracy >= self->accuracy;
    if (self->reached) *state->stop_training = true;
    return true;
}

static bool on_train_end(void *context, const train_state *state, error *err) {
    movement *self = context;
    (void)state;
    (void)err;
    free(self->before);
    self->before = NULL;
    return true;
}

static train_callback movement_callback(movement *self) {
    return (train_callback){.self = self,
                            .hooks = {[ON_TRAIN_BEGIN] = on_train_begin,
                                      [ON_EPOCH_END] = on_epoch_end,
                                      [ON_TRAIN_END] = on_train_end}};
}

/* ---- a program that trains with it ---- */

/* False when it failed. */
static bool train_model(const char *logdir, double accuracy, const dataset *train,
                        const dataset *test, error *err) {
    enum { EPOCHS = 20, BATCH_SIZE = 128 };
    const tensorboard_options logging = {.histogram_freq = 4, .writer = TBLOG_WRITER_OPTIONS_INIT};
    nn_model_config config = nn_model_config_default();
    config.inputs = train->rows * train->cols;
    config.units[config.layers - 1] = train->classes;
    config.batch_size = BATCH_SIZE;

    nn_thread_init();
    nn_model *model = nn_model_new(&config);
    tensorboard *keras = tensorboard_new(logdir, &logging);
    bool good = model && keras;
    if (good) {
        movement own = {.tensorboard = keras, .accuracy = accuracy};
        const train_callback callbacks[] = {tensorboard_callback(keras), movement_callback(&own)};
        const fit_options options = {.epochs = EPOCHS, .batch_size = BATCH_SIZE};
        good = fit(model, train, test, &options, callbacks, 2, err) == FIT_DONE;
        if (good) puts(own.reached ? "accurate enough" : "all epochs are done");
    } else {
        error_set(err, "out of memory");
    }
    tensorboard_free(keras);
    nn_model_free(model);
    return good;
}

int main(int argc, char **argv) {
    dataset train, test;
    error err = {"out of memory"};
    if (argc != 3 && argc != 4)
        return fprintf(stderr, "Usage: own_callback DATA LOGDIR [ACCURACY]\n"), 2;
    const dataset_options data = {.source = argv[1]};
    if (!dataset_open(&data, &train, &test, &err))
        return fprintf(stderr, "own_callback: %s\n", err.message), 1;
    bool good = batch_prepare(&train) && batch_prepare(&test) &&
                train_model(argv[2], argc > 3 ? atof(argv[3]) : INFINITY, &train, &test, &err);
    dataset_free(&train);
    dataset_free(&test);
    if (!good) return fprintf(stderr, "own_callback: %s\n", err.message), 1;
    return 0;
}
