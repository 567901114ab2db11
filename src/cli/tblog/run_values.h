/* SPDX-License-Identifier: Apache-2.0 */
/* Every value of a run, for the commands that look into log folders. */
#ifndef CLI_RUN_VALUES_H
#define CLI_RUN_VALUES_H

#include <stdbool.h>
#include <tblog/tblog.h>

/* Called with each value; false ends the walk. */
typedef bool (*value_visitor)(void *context, const tblog_event *event, const tblog_value *value);

/*
 * Walk through the run's files. What cannot be read is told on standard error after 'command', and
 * the rest of that file passed over, as TensorBoard does; false when that happened or 'visit' ended
 * it. A torn record at the end is no failure.
 */
bool run_values(const char *command, const tblog_logdir *logdir, size_t run, value_visitor visit,
                void *context);

#endif
