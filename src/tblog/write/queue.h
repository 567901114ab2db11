/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bounded queue between the threads that log and the writer's own.
 *
 * Two buffers of half its bytes: callers append copies of their calls to one while the thread works
 * through the other; when it is done, the two change places. So calls keep their order, nothing
 * wraps around, and nothing is allocated.
 */
#ifndef TBLOG_QUEUE_H
#define TBLOG_QUEUE_H

#include <tblog/writer.h>

#include "tblog/write/log_call.h"

typedef struct tblog__queue tblog__queue;

/* What the thread does: a call; and whatever is due by time, after which it wants to be called
 * again in so many seconds, negative for never. */
typedef struct tblog__queue_worker {
    tblog_status (*run)(void *context, const tblog__log_call *call, tblog_error *err);
    double (*idle)(void *context, tblog_error *err);
    void *context;
} tblog__queue_worker;

/* Start the thread, with all signals blocked; NULL, with the reason in 'err', when that fails. */
tblog__queue *tblog__queue_open(size_t bytes, tblog_when_full when_full, tblog__queue_worker worker,
                                tblog_error *err);

/* Work through what is left, end the thread and free the queue. */
void tblog__queue_close(tblog__queue *queue);

/* Free a queue whose thread is not in this process, which was forked. */
void tblog__queue_abandon(tblog__queue *queue);

/*
 * Append a copy of a checked call, or drop and count it. A call that is larger than half of the
 * queue is carried out in this thread, after those that were pushed before it, or dropped.
 *
 * Returns the first failure of an earlier call that no caller has been given yet; this call counts
 * all the same.
 */
tblog_status tblog__queue_push(tblog__queue *queue, const tblog__log_call *call, tblog_error *err);

/*
 * Push a call, for which room is waited for in any queue, and wait until it is carried out: not for
 * calls that are pushed after it. Returns what push does, or what became of the call itself.
 */
tblog_status tblog__queue_finish(tblog__queue *queue, const tblog__log_call *call,
                                 tblog_error *err);

/*
 * At exit: wait until what was pushed is carried out, as long as it goes on; not if another thread
 * has the lock.
 */
void tblog__queue_settle(tblog__queue *queue);

/* How many calls were dropped; takes no lock. */
uint64_t tblog__queue_dropped(tblog__queue *queue);

#endif
