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

/* What is measured of sessions, as an experiment lists it. */
extern const tblog_metric_info hparams_log_metrics[];
enum { HPARAMS_LOG_METRICS = 3 };

typedef struct hparams_log {
    run_log *log;
    const tblog_hparam
        *values; /* (value_count) the hyperparameters, as long as the session lasts */
    size_t value_count;
    const char *group;     /* runs of one group are one row, with means; NULL: itself */
    double seconds;        /* of the epochs so far, those of a run that is resumed included */
    double ended_s;        /* hparams_log_ended, before the run was resumed */
    bool started, trained; /* set here */
} hparams_log;

/* When the session in a run's folder ended; 0: it has no end. */
double hparams_log_ended(const char *folder);

/* Starts the session, unless the run was resumed and has one; valid as long as 'self'. */
train_callback hparams_log_callback(hparams_log *self);

/*
 * End the session. A run with all its epochs is a success, an error is a failure, and an
 * interrupted run is neither: its status is unknown, like that of a run that was killed or still
 * trains, until --resume continues it. No checkpoint stores the end, so that a run may continue
 * after it; a session that had already ended keeps its time. A session that never started has no
 * end.
 */
bool hparams_log_end(hparams_log *self, fit_result result, error *err);

#endif
