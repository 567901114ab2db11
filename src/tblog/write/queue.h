/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bounded queue between the threads that log and the writer's own thread.
 *
 * It has two buffers, each with half of its bytes. Callers append copies of their calls to one
 * while the thread carries out the calls in the other; then the two are swapped. So calls keep
 * their order, nothing wraps around, and nothing is allocated.
 */
#ifndef TBLOG_QUEUE_H
#define TBLOG_QUEUE_H

#include <tblog/writer.h>

#include "tblog/write/log_call.h"

typedef struct tblog__queue tblog__queue;

/* What the thread does: 'run' carries out a call; 'idle' does what is due by time, and returns
 * after how many seconds to call it again (negative: never). */
typedef struct tblog__queue_worker {
    tblog_status (*run)(void *context, const tblog__log_call *call, tblog_error *err);
    double (*idle)(void *context, tblog_error *err);
    void *context;
} tblog__queue_worker;

/* Start the thread, with all signals blocked; NULL, with the reason in 'err', on failure. */
tblog__queue *tblog__queue_open(size_t bytes, tblog_when_full when_full, tblog__queue_worker worker,
                                tblog_error *err);

/* Carry out the remaining calls, end the thread and free the queue. */
void tblog__queue_close(tblog__queue *queue);

/* Free a queue in a forked process, which does not have its thread. */
void tblog__queue_abandon(tblog__queue *queue);

/*
 * Append a copy of a checked call, or drop it and count that. A call that is larger than half of
 * the queue is carried out in this thread, after the earlier ones, or dropped.
 *
 * Returns the first failure of an earlier call that was not returned yet; this call is queued
 * anyway.
 */
tblog_status tblog__queue_push(tblog__queue *queue, const tblog__log_call *call, tblog_error *err);

/*
 * Push a call and wait until it is carried out, but not for later calls. It waits for room even if
 * the queue drops calls. Returns what tblog__queue_push does, or the result of the call itself.
 */
tblog_status tblog__queue_finish(tblog__queue *queue, const tblog__log_call *call,
                                 tblog_error *err);

/*
 * At exit: wait until all calls are carried out, while there is progress; not if another thread
 * holds the lock.
 */
void tblog__queue_settle(tblog__queue *queue);

/* The number of dropped calls; takes no lock. */
uint64_t tblog__queue_dropped(tblog__queue *queue);

#endif
