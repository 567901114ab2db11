/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run's own event file, in LOGDIR/<run>/ beside train/ and validation/: what Keras' callback does
 * not log. All that goes there shares one writer, as TensorBoard follows one growing file a folder.
 *
 * It is written only when asked for: a file there makes TensorBoard show <run> as a separate run.
 */
#ifndef TRAIN_RUN_LOG_H
#define TRAIN_RUN_LOG_H

#include <tblog/tblog.h>

#include "train/callback.h"

typedef struct run_log run_log;

/* For a folder, of which nothing is created yet; NULL when there is no memory. The options are kept
 * but for the index, which is set here. */
run_log *run_log_new(const char *folder, const tblog_writer_options *options);

/* Open the event file if it is not open yet; its name sorts after existing ones. The functions
 * below need it open. */
bool run_log_begin(run_log *self, error *err);

/* Whether the folder held a value of that tag at first: that of a run that was resumed. May be
 * asked at any time. */
bool run_log_held(const run_log *self, const char *tag);

/* When the last value of that tag was logged to a folder itself; 0: no value was. */
double run_log_last(const char *folder, const char *tag);

/* The writer's clock. */
double run_log_now(const run_log *self);

/* A summary to be filled for the next run_log_add, and where the call that fills it puts why it
 * failed. */
tblog_summary *run_log_summary(run_log *self);
tblog_error *run_log_reason(run_log *self);

/*
 * Write the values of the summary, each as a separate event, and clear it. 'made' is the status of
 * the call that filled it.
 */
bool run_log_add(run_log *self, int64_t step, tblog_status made, error *err);

/* The same with a wall time. */
bool run_log_add_at(run_log *self, int64_t step, double wall_time_s, tblog_status made, error *err);

/* Hand all to the system. */
bool run_log_flush(run_log *self, error *err);

/* Flush, close and free, also when that fails. NULL is fine. */
bool run_log_close(run_log *self, error *err);

#endif
