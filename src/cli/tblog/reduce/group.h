/* SPDX-License-Identifier: Apache-2.0 */
/* A group of runs, reduced to one run for each statistic. */
#ifndef CLI_TBLOG_GROUP_H
#define CLI_TBLOG_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <tblog/tblog.h>

#include "cli/tblog/reduce/statistic.h"

typedef struct group {
    const char *command; /* for messages */
    const char *name;    /* may be empty */
    const tblog_logdir *logdir;
    const size_t *runs; /* (count) of the log folder */
    size_t count;
    const statistic *const *by; /* (by_count) */
    size_t by_count;
    bool interpolate; /* steps that not all runs have, too */
} group;

/* Write OUT/NAME/STATISTIC for each statistic and, with the mean, OUT/NAME/band: band.h. False
 * after a failure, which it has reported. */
bool group_reduce(const group *self, const char *out);

#endif
