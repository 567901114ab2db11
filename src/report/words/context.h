/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was trained, on what, how long, by which command and when: from the summary that initlab
 * logs as Text if there is one, from the model that Keras and initlab log, and from the events'
 * times.
 */
#ifndef REPORT_CONTEXT_H
#define REPORT_CONTEXT_H

#include "report/logs.h"

/* What is not known is NULL or 0. Texts are fit to be shown. */
typedef struct report_context {
    const char *network, *optimizer, *data, *command;
    const char *date; /* of the first event, "27 November 2026" */
    double seconds;   /* between the first event of all runs and the last */
    size_t classes;   /* that the network distinguishes */
    size_t validated; /* images or samples on which an accuracy is measured */
} report_context;

/* Read it, into the logs' memory; false if memory is out. */
bool context_read(report_context *self, report_logs *logs);

#endif
