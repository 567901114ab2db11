/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads that share the work of one. A step of training has a dozen parts of some 50 us, far less
 * than waking a thread may take: so those who wait look for a while before they sleep.
 */
#include "nn/team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "nn/thread.h"

/* How often a waiting thread looks, some 50 us in all, before it sleeps. */
enum { LOOKS = 2000 };

typedef struct worker {
    nn_team *team;
    size_t part;
    pthread_t thread;
} worker;

struct nn_team {
    size_t size; /* threads, the caller among them */
    void (*task)(void *context, size_t part);
    void *context;
    bool over;
    atomic_uint turn;      /* counts the tasks: a new one for the workers */
    atomic_size_t working; /* workers that are not done with it */
    atomic_uint asleep;    /* threads that wait for 'changed' */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    worker workers[]; /* (size - 1) */
};

static void pause_a_moment(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* Wait until done(self, what). A thread that ends the wait calls wake after its change. */
static void wait_until(nn_team *self, bool (*done)(nn_team *, unsigned), unsigned what) {
    for (int i = 0; i < LOOKS; i++) {
        if (done(self, what)) return;
        pause_a_moment();
    }
    pthread_mutex_lock(&self->lock);
    atomic_fetch_add(&self->asleep, 1);
    while (!done(self, what)) pthread_cond_wait(&self->changed, &self->lock);
    atomic_fetch_sub(&self->asleep, 1);
    pthread_mutex_unlock(&self->lock);
}

/* A sleeper counts itself before it looks a last time, so that none is missed. */
static void wake(nn_team *self) {
    if (!atomic_load(&self->asleep)) return;
    pthread_mutex_lock(&self->lock);
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
}

static bool has_turned(nn_team *self, unsigned last) {
    return atomic_load(&self->turn) != last;
}

static bool is_done(nn_team *self, unsigned unused) {
    (void)unused;
    return !atomic_load(&self->working);
}

static void *work(void *context) {
    const worker *self = context;
    nn_team *team = self->team;
    nn_thread_init();
    for (unsigned last = 0;; last++) {
        wait_until(team, has_turned, last);
        if (team->over) return NULL;
        team->task(team->context, self->part);
        if (atomic_fetch_sub(&team->working, 1) == 1) wake(team);
    }
}

nn_team *nn_team_new(size_t threads) {
    nn_team *self = threads > 1 ? calloc(1, sizeof *self + (threads - 1) * sizeof(worker)) : NULL;
    if (!self) return NULL;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->changed, NULL);
    for (self->size = 1; self->size < threads; self->size++) {
        worker *w = &self->workers[self->size - 1];
        *w = (worker){.team = self, .part = self->size};
        if (pthread_create(&w->thread, NULL, work, w)) break;
    }
    return self;
}

size_t nn_team_size(const nn_team *self) {
    return self ? self->size : 1;
}

static void turn(nn_team *self) {
    atomic_store(&self->working, self->size - 1);
    atomic_fetch_add(&self->turn, 1);
    wake(self);
}

void nn_team_free(nn_team *self) {
    if (!self) return;
    self->over = true;
    turn(self);
    for (size_t i = 0; i + 1 < self->size; i++) pthread_join(self->workers[i].thread, NULL);
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

void nn_team_run(nn_team *self, void (*task)(void *context, size_t part), void *context) {
    if (nn_team_size(self) == 1) {
        task(context, 0);
        return;
    }
    self->task = task;
    self->context = context;
    turn(self);
    task(context, 0);
    wait_until(self, is_done, 0);
}

nn_range nn_team_share(const nn_team *self, size_t part, size_t n, size_t piece) {
    size_t size = nn_team_size(self), pieces = (n + piece - 1) / piece;
    size_t first = pieces * part / size * piece, limit = pieces * (part + 1) / size * piece;
    return (nn_range){first < n ? first : n, limit < n ? limit : n};
}
