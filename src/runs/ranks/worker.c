/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ranks that are not 0: threads train, and this process's first thread carries what they want
 * and tell to rank 0, and back what it says.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "runs/ranks/files.h"
#include "runs/ranks/wire.h"

/* How often a run's batches are told; many ranks say less each. */
enum { BATCH_MS = 250, BATCH_MS_PER_RANK = 4 };

/* A message on its way out. */
typedef struct letter {
    struct letter *next;
    size_t size;
    wire_told told; /* and its epochs */
} letter;

/* A run that rank 0 gave, for the next thread that asks. */
typedef struct grant {
    struct grant *next;
    size_t index;
} grant;

typedef struct worker {
    ranks *ranks;
    comparison own;       /* with this worker as the one watcher */
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    letter *first, **last;
    grant *grants;
    size_t wanted; /* threads that wait and have not been spoken for */
    bool over;
    double *batch_s; /* (count) when a batch of the run was told last */
    /* The first thread's own: */
    double heard_s, sent_s;
    bool contact; /* rank 0 was heard at least once */
} worker;

/* ---- the threads that train ---- */

static bool next_run(void *context, size_t *index) {
    worker *w = context;
    pthread_mutex_lock(&w->lock);
    w->wanted++;
    while (!w->grants && !w->over) pthread_cond_wait(&w->changed, &w->lock);
    grant *taken = w->grants;
    if (taken) {
        w->grants = taken->next;
        *index = taken->index;
    }
    pthread_mutex_unlock(&w->lock);
    free(taken);
    return taken != NULL;
}

static void done_run(void *context, size_t index) {
    (void)context; /* RUN_END was told */
    (void)index;
}

/* Which epochs of the run's history go with a moment. */
static size_t first_epoch(run_moment moment, const history *h) {
    if (moment == RUN_BATCH_END) return h->count;
    return moment == RUN_EPOCH_END && h->count ? h->count - 1 : 0;
}

static letter *write_letter(size_t index, run_moment moment, const run *r,
                            const train_state *state) {
    size_t first = first_epoch(moment, &r->history), epochs = r->history.count - first;
    size_t bytes = epochs * sizeof *r->history.epochs;
    letter *l = calloc(1, sizeof *l + bytes);
    if (!l) return NULL;
    l->size = sizeof l->told + bytes;
    l->told = (wire_told){.index = index,
                          .moment = moment,
                          .result = r->result,
                          .err = r->err,
                          .warning = r->warning,
                          .profile = r->profile,
                          .first = first,
                          .epochs = epochs};
    if (state) {
        l->told.state = *state;
        l->told.state.model = NULL;
        l->told.state.warning = NULL;
        l->told.warned = state->warning != NULL;
    }
    if (epochs) memcpy(&l->told + 1, r->history.epochs + first, bytes);
    return l;
}

static void post(worker *w, size_t index, run_moment moment, const run *r,
                 const train_state *state) {
    letter *l = write_letter(index, moment, r, state);
    if (!l) return; /* its END must come: without memory the lease ends */
    pthread_mutex_lock(&w->lock);
    *w->last = l;
    w->last = &l->next;
    pthread_mutex_unlock(&w->lock);
}

static void on_wait(void *self, size_t index, const run *r, const train_state *state) {
    post(self, index, RUN_WAIT, r, state);
}

static void on_begin(void *self, size_t index, const run *r, const train_state *state) {
    post(self, index, RUN_BEGIN, r, state);
}

static void on_batch_end(void *self, size_t index, const run *r, const train_state *state) {
    worker *w = self;
    double now_s = monotonic_s(); /* a run is in one thread: nobody else has its place */
    double apart_ms = BATCH_MS + BATCH_MS_PER_RANK * w->ranks->count;
    if (now_s - w->batch_s[index] < apart_ms / 1e3) return;
    w->batch_s[index] = now_s;
    post(w, index, RUN_BATCH_END, r, state);
}

static void on_epoch_end(void *self, size_t index, const run *r, const train_state *state) {
    post(self, index, RUN_EPOCH_END, r, state);
}

static void on_end(void *self, size_t index, const run *r, const train_state *state) {
    post(self, index, RUN_END, r, state);
}

static void *train(void *context) {
    worker *w = context;
    const run_source source = {w, next_run, done_run};
    compare_work(&w->own, &source);
    return NULL;
}

/* ---- the thread that talks ---- */

static double lease_s(const worker *w) {
    return w->ranks->options.lease_s;
}

/* False when rank 0 does not take it. */
static bool say(worker *w, wire_tag tag, const void *bytes, size_t size) {
    w->sent_s = monotonic_s();
    return wire_send(0, tag, bytes, size, lease_s(w) / 2);
}

