/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs' folders over the wire, where ranks share none: a rank trains in a folder of its own, and
 * sends what is in it to rank 0 when the run is done. A run that goes on is sent the other way
 * first.
 */
#ifndef TRAIN_RANKS_FILES_H
#define TRAIN_RANKS_FILES_H

#include "runs/ranks/wire.h"

/* With gather: a temporary folder that takes the place of the runs' logdir here. False when there
 * is none to be had. */
bool ranks_files_local(ranks *self, const comparison *c, error *err);

/* Send all files of the run's folder, if there is one. False when they cannot be read or sent. */
bool ranks_files_send_run(const run *r, size_t index, int to, double patience_s);

/* Remove the run's folder. */
void ranks_files_remove_run(const run *r);

/* Whether the message is a piece of a file as it should be. */
bool ranks_files_is_piece(const wire_message *message);

/* Write the piece, which its bytes follow, to its place in the run's folder. */
bool ranks_files_write(const run *r, const wire_file *piece, error *err);

#endif
