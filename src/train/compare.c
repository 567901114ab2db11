/* SPDX-License-Identifier: Apache-2.0 */
/* Several runs, side by side on the cores: each worker takes the next run until none is left. */
#include "train/compare.h"

#include <pthread.h>
#include <stdlib.h>

#include "train/comparison_log.h"

typedef struct queue {
    run *runs;
    size_t count;
    atomic_size_t next;
    const dataset *train, *test;
    const run_watchers *watchers;
    atomic_bool *stop;
} queue;

static void *work(void *context) {
    queue *q = context;
    for (;;) {
        size_t i = atomic_fetch_add(&q->next, 1);
        if (i >= q->count || atomic_load(q->stop)) return NULL;
        run *r = &q->runs[i];
        run_watch_train(r, i, q->train, q->test, q->watchers);
        if (r->result == FIT_FAILED) atomic_store(q->stop, true);
    }
}

/* What all runs have in common; a failure is the first one's. */
static bool log_common(run *runs, size_t count) {
    if (!count || !runs->options.dashboards) return true;
    const run_options *o = &runs->options;
    if (comparison_log_write(o->logdir, &o->tensorboard.writer, &runs->err)) return true;
    runs->result = FIT_FAILED;
    return false;
}

fit_result compare(run *runs, size_t count, size_t jobs, const dataset *train, const dataset *test,
                   const run_watchers *watchers, atomic_bool *stop) {
    queue q = {.runs = runs,
               .count = count,
               .train = train,
               .test = test,
               .watchers = watchers,
               .stop = stop};
    size_t started = 0;
    if (!log_common(runs, count)) return FIT_FAILED;
    if (jobs > count) jobs = count;
    pthread_t *workers = calloc(jobs ? jobs : 1, sizeof *workers);
    /* This thread is one of the workers: with no other to be had, the work is still done. */
    while (workers && started + 1 < jobs && !pthread_create(&workers[started], NULL, work, &q))
        started++;
    work(&q);
    for (size_t i = 0; i < started; i++) pthread_join(workers[i], NULL);
    free(workers);

    fit_result worst = FIT_DONE;
    for (size_t i = 0; i < count; i++)
        if (runs[i].result > worst) worst = runs[i].result;
    return worst;
}
