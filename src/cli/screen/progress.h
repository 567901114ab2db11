/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person sees of the runs while they train.
 *
 * On a terminal what is going on is redrawn ten times a second by a thread of its own, below the
 * lines of what is over; elsewhere each finished epoch is a plain line.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/screen/terminal.h"
#include "runs/watch.h"

typedef struct progress progress;

/*
 * Show 'count' runs, whose names are kept, on 'out'. NULL when there is no memory; every function
 * takes NULL and shows nothing.
 */
progress *progress_new(const terminal *out, const run *runs, size_t count);

/* Erase what was redrawn and end the thread. */
void progress_free(progress *self);

/* What is to be told of the runs, which may be in different threads. */
run_watcher progress_watcher(progress *self);

#endif
