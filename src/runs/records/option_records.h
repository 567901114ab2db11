/* SPDX-License-Identifier: Apache-2.0 */
/* What is written about a run's options, in checkpoints, HParams, the Text dashboard and model
 * files. */
#ifndef RUNS_OPTION_RECORDS_H
#define RUNS_OPTION_RECORDS_H

#include "base/names/named_texts.h"
#include "runs/options.h"
#include "train/callbacks/checkpoint.h"

typedef struct option_records {
    checkpoint_option *compared; /* (compared_count) what must be the same to resume the run */
    size_t compared_count;
    tblog_hparam *hparams; /* (hparam_count) hyperparameters of the run's session */
    size_t hparam_count;
    named_texts shown; /* "seed", "3": the options, as a user would write them */
    named_texts kept;  /* what model files store besides the network's settings */
} option_records;

/* Make the records of complete options (run_options_finish) and of the data that they name. False
 * when there is no memory. Free by option_records_free in any case. */
bool option_records_of(option_records *self, const run_options *o, const dataset *train,
                       const dataset *test);
void option_records_free(option_records *self);

/* The type of the option's column of HParams. */
tblog_hparam_type option_records_type(const run_option *row);

#endif
