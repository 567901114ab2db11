/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, side by side on the cores: each worker takes the next run until none is left. */
#include "runs/compare.h"

#include <pthread.h>
#include <stdlib.h>

#include "runs/lock.h"
#include "runs/records/comparison_log.h"

enum { LOCAL = 0 }; /* the queue's name for the workers of this process: with MPI, rank 0's */

static bool take_from_queue(void *queue, size_t *index) {
    return run_queue_take_wait(queue, LOCAL, index);
}

static void done_with_queue(void *queue, size_t index) {
    run_queue_done(queue, index);
}

run_source compare_from_queue(run_queue *queue) {
    return (run_source){queue, take_from_queue, done_with_queue};
}

typedef struct team {
    const comparison *comparison;
    const run_source *source;
} team;

/* One that waits for a lock in vain has trained nothing. */
static void train_locked(const comparison *c, size_t index) {
    run *r = &c->runs[index];
    error reason;
    int lock = run_lock_take(r, c->stop, &reason);
    if (lock >= 0) {
        run_watch_train(r, index, c->train, c->test, c->watchers);
        run_lock_release(r, lock);
        return;
    }
    r->result = *reason.message ? FIT_FAILED : FIT_STOPPED;
    r->err = reason;
    run_watch_tell(c->watchers, RUN_END, index, r, NULL);
}

static void *work(void *context) {
    const team *t = context;
    const comparison *c = t->comparison;
    size_t i;
    while (t->source->next(t->source->self, &i)) {
        if (c->lock)
            train_locked(c, i);
        else
            run_watch_train(&c->runs[i], i, c->train, c->test, c->watchers);
        if (c->runs[i].result == FIT_FAILED) atomic_store(c->stop, true);
        t->source->done(t->source->self, i);
    }
    return NULL;
}

void compare_work(const comparison *c, const run_source *source) {
    team t = {c, source};
    size_t started = 0;
    pthread_t *workers = calloc(c->jobs ? c->jobs : 1, sizeof *workers);
    /* This thread is one of the workers: with no other to be had, the work is still done. */
    while (workers && started + 1 < c->jobs && !pthread_create(&workers[started], NULL, work, &t))
        started++;
    work(&t);
    for (size_t i = 0; i < started; i++) pthread_join(workers[i], NULL);
    free(workers);
}

bool compare_log_common(const comparison *c) {
    run *first = c->runs;
    if (!c->count || !first->options.dashboards) return true;
    if (comparison_log_write(c->runs, c->count, &first->err)) return true;
    first->result = FIT_FAILED;
    return false;
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
    const run_source source = compare_from_queue(queue);
    compare_work(&some, &source);
    run_queue_free(queue);
    return compare_worst(c, order, count);
}
