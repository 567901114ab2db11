/* SPDX-License-Identifier: Apache-2.0 */
/* What a run logged for TensorBoard's HParams dashboard. */
#ifndef REPORT_HPARAMS_H
#define REPORT_HPARAMS_H

#include <stdbool.h>
#include <tblog/tblog.h>

#include "base/pool.h"

/* The experiment (tensorboard/plugins/hparams/api.proto), and the start of a run's session
 * (plugin_data.proto); false if the run has none. */
bool hparams_experiment(const tblog_run *run, tblog_text_view *experiment);
bool hparams_session_start(const tblog_run *run, tblog_text_view *start);

/* A hyperparameter of a session; the views are of the message. */
typedef struct hparam_view {
    tblog_text_view name;
    tblog_text_view value; /* a google.protobuf.Value */
} hparam_view;

/* The next one of a session's start, which is shortened by it; false at its end. */
bool hparams_next(tblog_text_view *start, hparam_view *found);

/* A name, and a value as a text, fit to be shown in a table, so cut at 80 bytes; a value is "" if
 * it is neither number, text nor bool. NULL: no memory. */
const char *hparam_name(pool *memory, tblog_text_view name);
const char *hparam_text(pool *memory, tblog_text_view value);

#endif
