/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines that show runs while they train. No line is longer than the terminal's columns (0: no
 * limit); if there is little room, the less important columns are left out.
 */
#ifndef CLI_PROGRESS_LINES_H
#define CLI_PROGRESS_LINES_H

#include "cli/initlab/display/progress_state.h"
#include "cli/screen/terminal.h"

/* A finished epoch:
 *   he_normal  epoch   3/20  2.71 s  loss 0.1012  accuracy 0.9690  val_loss ...  val_accuracy ...
 */
void progress_put_epoch(const progress_state *self, size_t index, const terminal *out,
                        size_t columns);

/* A finished run. */
void progress_put_run(const progress_state *self, size_t index, const terminal *out,
                      size_t columns);

/* The process that holds the lock that a run waits for. */
void progress_put_wait(const progress_state *self, size_t index, const terminal *out,
                       size_t columns);

/* What could not be written of a run. */
void progress_put_warning(const progress_state *self, size_t index, const terminal *out,
                          size_t columns);

/*
 * The redrawn lines: one for each active run, with a bar for its epoch, the time left and a curve
 * of its validation accuracy so far; then one for all runs. If there are too many runs to keep a
 * line for each, also the results of finished runs by group.
 *
 *   he_normal     epoch  3/20  [=====>....]  123/469  ETA 0:52  loss 0.1012  ...  ▁▅  val 0.9655
 *   [==>.......]  3 of 12 runs done  ETA 4:10
 *
 * Never more than 'rows' lines (0: no limit).
 */
void progress_put_frame(const progress_state *self, double now_s, const terminal *out,
                        terminal_size size);

/* Whether there are too many runs for a line each, on a screen of this size or on any. */
bool progress_is_many(const progress_state *self, terminal_size size);

#endif
