/* SPDX-License-Identifier: Apache-2.0 */
/* How a run ended, in words, unless it simply trained all its epochs. */
#ifndef RUNS_RECORDS_ENDING_H
#define RUNS_RECORDS_ENDING_H

#include "runs/run.h"

enum { RUN_ENDING_TEXT = 256 };

/* "stopped early at epoch 7 of 20: val_loss has not improved since epoch 4", "diverged: the loss is
 * nan from epoch 3 on", "nothing to do: ..."; "" when there is nothing to say. Returns 'text'. */
const char *run_ending_text(const run *r, char text[RUN_ENDING_TEXT]);

/* The run's ending.txt, where a report finds it: that text, but not "nothing to do". No file
 * when there is nothing to say. */
bool run_ending_write(const run *r, const char *folder, error *err);

/* Whether it learned nothing (stats/learning.h), or diverged. False before its first epoch. */
bool run_failed(const run *r);

/* Its path; free it. NULL when there is no memory. */
char *run_ending_path(const char *folder);

#endif
