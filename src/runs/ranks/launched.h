/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a launcher (mpirun, srun) started this process. Works without MPI too. */
#ifndef RUNS_RANKS_LAUNCHED_H
#define RUNS_RANKS_LAUNCHED_H

/* The number of processes that the launcher started, at least; 1 without a launcher. */
int ranks_launched(void);

#endif
