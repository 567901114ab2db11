/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outcome of a run of a sweep, in RUN/outcome.json: the run need not be trained again, and this
 * is what it reached. The file is written last of all files of the run, as a whole or not at all.
 */
#ifndef RUNS_SWEEP_OUTCOME_H
#define RUNS_SWEEP_OUTCOME_H

#include "runs/run.h"

/* Write what a finished run has reached. 'identity' holds its options (plan.h). */
bool run_outcome_write(const run *r, const char *identity, error *err);

/*
 * Fill the run's history from its file. *epochs receives the number of epochs that the finished run
 * was asked for; 0, and the run is not changed, if there is no file. False, with the reason in
 * 'err', if the file cannot be read or belongs to a run with another identity.
 */
bool run_outcome_read(run *r, const char *identity, size_t *epochs, error *err);

/* Remove the file, if there is one, so that the run is trained from the beginning. */
bool run_outcome_remove(const run *r, error *err);

#endif
