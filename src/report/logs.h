/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A log folder as a report sees it: what is compared, how often each was tried, and the parts in
 * which a try was logged. The folder's name says which:
 *
 *     he_normal/train                run "he_normal", one repeat, part "train"
 *     he_normal/seed-3/validation    run "he_normal", repeat of seed 3, part "validation"
 *     anything/else                  run "anything/else", part ""
 *
 * If there is a he_normal/train as well, the seeds are repeats of another run, "he_normal/seed-*".
 * What the log folder itself holds is a run with the folder's name; if a run within has that name
 * already, it is ".", as in TensorBoard.
 *
 * Any last folder is a part, whatever its name, where a "train" or "validation" lies beside it.
 */
#ifndef REPORT_LOGS_H
#define REPORT_LOGS_H

#include <stdint.h>
#include <tblog/tblog.h>

#include "base/error.h"
#include "base/pool.h"

/* A folder with event files. */
typedef struct log_part {
    const char *name;  /* "train", "validation", ..., or "" */
    size_t folder;     /* its number in the log folder */
    tblog_run *loaded; /* what could be read of it */
} log_part;

/* A run with one seed: a run is repeated with several seeds. */
typedef struct log_repeat {
    const char *seed; /* digits; "" if the run has no seed */
    log_part *parts;  /* (count) */
    size_t count;
    double seconds; /* of training, as comparison.csv has it; NaN: it does not */
} log_repeat;

/* What is compared. */
typedef struct log_run {
    const char *name;    /* fit to be shown, see pool_clean_text; two runs have two */
    bool is_root;        /* what the log folder itself holds */
    log_repeat *repeats; /* (count), by seed ascending; at least one */
    size_t count;
} log_run;

typedef struct report_logs {
    pool memory; /* of all that is found here, and what is made of it */
    tblog_logdir *folder;
    const char *path;  /* where it is; the caller's */
    const char *title; /* the folder's name, fit to be shown */
    log_run *runs;     /* (count), by name ascending */
    size_t count;
    const char **warnings; /* (warning_count) a line each: what could not be read */
    size_t warning_count;
} report_logs;

/*
 * Read a log folder. False when it cannot be read, or there is nothing to show in it. Damaged files
 * are read as far as possible, with a warning each. Free it by logs_free in any case.
 */
bool logs_read(report_logs *self, const char *path, error *err);
void logs_free(report_logs *self);

/* A part of a repeat, or NULL. */
const log_part *log_part_named(const log_repeat *repeat, const char *name);

/* The series of scalars with that tag, or NULL; 'part' may be NULL. */
const tblog_series *log_scalars(const log_part *part, const char *tag);

/* Widen *first to *last, seconds since the epoch, so that all points of a repeat lie in it. */
void log_repeat_times(const log_repeat *repeat, double *first, double *last);

/* The most repeats that any run has. */
size_t logs_repeats(const report_logs *self);

#endif
