/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The line after a table of runs: which was the best, and the commands that show all of them.
 *
 *   best he_uniform 0.9766 · report: initlab report logs · tensorboard --logdir logs
 */
#ifndef CLI_NEXT_STEPS_H
#define CLI_NEXT_STEPS_H

#include "cli/screen/terminal.h"

/* The best of a table; name NULL: no run learned anything. */
typedef struct best_result {
    const char *name;
    double val_accuracy;
} best_result;

/* Print it, for runs in that log folder: one line if it fits into 'columns' (0: no limit), else a
 * line for each part. The commands are quoted for a shell. */
void next_steps_put(const best_result *best, const char *logdir, const terminal *out,
                    size_t columns);

#endif
