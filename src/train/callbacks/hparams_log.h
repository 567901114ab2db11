/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run as a session of the HParams dashboard, in the run's own event file (run_log.h): its
 * hyperparameters when training begins, "seconds" so far at the end of each epoch, and how it
 * ended.
 *
 * The dashboard finds val_accuracy and val_loss where the callback logs them: "epoch_accuracy" and
 * "epoch_loss" of the run <session>/validation.
 */
#ifndef TRAIN_HPARAMS_LOG_H
#define TRAIN_HPARAMS_LOG_H

#include "train/fit.h"
#include "train/run_log.h"

/* The columns of the dashboard's table: what an experiment says of sessions. */
extern const tblog_hparam_info hparams_log_columns[];
extern const tblog_metric_info hparams_log_metrics[];
enum { HPARAMS_LOG_COLUMNS = 12, HPARAMS_LOG_METRICS = 3 };

/* A model's hyperparameters, one for each column, and room for their texts. */
typedef struct hparams_log_values {
    tblog_hparam of[HPARAMS_LOG_COLUMNS];
    char *initializer;
    char arguments[NN_SPEC_TEXT], optimizer[NN_SPEC_TEXT], schedule[NN_SPEC_TEXT];
    char layers[NN_LAYERS_TEXT], activation[NN_SPEC_TEXT];
} hparams_log_values;

/* False when there is no memory. Free by hparams_log_values_free; they are not to be moved. */
bool hparams_log_values_init(hparams_log_values *self, const nn_model_config *model);
void hparams_log_values_free(hparams_log_values *self);

typedef struct hparams_log {
    run_log *log;
    const nn_model_config *model; /* as long as the session lasts */
    const char *group;            /* runs of one group are one row, with means; NULL: itself */
    double seconds;               /* of the epochs so far, those of a run taken up included */
    double ended_s;               /* hparams_log_ended, before the run was taken up */
    bool started, trained;        /* set here */
} hparams_log;

/* When the session in a run's folder ended; 0: it has no end. */
double hparams_log_ended(const char *folder);

/* Starts the session, unless the run was taken up and has one; valid as long as 'self'. */
train_callback hparams_log_callback(hparams_log *self);

/*
 * End the session: all epochs are a success, an error is a failure, and what was interrupted is
 * neither: its status is unknown, as that of a run that was killed or trains still, until --resume
 * takes it up. No checkpoint has the end, so that a run may go on behind it; one that was over
 * already keeps its time. A session that never started has no end.
 */
bool hparams_log_end(hparams_log *self, fit_result result, error *err);

#endif
