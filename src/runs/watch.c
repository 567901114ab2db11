/* SPDX-License-Identifier: Apache-2.0 */
/* Watchers of runs. The threads that train runs, and those of ranks/, call this. */
#include "runs/watch.h"

void run_watch_notify(const run_watchers *watchers, run_moment moment, size_t index, const run *r,
                      const train_state *state) {
    for (size_t i = 0; watchers && i < watchers->count; i++) {
        const run_watcher *w = &watchers->list[i];
        if (w->hooks[moment]) w->hooks[moment](w->self, index, r, state);
    }
}

/* A callback of one run that forwards its moments to the watchers. */
typedef struct forwarder {
    const run_watchers *watchers;
    size_t index;
    const run *run;
} forwarder;

static bool forward_moment(void *self, run_moment moment, const train_state *state) {
    const forwarder *f = self;
    run_watch_notify(f->watchers, moment, f->index, f->run, state);
    return true;
}

static bool on_train_begin(void *self, const train_state *state, error *err) {
    (void)err;
    return forward_moment(self, RUN_BEGIN, state);
}

static bool on_train_batch_end(void *self, const train_state *state, error *err) {
    (void)err;
    return forward_moment(self, RUN_BATCH_END, state);
}

static bool on_epoch_end(void *self, const train_state *state, error *err) {
    (void)err;
    return forward_moment(self, RUN_EPOCH_END, state);
}

void run_watch_train(run *r, size_t index, const dataset *train, const dataset *test,
                     const run_watchers *watchers) {
    forwarder forward = {watchers, index, r};
    train_callback callback = {.self = &forward,
                               .hooks = {[ON_TRAIN_BEGIN] = on_train_begin,
                                         [ON_TRAIN_BATCH_END] = on_train_batch_end,
                                         [ON_EPOCH_END] = on_epoch_end}};
    run_train(r, train, test, watchers ? callback : (train_callback){0});
}
