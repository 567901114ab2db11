/* SPDX-License-Identifier: Apache-2.0 */
/* The scalars of a log folder while it grows. */
#ifndef TBLOG_WATCH_LIVE_H
#define TBLOG_WATCH_LIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/tblog/plot/chart_arguments.h"

typedef struct live live;

/* Nothing is read yet. 'path' and 'wanted', whose runs and tags are shown, stay in use. NULL when
 * there is no memory. */
live *live_new(const char *path, const chart_arguments *wanted);
void live_free(live *self);

/*
 * Read the runs whose files have changed, and those that are new. False if anything could not be
 * read; live_problem has the reason. The curves of before are no longer valid.
 */
bool live_refresh(live *self);

/* Why the last refresh returned false; "" if it did not. Controls are not escaped. */
const char *live_problem(const live *self);

/* How many runs there are. */
size_t live_run_count(const live *self);

/* The curves of all runs, by run; valid until the next refresh. */
const curve *const *live_curves(const live *self, size_t *count);

#endif
