/* SPDX-License-Identifier: Apache-2.0 */
/* How many processes a launcher started, by the environment variables of Open MPI, PMIx, PMI
 * (MPICH, Intel MPI) and Slurm. */
#include "runs/ranks/launched.h"

#include <limits.h>
#include <stdlib.h>

/* The variable's number; 0 if it is not set. */
static int number_of(const char *name) {
    const char *text = getenv(name);
    long number = text ? strtol(text, NULL, 10) : 0;
    return number > 0 && number <= INT_MAX ? (int)number : 0;
}

int ranks_launched(void) {
    static const char *const counts[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE",
                                         "SLURM_STEP_NUM_TASKS"};
    static const char *const ranks[] = {"PMIX_RANK", "PMI_RANK"};
    int most = 1;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        if (number_of(counts[i]) > most) most = number_of(counts[i]);
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (number_of(ranks[i]) >= most) most = number_of(ranks[i]) + 1;
    return most;
}
