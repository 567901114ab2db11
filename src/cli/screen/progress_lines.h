/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines in which runs are shown while they train. None is longer than so many columns (0: no
 * limit); where there is little room the less important is left out.
 */
#ifndef CLI_PROGRESS_LINES_H
#define CLI_PROGRESS_LINES_H

#include "cli/screen/progress_state.h"
#include "cli/screen/terminal.h"

/* An epoch that is over:
 *   he_normal  epoch   3/20  2.71 s  loss 0.1012  accuracy 0.9690  val_loss ...  val_accuracy ...
 */
void progress_put_epoch(const progress_state *self, size_t index, const terminal *out,
                        size_t columns);

/* A run that is over. */
void progress_put_run(const progress_state *self, size_t index, const terminal *out,
                      size_t columns);

/* Who has the lock that a run waits for. */
void progress_put_wait(const progress_state *self, size_t index, const terminal *out,
                       size_t columns);

/* What of a run could not be written. */
void progress_put_warning(const progress_state *self, size_t index, const terminal *out,
                          size_t columns);

/*
 * What is going on: a line for each active run, with a bar over its epoch, the time left and a
 * curve of its validation accuracy so far; then one for all runs. Of many runs also how those that
 * are over did, by group, as there is no line for each of them that stays.
 *
 *   he_normal     epoch  3/20  [=====>....]  123/469  ETA 0:52  loss 0.1012  ...  ▁▅  val 0.9655
 *   [==>.......]  3 of 12 runs done  ETA 4:10
 *
 * Never more than 'rows' lines (0: no limit).
 */
void progress_put_frame(const progress_state *self, double now_s, const terminal *out,
                        terminal_size size);

/* Whether there are too many runs for a line each, be it on this screen or on any. */
bool progress_is_many(const progress_state *self, terminal_size size);

#endif
