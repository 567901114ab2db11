/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long training took: what comparison.csv of the log folder says of a run, else the last value
 * of the run's scalar "seconds", as initlab writes both; else the time between the first and the
 * last event, which has the time between epochs in it.
 */
#ifndef REPORT_SECONDS_H
#define REPORT_SECONDS_H

#include "report/logs.h"

/* Fill in 'seconds' of the repeats that comparison.csv has; false if memory is out. A file that is
 * not one of initlab's is not used. */
bool seconds_read(report_logs *logs);

/* NaN: unknown. */
double seconds_of(const log_repeat *repeat);

#endif
