/* SPDX-License-Identifier: Apache-2.0 */
/* A run's folder: never mixed into. */
#ifndef TRAIN_RUN_FOLDER_H
#define TRAIN_RUN_FOLDER_H

#include "train/callback.h"

/*
 * Make sure that a run may log to 'folder': that neither it nor its train/ and validation/ hold
 * event files. With 'overwrite' the event files there are removed, and its best and last model.
 * A checkpoint is removed in any case. Nothing is created.
 */
bool run_folder_prepare(const char *folder, bool overwrite, error *err);

/* Remove what a kill left of files that were being written (new_file.h): the run is locked, so
 * nobody else writes them. What cannot be removed stays. */
void run_folder_clean(const char *folder);

/*
 * The second that the names of a run's further event files begin with, so that they sort behind
 * those that are there: a run may be taken up within a second, by another process or machine, and
 * TensorBoard reads files in the order of their names. 0: now, as that is later.
 */
double run_folder_next_second(const char *folder);

#endif
