/* SPDX-License-Identifier: Apache-2.0 */
/* A run as a session of the HParams dashboard. */
#include "train/callbacks/hparams_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/model_text.h"

static const char START[] = "_hparams_/session_start_info";
static const char END[] = "_hparams_/session_end_info";
static const char SECONDS[] = "seconds";

const tblog_hparam_info hparams_log_columns[HPARAMS_LOG_COLUMNS] = {
    {.name = "initializer",
     .display_name = "initializer",
     .description = "Of the kernels; biases start as zeros",
     .type = TBLOG_HPARAM_IS_STRING},
    {.name = "initializer_arguments",
     .display_name = "its arguments",
     .description = "As Keras names them",
     .type = TBLOG_HPARAM_IS_STRING},
    {.name = "seed",
     .display_name = "seed",
     .description = "Of initial weights, shuffling and dropout; of several runs, that of the first",
     .type = TBLOG_HPARAM_IS_NUMBER},
    {.name = "batch_size",
     .display_name = "batch size",
     .description = "Samples for one optimizer step",
     .type = TBLOG_HPARAM_IS_NUMBER},
    {.name = "learning_rate",
     .display_name = "learning rate",
     .description = "At first, where a schedule changes it",
     .type = TBLOG_HPARAM_IS_NUMBER},
    {.name = "lr_schedule",
     .display_name = "learning rate schedule",
     .type = TBLOG_HPARAM_IS_STRING},
    {.name = "optimizer", .display_name = "optimizer", .type = TBLOG_HPARAM_IS_STRING},
    {.name = "layers",
     .display_name = "layers",
     .description = "Units of the dense layers, the classes last",
     .type = TBLOG_HPARAM_IS_STRING},
    {.name = "activation",
     .display_name = "activation",
     .description = "Of the hidden layers",
     .type = TBLOG_HPARAM_IS_STRING},
    {.name = "dropout",
     .display_name = "dropout",
     .description = "Rate behind each hidden layer",
     .type = TBLOG_HPARAM_IS_NUMBER},
    {.name = "batch_norm",
     .display_name = "batch normalisation",
     .description = "Before each activation",
     .type = TBLOG_HPARAM_IS_BOOL},
    {.name = "l2",
     .display_name = "L2",
     .description = "Times the sum of squares of every kernel, in the loss",
     .type = TBLOG_HPARAM_IS_NUMBER},
};

/* Where the callback and this file log them; see the header. */
const tblog_metric_info hparams_log_metrics[HPARAMS_LOG_METRICS] = {
    {.group = "validation",
     .tag = "epoch_accuracy",
     .display_name = "val_accuracy",
     .dataset = TBLOG_DATASET_VALIDATION},
    {.group = "validation",
     .tag = "epoch_loss",
     .display_name = "val_loss",
     .dataset = TBLOG_DATASET_VALIDATION},
    {.tag = SECONDS,
     .display_name = "seconds",
     .description = "Of all epochs, validation included",
     .dataset = TBLOG_DATASET_TRAINING},
};

bool hparams_log_values_init(hparams_log_values *self, const nn_model_config *m) {
    const nn_layer_initializers *init = &m->kernel_initializers;
    const nn_optimizer without_rate = model_text_without_rate(&m->optimizer);
    self->initializer = nn_layer_initializers_text(init);
    if (!self->initializer) return false;
    nn_spec_arguments_text(nn_layer_initializer(init, 0), self->arguments);
    if (init->count > 1) *self->arguments = '\0';
    nn_optimizer_text(&without_rate, self->optimizer);
    snprintf(self->schedule, sizeof self->schedule, "none");
    if (m->schedule.type) nn_schedule_text(&m->schedule, self->schedule);
    model_text_layers(m, self->layers, sizeof self->layers);
    nn_activation_text(&m->activation, self->activation);
    const tblog_hparam values[] = {
        TBLOG_HPARAM_STRING("initializer", self->initializer),
        TBLOG_HPARAM_STRING("initializer_arguments", self->arguments),
        TBLOG_HPARAM_NUMBER("seed", (double)m->seed),
        TBLOG_HPARAM_NUMBER("batch_size", (double)m->batch_size),
        TBLOG_HPARAM_NUMBER("learning_rate", nn_spec_value(&m->optimizer, "learning_rate")),
        TBLOG_HPARAM_STRING("lr_schedule", self->schedule),
        TBLOG_HPARAM_STRING("optimizer", self->optimizer),
        TBLOG_HPARAM_STRING("layers", self->layers),
        TBLOG_HPARAM_STRING("activation", self->activation),
        TBLOG_HPARAM_NUMBER("dropout", m->dropout),
        TBLOG_HPARAM_BOOL("batch_norm", m->batch_norm),
        TBLOG_HPARAM_NUMBER("l2", m->l2)};
    _Static_assert(sizeof values == sizeof self->of, "a column each");
    memcpy(self->of, values, sizeof values);
    return true;
}

void hparams_log_values_free(hparams_log_values *self) {
    free(self->initializer);
}

static bool start(hparams_log *self, error *err) {
    hparams_log_values values;
    tblog_error reason;
    if (!hparams_log_values_init(&values, self->model)) return error_set(err, "out of memory");
    tblog_status made =
        tblog_summary_hparams_start(run_log_summary(self->log), values.of, HPARAMS_LOG_COLUMNS,
                                    self->group, run_log_now(self->log), &reason);
    hparams_log_values_free(&values);
    return run_log_add(self->log, 0, made, &reason, err) && run_log_flush(self->log, err);
}

static bool on_train_begin(void *context, const train_state *state, error *err) {
    hparams_log *self = context;
    (void)state;
    self->started =
        run_log_held(self->log, START) || (run_log_begin(self->log, err) && start(self, err));
    return self->started;
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    hparams_log *self = context;
    tblog_error reason;
    self->seconds += state->seconds;
    self->trained = true;
    if (!run_log_begin(self->log, err)) return false;
    tblog_status made =
        tblog_summary_scalar(run_log_summary(self->log), SECONDS, self->seconds, &reason);
    return run_log_add(self->log, (int64_t)state->epoch, made, &reason, err) &&
           run_log_flush(self->log, err);
}

train_callback hparams_log_callback(hparams_log *self) {
    return (train_callback){
        .self = self, .hooks = {[ON_TRAIN_BEGIN] = on_train_begin, [ON_EPOCH_END] = on_epoch_end}};
}

double hparams_log_ended(const char *folder) {
    return run_log_last(folder, END);
}

bool hparams_log_end(hparams_log *self, fit_result result, error *err) {
    static const tblog_session_status statuses[] = {[FIT_DONE] = TBLOG_SESSION_SUCCESS,
                                                    [FIT_STOPPED] = TBLOG_SESSION_UNKNOWN,
                                                    [FIT_FAILED] = TBLOG_SESSION_FAILURE};
    tblog_error reason;
    if (!self->started) return true;
    if (!run_log_begin(self->log, err)) return false;
    bool over = self->ended_s > 0 && !self->trained;
    double time_s = over ? self->ended_s : run_log_now(self->log);
    tblog_status made =
        tblog_summary_hparams_end(run_log_summary(self->log), statuses[result], time_s, &reason);
    return run_log_add_at(self->log, 0, time_s, made, &reason, err) &&
           run_log_flush(self->log, err);
}
