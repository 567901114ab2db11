/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bounded queue between the threads that log and the writer's own thread. The functions under
 * "the thread" run in the latter, those under "the callers" in any thread that logs, flushes or
 * closes.
 */
#include "tblog/write/queue.h"

#include <fenv.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/os/os.h"
#include "tblog/write/at_exit.h"

typedef struct calls {
    uint8_t *bytes; /* items, each followed by a copy of its call */
    size_t used;
} calls;

/* Precedes each call. */
typedef struct item {
    _Alignas(max_align_t) size_t size; /* of the copy that follows */
    tblog_error *result;               /* where a caller waits for this call's failure; or NULL */
} item;

struct tblog__queue {
    tblog__queue_worker worker;
    tblog_when_full when_full;
    pthread_t thread;

    pthread_mutex_t lock; /* guards everything below that is not atomic */
    pthread_cond_t filled, emptied;
    calls filling, working; /* the thread reads 'working' without the lock */
    size_t capacity;        /* of each buffer */
    bool closing;
    uint64_t pushed;              /* number of calls so far */
    atomic_uint_fast64_t done;    /* number of calls carried out, in the same order */
    atomic_uint_fast64_t awaited; /* the smallest 'done' that a caller waits for */
    atomic_uint_fast64_t dropped; /* number of calls dropped because the queue was full */
    tblog_error failure;          /* the first failure that was not returned to a caller yet */
};

static void note_failure(tblog__queue *queue, const tblog_error *err) {
    pthread_mutex_lock(&queue->lock);
    if (!queue->failure.status) queue->failure = *err;
    pthread_mutex_unlock(&queue->lock);
}

/* ---- the thread ---- */

/* Count a call as carried out, and wake the callers that wait for it. */
static void finish_call(tblog__queue *queue) {
    if (atomic_fetch_add(&queue->done, 1) + 1 < atomic_load(&queue->awaited)) return;
    pthread_mutex_lock(&queue->lock);
    atomic_store(&queue->awaited, UINT64_MAX); /* callers that still wait set it again */
    pthread_cond_broadcast(&queue->emptied);
    pthread_mutex_unlock(&queue->lock);
}

static void run_calls(tblog__queue *queue, const calls *batch) {
    tblog_error err;
    for (size_t at = 0; at < batch->used;) {
        const item *head = (const item *)(const void *)(batch->bytes + at);
        const tblog__log_call *call = (const tblog__log_call *)(const void *)(head + 1);
        tblog_status status = queue->worker.run(queue->worker.context, call, &err);
        if (status && head->result)
            *head->result = err;
        else if (status)
            note_failure(queue, &err);
        at += sizeof *head + head->size;
        finish_call(queue);
    }
}

/* Wait for calls for at most 'seconds'; negative: without limit. The caller holds the lock. */
static void wait_for_calls(tblog__queue *queue, double seconds) {
    if (seconds < 0) {
        pthread_cond_wait(&queue->filled, &queue->lock);
        return;
    }
    tblog__os_cond_wait_s(&queue->filled, &queue->lock, seconds);
}

/* Swap the buffers and carry out the calls. The caller holds the lock, which is released in
 * between. */
static void take_batch(tblog__queue *queue) {
    calls batch = queue->filling;
    queue->filling = queue->working;
    queue->working = batch;
    pthread_cond_broadcast(&queue->emptied);
    pthread_mutex_unlock(&queue->lock);
    run_calls(queue, &batch);
    pthread_mutex_lock(&queue->lock);
    queue->working.used = 0;
}

static double idle(tblog__queue *queue) {
    tblog_error err = {TBLOG_OK, ""};
    pthread_mutex_unlock(&queue->lock);
    double seconds = queue->worker.idle(queue->worker.context, &err);
    if (err.status) note_failure(queue, &err);
    pthread_mutex_lock(&queue->lock);
    return seconds;
}

