/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What varies in a sweep: the options in the names of its runs, "init=he_normal,lr=0.01-1c0b365f"
 * has two; where a run's name has none, the hyperparameters that runs logged for TensorBoard's
 * HParams dashboard.
 */
#ifndef REPORT_SWEEP_H
#define REPORT_SWEEP_H

#include "report/logs.h"

/* An option that differs between runs. */
typedef struct sweep_option {
    const char *name;
    const char *const *values; /* of each run; NULL: it has none */
    bool is_number;            /* all values are finite numbers */
} sweep_option;

typedef struct report_sweep {
    const sweep_option *options; /* (count), in the order of the runs' names, or by name */
    size_t count;                /* 0: this is no sweep */
} report_sweep;

enum { SWEEP_OPTIONS = 12 };

/*
 * Find them, and fill in 'names' with what a run is called: the values in its name, "he_normal, lr
 * 0.01", where these differ from all others', else the folder's name. In the logs' memory; false if
 * memory is out.
 */
bool sweep_read(report_sweep *self, report_logs *logs, const char **names);

/* The number of a run's value; NaN: it has none. */
double sweep_number(const sweep_option *option, size_t run);

#endif
