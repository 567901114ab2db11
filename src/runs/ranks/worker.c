/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ranks other than 0: threads train, and the first thread sends their requests and reports to
 * rank 0 and handles its answers.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "runs/ranks/files.h"
#include "runs/ranks/wire.h"

/* The time between two reports of a run's batches; it grows with the number of ranks. */
enum { BATCH_MS = 250, BATCH_MS_PER_RANK = 4 };

/* A report that waits to be sent. */
typedef struct pending_report {
    struct pending_report *next;
    size_t size;
    wire_report report; /* its epochs follow */
} pending_report;

/* A run that rank 0 gave, for the next thread that asks. */
typedef struct grant {
    struct grant *next;
    size_t index;
} grant;

typedef struct worker {
    ranks *ranks;
    comparison own;       /* with this worker as its only watcher */
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    pending_report *first, **last;
    grant *grants;
    size_t wanted; /* waiting threads for which no WANT has been sent */
    bool over;
    double *batch_s; /* (count) when a batch of the run was last reported */
    /* Used only by the first thread: */
    double heard_s, sent_s;
    bool contact; /* rank 0 has sent something at least once */
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
    (void)context; /* RUN_END was reported */
    (void)index;
}

/* The first epoch of the run's history that is reported with a moment. */
static size_t first_epoch(run_moment moment, const history *h) {
    if (moment == RUN_BATCH_END) return h->count;
    return moment == RUN_EPOCH_END && h->count ? h->count - 1 : 0;
}

static pending_report *make_report(size_t index, run_moment moment, const run *r,
                                   const train_state *state) {
    size_t first = first_epoch(moment, &r->history), epochs = r->history.count - first;
    size_t bytes = epochs * sizeof *r->history.epochs;
    pending_report *p = calloc(1, sizeof *p + bytes);
    if (!p) return NULL;
    p->size = sizeof p->report + bytes;
    p->report = (wire_report){.index = index,
                              .moment = moment,
                              .result = r->result,
                              .err = r->err,
                              .warning = r->warning,
                              .profile = r->profile,
                              .first = first,
                              .epochs = epochs};
    if (state) {
        p->report.state = *state;
        p->report.state.model = NULL;
        p->report.state.warning = NULL;
        p->report.warned = state->warning != NULL;
    }
    if (epochs) memcpy(&p->report + 1, r->history.epochs + first, bytes);
    return p;
}

static void post(worker *w, size_t index, run_moment moment, const run *r,
                 const train_state *state) {
    pending_report *p = make_report(index, moment, r, state);
    /* No memory: if it was RUN_END, the lease ends and another rank gets the run. */
    if (!p) return;
    pthread_mutex_lock(&w->lock);
    *w->last = p;
    w->last = &p->next;
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
    double now_s = monotonic_s(); /* no lock: only this thread trains this run */
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

/* ---- the thread that talks to rank 0 ---- */

static double lease_s(const worker *w) {
    return w->ranks->options.lease_s;
}

/* False if rank 0 does not receive it. */
static bool say(worker *w, wire_tag tag, const void *bytes, size_t size) {
    w->sent_s = monotonic_s();
    return wire_send(0, tag, bytes, size, lease_s(w) / 2);
}

/* From now on no thread gets another run. */
static void end(worker *w) {
    pthread_mutex_lock(&w->lock);
    w->over = true;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

static void take_run(worker *w, const wire_run *given) {
    grant *g = given->index < w->own.count ? malloc(sizeof *g) : NULL;
    if (!g) return; /* rank 0 gives it to others when the lease ends */
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

static void handle(worker *w, const wire_message *message) {
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

static pending_report *take_report(worker *w) {
    pthread_mutex_lock(&w->lock);
    pending_report *p = w->first;
    if (p) {
        w->first = p->next;
        if (!w->first) w->last = &w->first;
    }
    pthread_mutex_unlock(&w->lock);
    return p;
}

/* A run's files are sent before its RUN_END. */
static bool send_report(worker *w, const pending_report *p) {
    bool gather = w->ranks->options.gather && p->report.moment == RUN_END;
    const run *r = &w->own.runs[p->report.index];
    if (gather && !ranks_files_send_run(r, p->report.index, 0, lease_s(w) / 2)) return false;
    if (gather) ranks_files_remove_run(r);
    return say(w, WIRE_REPORT, &p->report, p->size);
}

static bool send_reports(worker *w) {
    bool good = true;
    for (pending_report *p; good && (p = take_report(w));) {
        good = send_report(w, p);
        free(p);
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

/* Whether there are no more runs and all reports are sent. */
static bool is_over(worker *w) {
    pthread_mutex_lock(&w->lock);
    bool over = w->over && !w->first;
    pthread_mutex_unlock(&w->lock);
    return over;
}

/* Whether this process did not run for half a lease: somebody stopped it, or the machine was
 * suspended. */
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

/* Exchange messages until there are no more runs; false if rank 0 is gone. */
static bool talk(worker *w, error *err) {
    wire_message message;
    double awake_s = monotonic_s();
    w->heard_s = w->sent_s = awake_s;
    while (!is_over(w)) {
        bool idle = true;
        if (was_halted(w, awake_s, err)) return false;
        for (; wire_receive(w->ranks, &message); idle = false) handle(w, &message);
        bool sent = send_reports(w) && send_wants(w);
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

/* ---- starting and ending ---- */

static void free_worker(worker *w) {
    for (pending_report *p; (p = take_report(w));) free(p);
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
    if (self->options.gather) w.own.keeper = (run_keeper){0}; /* rank 0 has the folders */
    w.last = &w.first;
    pthread_mutex_init(&w.lock, NULL);
    pthread_cond_init(&w.changed, NULL);
    bool good = w.batch_s ? ranks_files_local(self, c, err) : error_set(err, "out of memory");
    good = good && (pthread_create(&trainer, NULL, train, &w) == 0 ||
                    error_set(err, "cannot create a thread"));
    if (good) {
        good = talk(&w, err);
        if (!good) atomic_store(c->stop, true);
        end(&w);
        pthread_join(trainer, NULL);
        if (good) send_reports(&w);
    }
    free_worker(&w);
    return good;
}
