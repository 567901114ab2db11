/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was run, for the Text dashboard: command line, initializer with its formula, network,
 * data, host and version, and every option that says how the run trains, in Markdown.
 */
#ifndef TRAIN_RUN_TEXT_H
#define TRAIN_RUN_TEXT_H

#include "base/names/named_texts.h"
#include "data/dataset.h"
#include "train/run_log.h"

typedef struct run_text {
    run_log *log;
    const char *name;    /* the run's */
    const char *command; /* as typed; NULL: unknown */
    const char *host;    /* NULL: this machine's name */
    const nn_model_config *model;
    const named_texts *options; /* as a user would give them: "seed", "3" */
    const dataset *train, *test;
} run_text;

/* The text; free it. NULL when there is no memory. */
char *run_text_markdown(const run_text *self);

/* Logs it at step 0 when training begins, unless the run is resumed and has it. */
train_callback run_text_callback(run_text *self);

#endif
