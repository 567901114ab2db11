/* SPDX-License-Identifier: Apache-2.0 */
/* Runs by group. */
#include "runs/groups.h"

#include <string.h>

#include "runs/records/ending.h"

/* The last epoch of a run that finished, or NULL. */
static const history_epoch *outcome(const run *r) {
    return r->result == FIT_DONE ? history_last(&r->history) : NULL;
}

bool run_groups_rank(const run_list *list, ranking *result) {
    *result = (ranking){0};
    for (size_t i = 0; i < list->count; i++) {
        const run *r = &list->runs[i];
        const history_epoch *last = outcome(r);
        if (!ranking_add_group(result, r->group)) return false;
        if (last &&
            !ranking_add(result, r->group, r->options.model.seed, last->validation.accuracy))
            return false;
    }
    for (size_t i = 0; i < result->count; i++) {
        run_group_means m = run_groups_means(list, result->groups[i].name);
        result->groups[i].last = m.n && m.diverged == m.n; /* its accuracy is that of a guess */
    }
    if (!ranking_finish(result)) return false;
    for (size_t i = 0; i < result->count; i++) sample_bound(&result->groups[i].summary, 0, 1);
    return true;
}

static void add_logs(train_logs *sum, const train_logs *added) {
    sum->loss += added->loss;
    sum->accuracy += added->accuracy;
}

run_group_means run_groups_means(const run_list *list, const char *group) {
    run_group_means m = {0};
    size_t failed = 0;
    for (size_t i = 0; i < list->count; i++) {
        const run *r = &list->runs[i];
        const history_epoch *last = outcome(r);
        if (!last || strcmp(r->group, group) != 0) continue;
        m.n++;
        m.diverged += history_diverged(&r->history) > 0;
        failed += run_failed(r);
        add_logs(&m.train, &last->train);
        add_logs(&m.validation, &last->validation);
        m.epochs += (double)r->history.count;
        m.seconds += history_seconds(&r->history);
    }
    double n = (double)m.n; /* 0 / 0 is NaN */
    return (run_group_means){m.n,
                             m.diverged,
                             m.n && (m.diverged || failed == m.n),
                             {m.train.loss / n, m.train.accuracy / n},
                             {m.validation.loss / n, m.validation.accuracy / n},
                             m.epochs / n,
                             m.seconds / n};
}