/* No thread gets another run. */
static void end(worker *w) {
    pthread_mutex_lock(&w->lock);
    w->over = true;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

static void take_run(worker *w, const wire_run *given) {
    grant *g = given->index < w->own.count ? malloc(sizeof *g) : NULL;
    if (!g) return; /* rank 0 will miss it */
    run *r = &w->own.runs[given->index];
    r->options.epochs = given->epochs;
    r->options.resume = given->resume;
    r->history.count = 0;
    r->result = FIT_STOPPED;
    *g = (grant){.index = given->index};
    pthread_mutex_lock(&w->lock);
    g->next = w->grants;
    w->grants = g;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

static void take_file(worker *w, const wire_message *message) {
    const wire_file *piece = message->bytes;
    error err;
    if (ranks_files_is_piece(message) && piece->index < w->own.count)
        ranks_files_write(&w->own.runs[piece->index], piece, &err);
}

static void hear(worker *w, const wire_message *message) {
    w->heard_s = monotonic_s();
    w->contact = true;
    switch (message->tag) {
    case WIRE_RUN:
        if (message->size == sizeof(wire_run)) take_run(w, message->bytes);
        break;
    case WIRE_FILE: take_file(w, message); break;
    case WIRE_STOP: atomic_store(w->own.stop, true); break;
    case WIRE_OVER: end(w); break;
    default: break;
    }
}

static letter *take_letter(worker *w) {
    pthread_mutex_lock(&w->lock);
    letter *l = w->first;
    if (l) {
        w->first = l->next;
        if (!w->first) w->last = &w->first;
    }
    pthread_mutex_unlock(&w->lock);
    return l;
}

/* What a run wrote goes before its end. */
static bool send_letter(worker *w, const letter *l) {
    bool gather = w->ranks->options.gather && l->told.moment == RUN_END;
    const run *r = &w->own.runs[l->told.index];
    if (gather && !ranks_files_send_run(r, l->told.index, 0, lease_s(w) / 2)) return false;
    if (gather) ranks_files_remove_run(r);
    return say(w, WIRE_TOLD, &l->told, l->size);
}

static bool send_letters(worker *w) {
    bool good = true;
    for (letter *l; good && (l = take_letter(w));) {
        good = send_letter(w, l);
        free(l);
    }
    return good;
}

static bool send_wants(worker *w) {
    pthread_mutex_lock(&w->lock);
    size_t count = w->wanted;
    w->wanted = 0;
    pthread_mutex_unlock(&w->lock);
    for (; count; count--)
        if (!say(w, WIRE_WANT, NULL, 0)) return false;
    return true;
}

/* Whether all threads are home and everything is told. */
static bool is_over(worker *w) {
    pthread_mutex_lock(&w->lock);
    bool over = w->over && !w->first;
    pthread_mutex_unlock(&w->lock);
    return over;
}

/* This process was not running for so long: somebody halted it, or the machine did. */
static bool was_halted(const worker *w, double since_s, error *err) {
    double halted_s = monotonic_s() - since_s;
    if (halted_s < lease_s(w) / 2) return false;
    error_set(err, "rank %d was halted for %.3g s: others have its runs", w->ranks->self, halted_s);
    return true;
}

static bool rank_0_is_gone(const worker *w, bool sent, error *err) {
    double silent_s = monotonic_s() - w->heard_s;
    if (sent && (!w->contact || silent_s < lease_s(w) / 2)) return false;
    error_set(err, "rank %d: rank 0 was not heard for %.3g s", w->ranks->self, silent_s);
    return true;
}

/* Until it is over, or rank 0 is not to be had. */
static bool talk(worker *w, error *err) {
    wire_message message;
    double awake_s = monotonic_s();
    w->heard_s = w->sent_s = awake_s;
    while (!is_over(w)) {
        bool idle = true;
        if (was_halted(w, awake_s, err)) return false;
        for (; wire_receive(w->ranks, &message); idle = false) hear(w, &message);
        bool sent = send_letters(w) && send_wants(w);
        if (sent && monotonic_s() - w->sent_s > lease_s(w) / 10) sent = say(w, WIRE_ALIVE, NULL, 0);
        if (rank_0_is_gone(w, sent, err)) {
            w->ranks->abandoned = true;
            return false;
        }
        awake_s = monotonic_s();
        if (idle) wire_pause();
    }
    return true;
}

/* ---- the whole ---- */

static void free_worker(worker *w) {
    for (letter *l; (l = take_letter(w));) free(l);
    for (grant *g; (g = w->grants); free(g)) w->grants = g->next;
    free(w->batch_s);
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->lock);
}

bool ranks_work(ranks *self, const comparison *c, error *err) {
    worker w = {.ranks = self, .own = *c, .batch_s = calloc(c->count + 1, sizeof *w.batch_s)};
    const run_watcher watcher = {&w,
                                 {[RUN_WAIT] = on_wait,
                                  [RUN_BEGIN] = on_begin,
                                  [RUN_BATCH_END] = on_batch_end,
                                  [RUN_EPOCH_END] = on_epoch_end,
                                  [RUN_END] = on_end}};
    const run_watchers watchers = {&watcher, 1};
    pthread_t trainer;
    w.own.watchers = &watchers;
    if (self->options.gather) w.own.keeper = (run_keeper){0}; /* rank 0 keeps the folders */
    w.last = &w.first;
    pthread_mutex_init(&w.lock, NULL);
    pthread_cond_init(&w.changed, NULL);
    bool good = w.batch_s ? ranks_files_local(self, c, err) : error_set(err, "out of memory");
    good = good && (pthread_create(&trainer, NULL, train, &w) == 0 ||
                    error_set(err, "no thread to be had"));
    if (good) {
        good = talk(&w, err);
        if (!good) atomic_store(c->stop, true);
        end(&w);
        pthread_join(trainer, NULL);
        if (good) send_letters(&w);
    }
    free_worker(&w);
    return good;
}
