/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a launcher (mpirun, srun) started this process, also if this is built without MPI. */
#ifndef RUNS_RANKS_LAUNCHED_H
#define RUNS_RANKS_LAUNCHED_H

/* How many processes it started, at least; 1 without a launcher. */
int ranks_launched(void);

#endif
