/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs over the ranks of an MPI job: several processes, on one machine or many.
 *
 * Every rank makes the same list of runs from the same arguments. Rank 0 has the queue: the other
 * ranks ask it for runs and report how these go; rank 0 trains too. The numbers of a run depend
 * only on its options, so it does not matter which rank trains it: the files have the same bytes as
 * with one process.
 *
 * A rank that has runs and sends nothing for 'lease_s' is lost: its runs go to others, who resume
 * them from the last checkpoint. A rank that receives nothing from rank 0 for half that time stops
 * by itself, so that no run has two writers; so does a rank that was lost and reports again.
 *
 * Without MPI there is one process, and ranks_compare is compare().
 */
#ifndef RUNS_RANKS_H
#define RUNS_RANKS_H

#include "runs/compare.h"

typedef struct ranks ranks;

typedef struct ranks_options {
    double lease_s; /* 0: 30 */
    bool gather;    /* the ranks share no folder: send what runs write to rank 0 */
} ranks_options;

/* The MPI library that this was built with; NULL: none. */
const char *ranks_library(void);

/*
 * Join the job that a launcher (mpirun, srun) started. *joined is NULL if there is no job or only
 * one rank; all functions accept NULL. Call it once, early, in the thread that calls all the other
 * functions. False, with the reason in 'err', if several processes were started that cannot find
 * each other: each of them would train all runs.
 */
bool ranks_start(const ranks_options *options, ranks **joined, error *err);

/* This process's number; rank 0 has the queue and the screen, and writes what concerns all runs. */
int ranks_self(const ranks *self);

/* The number of ranks on this machine, including this one; they share its cores. */
int ranks_neighbours(const ranks *self);

/* Rank 0: compare(), over all ranks. The watchers here are also notified of the other ranks' runs.
 * May be called again, for other runs of the list. */
fit_result ranks_compare(ranks *self, const comparison *c, const size_t *order, size_t count);

/* The other ranks: train the runs that rank 0 hands out, until there are no more. False, with the
 * reason in 'err', if rank 0 is gone or gave this rank's runs to others. */
bool ranks_work(ranks *self, const comparison *c, error *err);

/* How many ranks were lost. */
size_t ranks_lost(const ranks *self);

/* Leave the job and free 'self'. Rank 0 also ends the job of the other ranks. */
void ranks_end(ranks *self);

#endif
