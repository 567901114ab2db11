/* SPDX-License-Identifier: Apache-2.0 */
/*
 * THE table of options: a row for each option of a run. The command line and its --help, the files
 * of sweeps, the comparison on --resume, HParams, the Text dashboard, model files, the manual page
 * and the completion of shells all go through the rows: to add an option is to add its row (and its
 * member of run_options, and what it does).
 */
#ifndef RUNS_OPTIONS_H
#define RUNS_OPTIONS_H

#include "runs/run.h"

/* In which part of --help and of the manual an option is. */
typedef enum run_option_group {
    OPTION_INIT, /* the initializer, of which compare has a list of its own */
    OPTION_TRAINING,
    OPTION_DATA,
    OPTION_LOGGING,
    OPTION_OUTPUT,
    OPTION_GROUPS
} run_option_group;

/* Who reads it, besides the command line. */
typedef enum run_option_use {
    OPTION_OF_RUN,    /* a sweep's file: it may differ from run to run */
    OPTION_RESULTS,   /* the same, and a run's numbers depend on it: compared when the run is
                         resumed, shown by HParams and Text, kept in model files */
    OPTION_LOGS,      /* a sweep's file; and what a run's event files hold depends on it: compared
                         when the run is resumed, so that they do not change in the middle */
    OPTION_CALL_ONLY, /* nobody: it says how a command is run */
} run_option_use;

/* What an option's texts and numbers may be exempt from, for the sake of files that are there. */
typedef enum run_record {
    IN_CHECKPOINT = 1,
    IN_HPARAMS = 2,
    IN_MODEL = 4, /* model files have the network's fields anyway (nn/config/config.h) */
} run_record;

typedef struct run_option run_option;

/* What options of a kind have in common. */
typedef struct run_option_kind {
    /* 'text' is NULL for a flag that is given without a value. False with the reason in 'err'. What
     * the options point at from then on is the text itself. */
    bool (*set)(const run_option *row, run_options *o, const char *text, error *err);
    /* The value as 'set' takes it; free it. The same from the same value. */
    char *(*text)(const run_option *row, const run_options *o);
    /* As HParams shows it, and as files have it; NULL: the former is 'text', the latter that. */
    char *(*log_text)(const run_option *row, const run_options *o);
    char *(*file_text)(const run_option *row, const run_options *o);
    /* For HParams, a number; NULL: a text or, of a flag, 0 or 1. */
    double (*number)(const run_option *row, const run_options *o);
} run_option_kind;

struct run_option {
    const char *name;     /* without its dashes; NULL: not an option but a column of HParams */
    const char *argument; /* what --help calls the value; NULL: a flag */
    const char *help;     /* "%s" in it becomes the list of choices */
    run_option_group group;
    run_option_use use;
    const run_option_kind *kind;
    size_t offset;                   /* of its member of run_options, for the kinds that need it */
    double least, most;              /* of numbers */
    const char *(*choice)(size_t i); /* the i-th of the words that the value may be; NULL: none */
    int letter;                      /* its short name; 0: none */

    /* With OPTION_RESULTS; all but the first may be left out. */
    const char *log_name;        /* in HParams and model files */
    const char *checkpoint_name; /* as checkpoints have it; NULL: log_name */
    const char *title, *about;   /* of its column of HParams; NULL: log_name, nothing */
    unsigned not_in;             /* run_records that do not have it */
    unsigned when_set;           /* run_records that have it only if it is not the default */
};

/* All rows; *count of them. */
const run_option *run_option_rows(size_t *count);

/* The option of that name; NULL if there is none. */
const run_option *run_option_find(const char *name);

/* Set an option; a flag takes "on", "off", or NULL for on. The text must outlive 'o'. False, with
 * "--NAME: reason" in 'err', if it is not one of the option's values. */
bool run_option_set(const run_option *row, run_options *o, const char *text, error *err);

/* Complete what options set together, when all are set; false, with the reason in 'err', if one
 * contradicts another. */
bool run_options_finish(run_options *o, error *err);
bool run_options_check_initializers(const nn_layer_initializers *initializers,
                                    const nn_model_config *model, error *err);

/* Its value as run_option_set takes it, as HParams shows it, and as files have it. Free them; NULL
 * when there is no memory. */
char *run_option_text(const run_option *row, const run_options *o);
char *run_option_log_text(const run_option *row, const run_options *o);
char *run_option_file_text(const run_option *row, const run_options *o);

/* Its help, with the choices in it; free it. NULL when there is no memory. */
char *run_option_help(const run_option *row);

/* Whether results depend on the option and the record has it, for these options' values. */
bool run_option_is_in(const run_option *row, run_record record, const run_options *o);

#endif
