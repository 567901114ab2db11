/* SPDX-License-Identifier: Apache-2.0 */
/* Runs by group: what initializers reached over the seeds. */
#ifndef TRAIN_RUN_GROUPS_H
#define TRAIN_RUN_GROUPS_H

#include "runs/list.h"
#include "stats/ranking.h"

/*
 * Rank the groups of the list by the validation accuracy after the last epoch. Only runs that were
 * done count: an epoch short would be taken for a worse initializer. The names are the runs'. False
 * when there is no memory; free 'result' by ranking_free in any case.
 */
bool run_groups_rank(const run_list *list, ranking *result);

/* Means over a group's runs that were done; NaN where there are none. */
typedef struct run_group_means {
    size_t n;
    train_logs train, validation;
    double epochs, seconds;
} run_group_means;

run_group_means run_groups_means(const run_list *list, const char *group);

#endif