static void *work(void *context) {
    tblog__queue *queue = context;
    fesetenv(FE_DFL_ENV); /* a new thread inherits the environment of its creator */
    pthread_mutex_lock(&queue->lock);
    for (;;) {
        if (queue->filling.used) {
            take_batch(queue);
            continue;
        }
        if (queue->closing) break;
        double seconds = idle(queue);
        if (!queue->filling.used && !queue->closing) wait_for_calls(queue, seconds);
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

/* ---- the callers ---- */

/* Locks and conditions may be in any state, so they are not destroyed. */
void tblog__queue_abandon(tblog__queue *queue) {
    free(queue->filling.bytes);
    free(queue->working.bytes);
    free(queue);
}

static void free_queue(tblog__queue *queue) {
    pthread_cond_destroy(&queue->filled);
    pthread_cond_destroy(&queue->emptied);
    pthread_mutex_destroy(&queue->lock);
    tblog__queue_abandon(queue);
}

tblog__queue *tblog__queue_open(size_t bytes, tblog_when_full when_full, tblog__queue_worker worker,
                                tblog_error *err) {
    tblog__queue *queue = calloc(1, sizeof *queue);
    if (!queue) {
        tblog__fail_no_memory(err);
        return NULL;
    }
    pthread_mutex_init(&queue->lock, NULL);
    tblog__os_cond_init(&queue->filled);
    tblog__os_cond_init(&queue->emptied);
    queue->worker = worker;
    queue->when_full = when_full;
    queue->capacity = bytes / 2;
    atomic_init(&queue->awaited, UINT64_MAX);
    queue->filling.bytes = malloc(queue->capacity);
    queue->working.bytes = malloc(queue->capacity);
    if (queue->filling.bytes && queue->working.bytes &&
        tblog__os_start_thread(&queue->thread, work, queue))
        return queue;
    tblog__fail(err, TBLOG_ERR_NO_MEMORY, "no memory or no thread for a queue of %zu bytes", bytes);
    free_queue(queue);
    return NULL;
}

/* Return the stored failure to this caller, and to no other. The caller holds the lock. */
static tblog_status give_failure(tblog__queue *queue, tblog_error *err) {
    tblog_status status = queue->failure.status;
    if (status && err) *err = queue->failure;
    queue->failure.status = TBLOG_OK;
    return status;
}

/* Wait until 'count' calls are carried out, but not for later ones. The caller holds the lock. */
static void wait_until_done(tblog__queue *queue, uint64_t count) {
    for (;;) {
        if (count < atomic_load(&queue->awaited)) atomic_store(&queue->awaited, count);
        if (atomic_load(&queue->done) >= count) return;
        pthread_cond_wait(&queue->emptied, &queue->lock);
    }
}

/* Carry out a call in this thread that is too large for the queue, after all earlier calls. */
static tblog_status run_here(tblog__queue *queue, const tblog__log_call *call, tblog_error *err) {
    wait_until_done(queue, queue->pushed);
    pthread_mutex_unlock(&queue->lock);
    tblog_status status = queue->worker.run(queue->worker.context, call, err);
    pthread_mutex_lock(&queue->lock);
    return status;
}

static bool has_room(const tblog__queue *queue, size_t size) {
    return size <= queue->capacity - queue->filling.used;
}

static void append(tblog__queue *queue, const tblog__log_call *call, size_t size,
                   tblog_error *result) {
    item *head = (item *)(void *)(queue->filling.bytes + queue->filling.used);
    *head = (item){.size = size, .result = result};
    tblog__log_call_copy(call, head + 1);
    if (!queue->filling.used) pthread_cond_signal(&queue->filled);
    queue->filling.used += sizeof *head + size;
    queue->pushed++;
}

tblog_status tblog__queue_push(tblog__queue *queue, const tblog__log_call *call, tblog_error *err) {
    size_t size = tblog__log_call_size(call), whole = sizeof(item) + size;
    pthread_mutex_lock(&queue->lock);
    if (queue->when_full == TBLOG_WHEN_FULL_DROP && !has_room(queue, whole)) {
        queue->dropped++;
    } else if (whole > queue->capacity) {
        tblog_error local;
        if (run_here(queue, call, &local) && !queue->failure.status) queue->failure = local;
    } else {
        while (!has_room(queue, whole)) pthread_cond_wait(&queue->emptied, &queue->lock);
        append(queue, call, size, NULL);
    }
    tblog_status status = give_failure(queue, err);
    pthread_mutex_unlock(&queue->lock);
    return status;
}

tblog_status tblog__queue_finish(tblog__queue *queue, const tblog__log_call *call,
                                 tblog_error *err) {
    size_t size = tblog__log_call_size(call), whole = sizeof(item) + size;
    tblog_error own = {TBLOG_OK, ""};
    pthread_mutex_lock(&queue->lock);
    if (whole > queue->capacity) {
        run_here(queue, call, &own);
    } else {
        while (!has_room(queue, whole)) pthread_cond_wait(&queue->emptied, &queue->lock);
        append(queue, call, size, &own);
        wait_until_done(queue, queue->pushed);
    }
    tblog_status status = give_failure(queue, err);
    pthread_mutex_unlock(&queue->lock);
    if (!status && own.status && err) *err = own;
    return status ? status : own.status;
}

void tblog__queue_settle(tblog__queue *queue) {
    if (!tblog__at_exit_lock(&queue->lock)) return;
    uint64_t wanted = queue->pushed, done;
    bool in_time = true;
    do {
        done = atomic_load(&queue->done);
        if (wanted < atomic_load(&queue->awaited)) atomic_store(&queue->awaited, wanted);
        if (done < wanted) in_time = tblog__os_cond_wait_s(&queue->emptied, &queue->lock, 1);
    } while (done < wanted && (in_time || atomic_load(&queue->done) > done));
    pthread_mutex_unlock(&queue->lock);
}

uint64_t tblog__queue_dropped(tblog__queue *queue) {
    return atomic_load(&queue->dropped);
}

void tblog__queue_close(tblog__queue *queue) {
    pthread_mutex_lock(&queue->lock);
    queue->closing = true;
    pthread_cond_signal(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
    free_queue(queue);
}
