/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person sees of the runs while they train.
 *
 * On a terminal each active run has a line with a bar, redrawn ten times a second by a thread of
 * its own; elsewhere each finished epoch is a plain line.
 */
#ifndef TRAIN_PROGRESS_H
#define TRAIN_PROGRESS_H

#include <stdio.h>

#include "train/callback.h"

typedef enum progress_mode {
    PROGRESS_NONE,
    PROGRESS_LINES,
    PROGRESS_BARS,
} progress_mode;

typedef struct progress progress;

/* Bars where 'out' is a terminal, lines otherwise. */
progress_mode progress_mode_for(FILE *out);

/*
 * Show 'count' runs with these names (kept) on 'out'; each is expected to have so many epochs. NULL
 * when there is no memory; every function takes NULL and shows nothing.
 */
progress *progress_new(FILE *out, progress_mode mode, const char *const *names, size_t count,
                       size_t epochs);

/* Erase the bars and end the thread. */
void progress_free(progress *self);

/* For run 'index'; runs may be in different threads. */
train_callback progress_callback(progress *self, size_t index);

#endif
