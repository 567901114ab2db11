/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs over the ranks of an MPI job: several processes, on one machine or many.
 *
 * Every rank makes the same list of runs from the same arguments. Rank 0 has the queue: the others
 * ask it for runs and tell it of them; it trains too. A run's numbers depend on its options alone,
 * so who trains it does not matter: the bytes are those of one process.
 *
 * A rank that holds runs and is not heard for 'lease_s' is lost: its runs go to others, who take
 * them up where the last checkpoint was written. A rank that does not hear rank 0 for half of that
 * stops by itself, so that no run has two writers; as does one that was lost and is heard again.
 *
 * Built without MPI there is one process, and all this is compare().
 */
#ifndef TRAIN_RANKS_H
#define TRAIN_RANKS_H

#include "runs/compare.h"

typedef struct ranks ranks;

typedef struct ranks_options {
    double lease_s; /* 0: 30 */
    bool gather;    /* there is no shared folder: what runs write is sent to rank 0 */
} ranks_options;

/* The MPI library that this was built with, or NULL. */
const char *ranks_library(void);

/*
 * Join the job that a launcher (mpirun, srun) started. *joined is NULL when there is none, or one
 * rank only; every function takes that for the one process that there is. To be called once, early,
 * by the thread that calls all the others. False, with the reason in 'err', when several processes
 * were started that cannot find each other: each would train all runs.
 */
bool ranks_start(const ranks_options *options, ranks **joined, error *err);

/* This process's number; 0 has the queue, the screen and the last word. */
int ranks_self(const ranks *self);

/* Ranks on this machine, this one among them: they share its cores. */
int ranks_neighbours(const ranks *self);

/* Rank 0: compare(), over all ranks. Runs of others are told to the watchers here. May be called
 * again, for other runs of the list. */
fit_result ranks_compare(ranks *self, const comparison *c, const size_t *order, size_t count);

/* The other ranks: train what rank 0 has, until it has no more. False, with the reason in 'err',
 * when rank 0 is gone or took this one for gone. */
bool ranks_work(ranks *self, const comparison *c, error *err);

/* How many ranks were lost. */
size_t ranks_lost(const ranks *self);

/* Leave the job, and free. Rank 0 sends the others home. */
void ranks_end(ranks *self);

#endif
