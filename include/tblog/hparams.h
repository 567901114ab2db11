/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hyperparameters for the HParams dashboard: an experiment (once, at the top of the log folder),
 * and in each run a session's start, with its values, and its end. All go to step 0.
 *
 *     const tblog_hparam values[] = {TBLOG_HPARAM_STRING("initializer", "he_normal"),
 *                                    TBLOG_HPARAM_NUMBER("learning_rate", 1e-3)};
 *     tblog_summary *s = tblog_summary_new();
 *     if (!s) exit(1);
 *     tblog_summary_hparams_start(s, values, 2, NULL, tblog_writer_now(w), &err);
 *     if (tblog_writer_add(w, 0, TBLOG_NOW, s, &err)) fprintf(stderr, "%s\n", err.message);
 *     tblog_summary_clear(s);
 *     train();
 *     tblog_summary_hparams_end(s, TBLOG_SESSION_SUCCESS, tblog_writer_now(w), &err);
 *     if (tblog_writer_add(w, 0, TBLOG_NOW, s, &err)) fprintf(stderr, "%s\n", err.message);
 *     tblog_summary_free(s);
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

/* The type of a hyperparameter's values. */
typedef enum tblog_hparam_type {
    TBLOG_HPARAM_ANY = 0,       /* for an experiment's hyperparameter without a type */
    TBLOG_HPARAM_IS_STRING = 1, /* texts */
    TBLOG_HPARAM_IS_BOOL = 2,   /* true or false */
    TBLOG_HPARAM_IS_NUMBER = 3  /* whole ones too: the dashboard knows doubles only */
} tblog_hparam_type;

/* A named value; of number, string and truth, only the member for 'type' is read. */
typedef struct tblog_hparam {
    const char *name;       /* not read in a domain */
    tblog_hparam_type type; /* of the value */
    double number;          /* when it is one */
    const char *string;     /* when it is one */
    int truth;              /* when it is one: not 0 is true */
} tblog_hparam;

/* Initialiser of a number (C only). */
#define TBLOG_HPARAM_NUMBER(name, value)                                                           \
    { (name), TBLOG_HPARAM_IS_NUMBER, (value), NULL, 0 }
/* Initialiser of a text (C only). */
#define TBLOG_HPARAM_STRING(name, value)                                                           \
    { (name), TBLOG_HPARAM_IS_STRING, 0, (value), 0 }
/* Initialiser of a bool (C only): not 0 is true. */
#define TBLOG_HPARAM_BOOL(name, value)                                                             \
    { (name), TBLOG_HPARAM_IS_BOOL, 0, NULL, (value) }

/* The description of a hyperparameter in an experiment. Strings may be NULL, except the name. */
typedef struct tblog_hparam_info {
    const char *name;           /* as sessions use it */
    const char *display_name;   /* as the dashboard shows it */
    const char *description;    /* Markdown */
    tblog_hparam_type type;     /* of its values */
    const tblog_hparam *values; /* a domain of these values ... */
    size_t value_count;         /* how many; 0: any */
    int has_interval;           /* ... or, when not 0, of the numbers from min to max */
    double min;                 /* of the interval */
    double max;                 /* of the interval */
    int differs;                /* not 0: its column comes before those of others; the dashboard
                                   shows five at first, and sorts by name */
} tblog_hparam_info;

/* What a metric was measured on. */
typedef enum tblog_dataset {
    TBLOG_DATASET_ANY = 0,       /* not specified */
    TBLOG_DATASET_TRAINING = 1,  /* the training set */
    TBLOG_DATASET_VALIDATION = 2 /* the validation set */
} tblog_dataset;

/* A scalar that the dashboard shows for each session. Strings may be NULL, except the tag. */
typedef struct tblog_metric_info {
    const char *group;        /* the run below the session's, e.g. "validation" */
    const char *tag;          /* of the scalar */
    const char *display_name; /* as the dashboard shows it */
    const char *description;  /* Markdown */
    tblog_dataset dataset;    /* what it was measured on */
} tblog_metric_info;

/* What all sessions have in common. */
typedef struct tblog_experiment {
    const char *name;                 /* or NULL */
    const char *description;          /* Markdown, or NULL */
    const char *user;                 /* or NULL */
    double time_created_s;            /* seconds since the epoch */
    const tblog_hparam_info *hparams; /* in the order of the table's columns */
    size_t hparam_count;              /* how many */
    const tblog_metric_info *metrics; /* likewise */
    size_t metric_count;              /* how many */
} tblog_experiment;

/* Add the experiment. Returns as summary.h says, as the next two do. */
TBLOG_API tblog_status tblog_summary_hparams_experiment(tblog_summary *summary,
                                                        const tblog_experiment *experiment,
                                                        tblog_error *err);

/* Add a session's start. group: sessions of one group are repetitions of one trial; NULL: the
 * session is its own group. */
TBLOG_API tblog_status tblog_summary_hparams_start(tblog_summary *summary,
                                                   const tblog_hparam *values, size_t count,
                                                   const char *group, double start_time_s,
                                                   tblog_error *err);

/* How a session ended. */
typedef enum tblog_session_status {
    TBLOG_SESSION_UNKNOWN = 0, /* unknown */
    TBLOG_SESSION_SUCCESS = 1, /* it succeeded */
    TBLOG_SESSION_FAILURE = 2, /* it failed */
    TBLOG_SESSION_RUNNING = 3  /* it has not ended */
} tblog_session_status;

/* Add a session's end. */
TBLOG_API tblog_status tblog_summary_hparams_end(tblog_summary *summary,
                                                 tblog_session_status status, double end_time_s,
                                                 tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
