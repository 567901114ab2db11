/* SPDX-License-Identifier: Apache-2.0 */
/* Who looks on while runs train. */
#include "runs/watch.h"

void run_watch_tell(const run_watchers *watchers, run_moment moment, size_t index, const run *r,
                    const train_state *state) {
    for (size_t i = 0; watchers && i < watchers->count; i++) {
        const run_watcher *w = &watchers->list[i];
        if (w->hooks[moment]) w->hooks[moment](w->self, index, r, state);
    }
}

/* One run's callback, which passes on what it hears. */
typedef struct ear {
    const run_watchers *watchers;
    size_t index;
    const run *run;
} ear;

static bool pass_on(void *self, run_moment moment, const train_state *state) {
    const ear *e = self;
    run_watch_tell(e->watchers, moment, e->index, e->run, state);
    return true;
}

static bool on_train_begin(void *self, const train_state *state, error *err) {
    (void)err;
    return pass_on(self, RUN_BEGIN, state);
}

static bool on_train_batch_end(void *self, const train_state *state, error *err) {
    (void)err;
    return pass_on(self, RUN_BATCH_END, state);
}

static bool on_epoch_end(void *self, const train_state *state, error *err) {
    (void)err;
    return pass_on(self, RUN_EPOCH_END, state);
}

void run_watch_train(run *r, size_t index, const dataset *train, const dataset *test,
                     const run_watchers *watchers) {
    ear listening = {watchers, index, r};
    train_callback callback = {.self = &listening,
                               .hooks = {[ON_TRAIN_BEGIN] = on_train_begin,
                                         [ON_TRAIN_BATCH_END] = on_train_batch_end,
                                         [ON_EPOCH_END] = on_epoch_end}};
    run_train(r, train, test, watchers ? callback : (train_callback){0});
}
