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
bool run_folder_prepare(const char *folder, bool overwrite, train_error *err);

/* Whether TensorBoard takes a file of that name for an event file: "tfevents" is in it. */
bool run_folder_is_event_file(const char *name);

#endif
