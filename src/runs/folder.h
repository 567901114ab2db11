/* SPDX-License-Identifier: Apache-2.0 */
/* A run's folder: a new run is never mixed into an existing one. */
#ifndef RUNS_FOLDER_H
#define RUNS_FOLDER_H

#include "train/callback.h"

/*
 * Make sure that a run may log to 'folder': that neither it nor its train/ and validation/ hold
 * event files. With 'overwrite' the event files there are removed, and its best and last model. A
 * checkpoint is always removed. Nothing is created.
 */
bool run_folder_prepare(const char *folder, bool overwrite, error *err);

/* Remove the temporary files of a process that was killed while it wrote them (new_file.h). The
 * caller holds the run's lock, so nobody else writes them now. Files that cannot be removed stay.
 */
void run_folder_clean(const char *folder);

/*
 * The second to put into the names of a run's next event files so that they sort after the existing
 * ones: a run may be resumed within the same second, by another process or machine, and TensorBoard
 * reads files in the order of their names. 0: use the current time, which is later anyway.
 */
double run_folder_next_second(const char *folder);

#endif
