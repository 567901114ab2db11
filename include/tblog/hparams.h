/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hyperparameters for the HParams dashboard: an experiment (once, at the top of the log folder),
 * and in each run a session's start, with its values, and its end. All go to step 0.
 *
 *     const tblog_hparam values[] = {TBLOG_HPARAM_STRING("initializer", "he_normal"),
 *                                    TBLOG_HPARAM_NUMBER("learning_rate", 1e-3)};
 *     tblog_summary_hparams_start(s, values, 2, NULL, start_time_s, &err);
 *     ... train ...
 *     tblog_summary_hparams_end(s, TBLOG_SESSION_SUCCESS, end_time_s, &err);
 *
 * Source: tensorboard/plugins/hparams/{api,plugin_data}.proto.
 */
#ifndef TBLOG_HPARAMS_H
#define TBLOG_HPARAMS_H

#include <stddef.h>

#include <tblog/status.h>
#include <tblog/summary.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum tblog_hparam_type {
    TBLOG_HPARAM_ANY = 0, /* of an experiment's hyperparameter without a type */
    TBLOG_HPARAM_IS_STRING = 1,
    TBLOG_HPARAM_IS_BOOL = 2,
    TBLOG_HPARAM_IS_NUMBER = 3 /* whole ones too: the dashboard knows doubles only */
} tblog_hparam_type;

/* A named value; of number, string and truth only the one that 'type' tells is read. */
typedef struct tblog_hparam {
    const char *name; /* not read in a domain */
    tblog_hparam_type type;
    double number;
    const char *string;
    int truth;
} tblog_hparam;

/* For initialisers (C only). */
#define TBLOG_HPARAM_NUMBER(name, value)                                                           \
    { (name), TBLOG_HPARAM_IS_NUMBER, (value), NULL, 0 }
#define TBLOG_HPARAM_STRING(name, value)                                                           \
    { (name), TBLOG_HPARAM_IS_STRING, 0, (value), 0 }
#define TBLOG_HPARAM_BOOL(name, value)                                                             \
    { (name), TBLOG_HPARAM_IS_BOOL, 0, NULL, (value) }

/* What an experiment says of a hyperparameter. Strings may be NULL but for the name. */
typedef struct tblog_hparam_info {
    const char *name, *display_name, *description;
    tblog_hparam_type type;
    const tblog_hparam *values; /* a domain of these values ... */
    size_t value_count;
    int has_interval; /* ... or, when not 0, of the numbers from min to max */
    double min, max;
} tblog_hparam_info;

typedef enum tblog_dataset {
    TBLOG_DATASET_ANY = 0,
    TBLOG_DATASET_TRAINING = 1,
    TBLOG_DATASET_VALIDATION = 2
} tblog_dataset;

/* A scalar that the dashboard shows for each session. Strings may be NULL but for the tag. */
typedef struct tblog_metric_info {
    const char *group; /* the run below the session's, e.g. "validation" */
    const char *tag, *display_name, *description;
    tblog_dataset dataset;
} tblog_metric_info;

typedef struct tblog_experiment {
    const char *name, *description, *user; /* NULL for none */
    double time_created_s;                 /* seconds since the epoch */
    const tblog_hparam_info *hparams;
    size_t hparam_count;
    const tblog_metric_info *metrics;
    size_t metric_count;
} tblog_experiment;

TBLOG_API tblog_status tblog_summary_hparams_experiment(tblog_summary *summary,
                                                        const tblog_experiment *experiment,
                                                        tblog_error *err);

/* group: sessions of one group are repetitions of one trial; NULL: the session is its own group. */
TBLOG_API tblog_status tblog_summary_hparams_start(tblog_summary *summary,
                                                   const tblog_hparam *values, size_t count,
                                                   const char *group, double start_time_s,
                                                   tblog_error *err);

typedef enum tblog_session_status {
    TBLOG_SESSION_UNKNOWN = 0,
    TBLOG_SESSION_SUCCESS = 1,
    TBLOG_SESSION_FAILURE = 2,
    TBLOG_SESSION_RUNNING = 3
} tblog_session_status;

TBLOG_API tblog_status tblog_summary_hparams_end(tblog_summary *summary,
                                                 tblog_session_status status, double end_time_s,
                                                 tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
