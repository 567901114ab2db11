/* SPDX-License-Identifier: Apache-2.0 */
/* The options about parallel training: --jobs and those for MPI. */
#include "cli/initlab/arguments/ranks_arguments.h"

#include <stdio.h>

#include "cli/initlab/arguments/cores.h"
#include "cli/option_values.h"

enum { MAX_JOBS = 1024 };

enum { KEY_LEASE = 0x900, KEY_GATHER };

static const cli_option options[] = {
    {"jobs", 'j', "N", "Runs in parallel (one for each core, or for as many as --threads)"},
    {"lease", KEY_LEASE, "SECONDS",
     "With mpirun: after this time without a message a rank is lost, and its runs go to others "
     "(30)"},
    {"gather", KEY_GATHER, "[off]",
     "With mpirun: the ranks share no folder; what they write is sent to rank 0"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    ranks_arguments *a = call->input;
    switch (key) {
    case 'j': a->jobs = option_whole_value(value, "jobs", 1, MAX_JOBS, call); return;
    case KEY_LEASE: a->options.lease_s = option_positive_value(value, "lease", call); return;
    case KEY_GATHER: a->options.gather = option_flag_value(value, "gather", call); return;
    }
}

const cli_parser ranks_parser = {.options = options, .set = set_option};

/* A launcher may bind each rank to separate cores; otherwise the ranks of a machine share all
 * cores. */
size_t ranks_cores(const ranks *joined) {
    bool bound;
    size_t cores = cores_usable(&bound);
    if (!bound) cores /= (size_t)ranks_neighbours(joined);
    return cores ? cores : 1;
}

size_t ranks_jobs(const ranks_arguments *arguments, const ranks *joined, size_t threads) {
    if (arguments->jobs) return arguments->jobs;
    size_t jobs = ranks_cores(joined) / (threads ? threads : 1);
    return jobs ? jobs : 1;
}

int ranks_help(const char *command, ranks *joined, const comparison *c) {
    error err;
    if (ranks_work(joined, c, &err)) return 0;
    fprintf(stderr, "%s: %s\n", command, err.message);
    return 1;
}

void ranks_report_lost(const char *command, const ranks *joined) {
    size_t lost = ranks_lost(joined);
    if (lost)
        fprintf(stderr, "%s: %zu rank%s lost; what %s had was trained by others\n", command, lost,
                lost == 1 ? " was" : "s were", lost == 1 ? "it" : "they");
}
