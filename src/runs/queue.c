/* SPDX-License-Identifier: Apache-2.0 */
/* The runs still to be trained, and who has taken which. */
#include "runs/queue.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/clock.h"

enum { POLL_MS = 50 }; /* how often a waiting worker checks for a stop */

typedef enum entry_state { WAITING, TAKEN, DONE } entry_state;

typedef struct entry {
    size_t index; /* place in the list */
    entry_state state;
    int taker;
} entry;

struct run_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const atomic_bool *stop;
    size_t count, done, taken;
    size_t first; /* all entries before it are taken or done */
    entry entries[];
};

run_queue *run_queue_new(const size_t *order, size_t count, const atomic_bool *stop) {
    run_queue *self = malloc(sizeof *self + count * sizeof self->entries[0]);
    if (!self) return NULL;
    *self = (run_queue){.stop = stop, .count = count};
    pthread_mutex_init(&self->lock, NULL);
    monotonic_cond_init(&self->changed);
    for (size_t i = 0; i < count; i++) self->entries[i] = (entry){.index = order ? order[i] : i};
    return self;
}

void run_queue_free(run_queue *self) {
    if (!self) return;
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

/* ---- the caller holds the lock ---- */

static bool stopped(const run_queue *self) {
    return self->stop && atomic_load(self->stop);
}

static run_queue_answer take(run_queue *self, int taker, size_t *index) {
    if (stopped(self) || self->done == self->count) return RUN_QUEUE_OVER;
    for (; self->first < self->count; self->first++) {
        entry *e = &self->entries[self->first];
        if (e->state != WAITING) continue;
        e->state = TAKEN;
        e->taker = taker;
        self->taken++;
        *index = e->index;
        return RUN_QUEUE_TAKEN;
    }
    return RUN_QUEUE_WAIT;
}

static entry *find(run_queue *self, size_t index) {
    if (index < self->count && self->entries[index].index == index) return &self->entries[index];
    for (size_t i = 0; i < self->count; i++)
        if (self->entries[i].index == index) return &self->entries[i];
    return NULL;
}

/* ---- functions that lock ---- */

run_queue_answer run_queue_take(run_queue *self, int taker, size_t *index) {
    pthread_mutex_lock(&self->lock);
    run_queue_answer answer = take(self, taker, index);
    pthread_mutex_unlock(&self->lock);
    return answer;
}

bool run_queue_take_wait(run_queue *self, int taker, size_t *index) {
    pthread_mutex_lock(&self->lock);
    run_queue_answer answer = take(self, taker, index);
    for (; answer == RUN_QUEUE_WAIT; answer = take(self, taker, index))
        monotonic_wait(&self->changed, &self->lock, POLL_MS);
    pthread_mutex_unlock(&self->lock);
    return answer == RUN_QUEUE_TAKEN;
}

void run_queue_done(run_queue *self, size_t index) {
    pthread_mutex_lock(&self->lock);
    entry *e = find(self, index);
    if (e && e->state != DONE) {
        self->taken -= e->state == TAKEN;
        e->state = DONE;
        self->done++;
    }
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
}

bool run_queue_has(run_queue *self, int taker, size_t index) {
    pthread_mutex_lock(&self->lock);
    const entry *e = find(self, index);
    bool has = e && e->state == TAKEN && e->taker == taker;
    pthread_mutex_unlock(&self->lock);
    return has;
}

size_t run_queue_give_back(run_queue *self, int taker) {
    size_t given = 0;
    pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < self->count; i++) {
        entry *e = &self->entries[i];
        if (e->state != TAKEN || e->taker != taker) continue;
        e->state = WAITING;
        given++;
    }
    self->taken -= given;
    self->first = 0;
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
    return given;
}

bool run_queue_over(run_queue *self) {
    pthread_mutex_lock(&self->lock);
    bool over = self->done == self->count || (stopped(self) && !self->taken);
    pthread_mutex_unlock(&self->lock);
    return over;
}
