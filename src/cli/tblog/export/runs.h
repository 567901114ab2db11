/* SPDX-License-Identifier: Apache-2.0 */
/* Runs that are exported together. */
#ifndef CLI_TBLOG_EXPORT_RUNS_H
#define CLI_TBLOG_EXPORT_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <tblog/tblog.h>

/* A run, and which of its series are wanted. */
typedef struct export_run {
    char *name;
    tblog_run *loaded;
    bool *wanted; /* (series) */
    bool chosen;  /* by --run */
} export_run;

/* {0}: no run. */
typedef struct export_runs {
    export_run *list; /* (count) */
    size_t count, capacity;
} export_runs;

/* Add a run, which the list then owns, also after a failure: false when there is no memory. */
bool export_runs_add(export_runs *self, const export_run *run);
void export_runs_free(export_runs *self);

void export_run_free(export_run *self);

#endif
