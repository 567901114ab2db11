/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sending run folders between ranks that share no file system: a rank trains in a local folder and
 * sends its contents to rank 0 when the run is done. The folder of a run to be resumed is first
 * sent from rank 0 to the rank that trains it.
 */
#ifndef RUNS_RANKS_FILES_H
#define RUNS_RANKS_FILES_H

#include "runs/ranks/wire.h"

/* With 'gather': create a temporary folder and use it as the runs' logdir in this process. False if
 * it cannot be created. */
bool ranks_files_local(ranks *self, const comparison *c, error *err);

/* Send all files of the run's folder, if there is one. False when they cannot be read or sent. */
bool ranks_files_send_run(const run *r, size_t index, int to, double patience_s);

/* Remove the run's folder. */
void ranks_files_remove_run(const run *r);

/* Whether the message is a valid piece of a file. */
bool ranks_files_is_piece(const wire_message *message);

/* Write the piece, whose bytes follow it in memory, to its place in the run's folder. */
bool ranks_files_write(const run *r, const wire_file *piece, error *err);

#endif
