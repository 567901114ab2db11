/* SPDX-License-Identifier: Apache-2.0 */
/*
 * THE table of options: a row for each option of a run. The command line and its --help, sweep
 * files, the comparison on --resume, HParams, the Text dashboard, model files, the manual page and
 * shell completion all read the rows. To add an option, add its row, its member of run_options, and
 * the code that acts on it.
 */
#ifndef RUNS_OPTIONS_H
#define RUNS_OPTIONS_H

#include "runs/run.h"

/* The section of --help and of the manual in which an option is listed. */
typedef enum run_option_group {
    OPTION_INIT, /* the initializer; compare takes a list instead */
    OPTION_TRAINING,
    OPTION_DATA,
    OPTION_LOGGING,
    OPTION_OUTPUT,
    OPTION_GROUPS
} run_option_group;

/* Who reads an option, besides the command line. */
typedef enum run_option_use {
    OPTION_OF_RUN,  /* sweep files: it may differ from run to run */
    OPTION_RESULTS, /* sweep files, and a run's numbers depend on it: compared when the run is
                       resumed, shown by HParams and Text, stored in model files */
    OPTION_LOGS, /* sweep files, and the contents of a run's event files depend on it: compared when
                    the run is resumed, so that a run's logs do not change in the middle */
    OPTION_CALL_ONLY, /* nobody else: it controls the command itself */
} run_option_use;

/* The records that list options. A row may be left out of some, so that existing files stay valid.
 */
typedef enum run_record {
    IN_CHECKPOINT = 1,
    IN_HPARAMS = 2,
    IN_MODEL = 4, /* model files store the network's settings anyway (nn/config/config.h) */
} run_record;

typedef struct run_option run_option;

/* What options of a kind have in common. */
typedef struct run_option_kind {
    /* Set the option. 'text' is NULL for a flag without a value; it is not copied, so it must
     * outlive the options. False with the reason in 'err'. */
    bool (*set)(const run_option *row, run_options *o, const char *text, error *err);
    /* The value as 'set' accepts it; free it. Equal values give equal texts. */
    char *(*text)(const run_option *row, const run_options *o);
    /* log_text: as HParams shows the value; NULL: use 'text'. file_text: as files store it; NULL:
     * use log_text. */
    char *(*log_text)(const run_option *row, const run_options *o);
    char *(*file_text)(const run_option *row, const run_options *o);
    /* For HParams, the value as a number; NULL: a text, or 0 or 1 for a flag. */
    double (*number)(const run_option *row, const run_options *o);
    /* The text of a file as a user writes it; NULL: as it is. Free it. */
    char *(*shown)(const char *file_text);
} run_option_kind;

struct run_option {
    const char *name;     /* without its dashes; NULL: not an option but a column of HParams */
    const char *argument; /* the name of the value in --help; NULL: a flag */
    const char *help;     /* "%s" in it becomes the list of choices */
    run_option_group group;
    run_option_use use;
    const run_option_kind *kind;
    size_t offset;      /* of its member in run_options, for the kinds that use one */
    double least, most; /* limits of a number */
    /* The i-th allowed word, NULL after the last; NULL: any text. */
    const char *(*choice)(size_t i);
    int letter;      /* the one-letter option; 0: none */
    bool common;     /* most users need it: --help lists it before the others of its group */
    bool has_commas; /* a value may have commas: a line of a sweep file is one value, not a list */

    /* Only with OPTION_RESULTS; all but log_name may be left out: */
    const char *log_name;        /* in HParams and model files */
    const char *checkpoint_name; /* in checkpoints; NULL: log_name */
    const char *title, *about;   /* of its column of HParams; NULL: log_name, no description */
    unsigned not_in;             /* run_records that leave it out */
    unsigned when_set;           /* run_records that list it only if it is not the default */
};

/* All rows; *count receives their number. */
const run_option *run_option_rows(size_t *count);

/* The option of that name; NULL if there is none. */
const run_option *run_option_find(const char *name);

/* Set an option; a flag accepts "on", "off", or NULL for on. The text must outlive 'o'. False, with
 * "--NAME: reason" in 'err', if the option does not accept the value. */
bool run_option_set(const run_option *row, run_options *o, const char *text, error *err);

/* Call after all options are set: completes settings that several options make together. False,
 * with the reason in 'err', if one contradicts another. */
bool run_options_finish(run_options *o, error *err);
bool run_options_check_initializers(const nn_layer_initializers *initializers,
                                    const nn_model_config *model, error *err);

/* The option's value as run_option_set accepts it, as HParams shows it, and as files store it. Free
 * them; NULL when there is no memory. */
char *run_option_text(const run_option *row, const run_options *o);
char *run_option_log_text(const run_option *row, const run_options *o);
char *run_option_file_text(const run_option *row, const run_options *o);

/* The option's help, with its choices filled in; free it. NULL when there is no memory. */
char *run_option_help(const run_option *row);

/* Whether results depend on the option and the record lists it, given the values in 'o'. */
bool run_option_is_in(const run_option *row, run_record record, const run_options *o);

#endif
