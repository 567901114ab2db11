/* SPDX-License-Identifier: Apache-2.0 */
/* A run as a session of the HParams dashboard. */
#include "train/callbacks/hparams_log.h"

static const char START[] = "_hparams_/session_start_info";
static const char END[] = "_hparams_/session_end_info";
static const char SECONDS[] = "seconds";

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

static bool start(hparams_log *self, error *err) {
    tblog_status made =
        tblog_summary_hparams_start(run_log_summary(self->log), self->values, self->value_count,
                                    self->group, run_log_now(self->log), run_log_reason(self->log));
    return run_log_add(self->log, 0, made, err) && run_log_flush(self->log, err);
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
    self->seconds += state->seconds;
    self->trained = true;
    if (!run_log_begin(self->log, err)) return false;
    tblog_status made = tblog_summary_scalar(run_log_summary(self->log), SECONDS, self->seconds,
                                             run_log_reason(self->log));
    return run_log_add(self->log, (int64_t)state->epoch, made, err) &&
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
    if (!self->started) return true;
    if (!run_log_begin(self->log, err)) return false;
    bool over = self->ended_s > 0 && !self->trained;
    double time_s = over ? self->ended_s : run_log_now(self->log);
    tblog_status made = tblog_summary_hparams_end(run_log_summary(self->log), statuses[result],
                                                  time_s, run_log_reason(self->log));
    return run_log_add_at(self->log, 0, time_s, made, err) && run_log_flush(self->log, err);
}
