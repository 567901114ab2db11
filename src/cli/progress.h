/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person sees of the runs while they train.
 *
 * On a terminal each active run has a line with a bar, redrawn ten times a second by a thread of
 * its own; elsewhere each finished epoch is a plain line.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdio.h>

#include "train/run_watch.h"

typedef enum progress_mode {
    PROGRESS_NONE,
    PROGRESS_LINES,
    PROGRESS_BARS,
} progress_mode;

typedef struct progress progress;

/* Bars where 'out' is a terminal, lines otherwise. */
progress_mode progress_mode_for(FILE *out);

/*
 * Show 'count' runs, whose names are kept, on 'out'. NULL when there is no memory; every function
 * takes NULL and shows nothing.
 */
progress *progress_new(FILE *out, progress_mode mode, const run *runs, size_t count);

/* Erase the bars and end the thread. */
void progress_free(progress *self);

/* What is to be told of the runs, which may be in different threads. */
run_watcher progress_watcher(progress *self);

#endif
