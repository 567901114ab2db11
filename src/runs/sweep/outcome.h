/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a run of a sweep ended, in RUN/outcome.json: that it need not be trained again, and what it
 * reached. The file appears when all else of the run is written, whole or not at all.
 */
#ifndef TRAIN_RUN_OUTCOME_H
#define TRAIN_RUN_OUTCOME_H

#include "runs/run.h"

/* Write what a run that is done has reached. 'identity' tells its options (sweep_plan.h). */
bool run_outcome_write(const run *r, const char *identity, error *err);

/*
 * Fill the run's history from its file. *epochs is how many it was to train when it was done; 0,
 * and nothing is changed, when it never was. False, with the reason in 'err', when the file cannot
 * be read or is of a run with another identity.
 */
bool run_outcome_read(run *r, const char *identity, size_t *epochs, error *err);

/* Remove the file, if there is one: the run begins anew. */
bool run_outcome_remove(const run *r, error *err);

#endif
