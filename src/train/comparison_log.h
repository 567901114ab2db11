/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the runs of a log folder have in common, in an event file of the folder itself: the columns
 * of the HParams dashboard (hparams_log.h), and the layout of the Custom Scalars dashboard, with
 * one chart of the validation accuracies of all runs and one of their losses.
 */
#ifndef TRAIN_COMPARISON_LOG_H
#define TRAIN_COMPARISON_LOG_H

#include <tblog/tblog.h>

#include "train/callback.h"

/* Write it, unless the folder holds it already: it is the same for all runs. */
bool comparison_log_write(const char *logdir, const tblog_writer_options *options,
                          train_error *err);

#endif
