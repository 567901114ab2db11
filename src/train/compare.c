/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, side by side on the cores: each worker takes the next run until none is left. */
#include "train/compare.h"

#include <pthread.h>
#include <stdlib.h>

#include "train/comparison_log.h"

enum { LOCAL = 0 }; /* the queue's name for the workers of this process: with MPI, rank 0's */

typedef struct team {
    const comparison *comparison;
    run_queue *queue;
} team;

static void *work(void *context) {
    const team *t = context;
    const comparison *c = t->comparison;
    size_t i;
    while (run_queue_take_wait(t->queue, LOCAL, &i)) {
        run_watch_train(&c->runs[i], i, c->train, c->test, c->watchers);
        if (c->runs[i].result == FIT_FAILED) atomic_store(c->stop, true);
        run_queue_done(t->queue, i);
    }
    return NULL;
}

bool compare_log_common(const comparison *c) {
    run *first = c->runs;
    if (!c->count || !first->options.dashboards) return true;
    if (comparison_log_write(c->runs, c->count, &first->err)) return true;
    first->result = FIT_FAILED;
    return false;
}

void compare_queue(const comparison *c, run_queue *queue) {
    team t = {c, queue};
    size_t started = 0;
    pthread_t *workers = calloc(c->jobs ? c->jobs : 1, sizeof *workers);
    /* This thread is one of the workers: with no other to be had, the work is still done. */
    while (workers && started + 1 < c->jobs && !pthread_create(&workers[started], NULL, work, &t))
        started++;
    work(&t);
    for (size_t i = 0; i < started; i++) pthread_join(workers[i], NULL);
    free(workers);
}

fit_result compare_worst(const comparison *c, const size_t *order, size_t count) {
    fit_result worst = FIT_DONE;
    for (size_t i = 0; i < count; i++) {
        fit_result result = c->runs[order ? order[i] : i].result;
        if (result > worst) worst = result;
    }
    return worst;
}

fit_result compare(const comparison *c, const size_t *order, size_t count) {
    if (!compare_log_common(c)) return FIT_FAILED;
    comparison some = *c;
    run_queue *queue = run_queue_new(order, count, c->stop);
    if (!queue) return FIT_FAILED;
    if (some.jobs > count) some.jobs = count;
    compare_queue(&some, queue);
    run_queue_free(queue);
    return compare_worst(c, order, count);
}
