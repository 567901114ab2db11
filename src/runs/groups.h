/* SPDX-License-Identifier: Apache-2.0 */
/* Runs by group: what initializers reached over the seeds. */
#ifndef RUNS_GROUPS_H
#define RUNS_GROUPS_H

#include "runs/list.h"
#include "stats/ranking.h"

/*
 * Rank the groups of the list by the validation accuracy after the last epoch. Only finished runs
 * count: an initializer must not rank lower because its run was stopped earlier. The names in
 * 'result' belong to the runs. False when there is no memory; free 'result' by ranking_free in any
 * case.
 */
bool run_groups_rank(const run_list *list, ranking *result);

/* Means over a group's finished runs; NaN if there are none. */
typedef struct run_group_means {
    size_t n, diverged; /* how many runs, and how many of them diverged */
    bool failed;        /* all of them failed (ending.h), or one diverged */
    train_logs train, validation;
    double epochs, seconds;
} run_group_means;

run_group_means run_groups_means(const run_list *list, const char *group);

#endif
