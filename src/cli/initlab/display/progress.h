/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The display of runs while they train.
 *
 * On a terminal, a thread redraws the lines of active runs ten times a second, below the lines of
 * finished ones. Elsewhere there is a plain line for each finished epoch.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/screen/terminal.h"
#include "runs/watch.h"

typedef struct progress progress;

/*
 * Show 'count' runs on 'out'; their names are not copied. NULL when there is no memory; all
 * functions accept NULL and show nothing.
 */
progress *progress_new(const terminal *out, const run *runs, size_t count);

/* Erase the redrawn lines and end the thread. */
void progress_free(progress *self);

/* The watcher that shows the runs; they may be in different threads. */
run_watcher progress_watcher(progress *self);

#endif
