/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, in parallel: each worker thread takes the next run until none is left. */
#include "runs/compare.h"

#include <pthread.h>
#include <stdlib.h>

#include "runs/folder.h"
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

typedef struct listener {
    const comparison *comparison;
    size_t index;
} listener;

static void report_wait(void *context, run *r, const char *who) {
    const listener *l = context;
    error_set(&r->err, "%s is writing to it", who);
    run_watch_notify(l->comparison->watchers, RUN_WAIT, l->index, r, NULL);
}

/* A run that starts from its first epoch needs an empty folder. Check again after waiting for the
 * lock, because another process may have written to it. */
static bool is_still_new(run *r) {
    char *folder = run_folder(r);
    bool good =
        folder ? run_folder_prepare(folder, false, &r->err) : error_set(&r->err, "out of memory");
    free(folder);
    return good;
}

size_t compare_threads(const comparison *c, size_t set) {
    size_t left = c->cores / (c->jobs ? c->jobs : 1);
    if (!left) left = 1;
    return set && set < left ? set : left;
}

bool compare_spares_core(const comparison *c, const nn_model_config *model) {
    size_t threads = nn_model_threads(model);
    return c->jobs * (threads ? threads : 1) < c->cores;
}

/* Train a run whose lock is held, unless the comparison does without locks. */
static void train_kept(const comparison *c, size_t index) {
    run *r = &c->runs[index];
    const run_keeper *k = &c->keeper;
    bool done = false;
    if (k->begin && !k->begin(k->self, index, &done)) {
        r->result = FIT_FAILED;
    } else if (done) {
        r->result = FIT_DONE;
    } else {
        r->options.model.threads = compare_threads(c, r->options.model.threads);
        r->options.tensorboard.spare_core = compare_spares_core(c, &r->options.model);
        run_watch_train(r, index, c->train, c->test, c->watchers);
        if (k->end) k->end(k->self, index);
    }
}

/* A run that never got its lock has trained nothing. */
static void train_locked(const comparison *c, size_t index) {
    run *r = &c->runs[index];
    error reason;
    listener l = {c, index};
    if (!run_lock_wait(r, c->stop, report_wait, &l, &reason)) {
        r->result = *reason.message ? FIT_FAILED : FIT_STOPPED;
        r->err = reason;
        return;
    }
    if (r->options.resume || is_still_new(r))
        train_kept(c, index);
    else
        r->result = FIT_FAILED;
}

static void train_one(const comparison *c, size_t index) {
    run *r = &c->runs[index];
    bool taken = c->lock && !r->lock;
    if (taken)
        train_locked(c, index);
    else
        train_kept(c, index);
    if (r->result == FIT_FAILED) atomic_store(c->stop, true);
    run_watch_notify(c->watchers, RUN_END, index, r, NULL);
    if (taken) run_lock_release(r);
}

static void *work(void *context) {
    const team *t = context;
    size_t i;
    while (t->source->next(t->source->self, &i)) {
        train_one(t->comparison, i);
        t->source->done(t->source->self, i);
    }
    return NULL;
}

void compare_work(const comparison *c, const run_source *source) {
    team t = {c, source};
    size_t started = 0;
    pthread_t *workers = calloc(c->jobs ? c->jobs : 1, sizeof *workers);
    /* This thread is one of the workers, so the work is done even if no other thread can be
     * created. */
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
