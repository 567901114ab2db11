/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inner side of a tblog_writer: its members, and how a kind or a graph is passed to it.
 */
#ifndef TBLOG_WRITE_WRITER_H
#define TBLOG_WRITE_WRITER_H

#include <pthread.h>
#include <tblog/reader.h>
#include <tblog/writer.h>

#include "event.pb-c.h"
#include "tblog/float_env.h"
#include "tblog/write/at_exit.h"
#include "tblog/write/begin/next_file.h"
#include "tblog/write/event_file.h"
#include "tblog/write/fork_guard.h"
#include "tblog/write/log_call.h"
#include "tblog/write/queue.h"
#include "tblog/write/tag_kinds.h"

struct tblog_writer {
    double (*clock)(void *context); /* the program's clock; NULL: the library's own */
    void *clock_context;
    double fixed_time_s; /* from SOURCE_DATE_EPOCH; negative if that is not set */
    int png_level;
    tblog__queue *queue; /* NULL: no queue */
    tblog__fork_guard guard;
    tblog_error foreign; /* the error for a forked process */
    tblog__at_exit at_exit;
    bool ends_at_exit; /* at_exit is used */

    char *folder;     /* the run's; NULL: a sink */
    tblog__sink sink; /* if there is one */

    /* Guards everything below; taken after the queue's lock if both are needed. */
    pthread_mutex_t lock;
    tblog__event_file file;
    tblog__next_file next;
    tblog__tag_kinds kinds;
    /* Number of calls refused because they were wrong, not because of the file. */
    uint64_t refused;
    tblog_error refusal; /* the reason for the first of them; status TBLOG_OK if there is none */
};

/* TBLOG_ERR_ARGUMENT if there is no writer, or if it belongs to the process that this one was
 * forked from. */
tblog_status tblog__writer_check(const tblog_writer *writer, tblog_error *err);

/* Remember that a call was refused and, if it is the first, why. Returns the status. */
tblog_status tblog__writer_refuse(tblog_writer *writer, const tblog_error *reason);

/* Carry out a call in this thread; also the worker of the queue. 'err' is not NULL. */
tblog_status tblog__writer_run(void *writer, const tblog__log_call *call, tblog_error *err);

/* Begin a new file if the current one is finished without a record of that size. The caller holds
 * the lock. */
void tblog__writer_turn_file(tblog_writer *writer, size_t size);

/* ---- for the kinds ---- */

/*
 * Log by a one-line function: check the call, set the time by the writer's clock, and carry it out
 * or, if the writer has a queue, copy it into that. Returns what the public writer.h says about
 * one-line functions.
 */
tblog_status tblog__writer_log(tblog_writer *writer, tblog__log_call *call);

/* Carry out call->add: append each value that it adds to a summary as a separate event. */
tblog_status tblog__writer_run_add(tblog_writer *writer, const tblog__log_call *call,
                                   tblog_error *err);

/*
 * Append a whole record with one value, of the given tag and kind; TBLOG_ERR_ARGUMENT if the tag
 * already has another kind.
 */
tblog_status tblog__writer_append(tblog_writer *writer, const uint8_t *record, size_t size,
                                  tblog_text_view tag, tblog_text_view kind, tblog_error *err);

/*
 * Log an event; its wall_time is set here, to wall_time_s or, if that is negative, by the writer's
 * clock. Returns as tblog_writer_add.
 */
tblog_status tblog__writer_add_event(tblog_writer *writer, Tblog__Event *event, double wall_time_s,
                                     tblog_error *err);

/*
 * While a thread of the program runs a function of the writer, it has the library's own
 * floating-point environment, and it is not cancelled, because it may hold a lock. Every public
 * function of the writer begins with tblog__enter and ends with tblog__leave; arithmetic in between
 * must be in functions marked TBLOG__APART or in another file.
 */
typedef struct tblog__inside {
    tblog__float_env env; /* the program's */
    int cancelling;       /* the program's: whether it may be cancelled */
} tblog__inside;

static inline tblog__inside tblog__enter(void) {
    tblog__inside outside;
    pthread_testcancel(); /* here, where nothing has been done yet */
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &outside.cancelling);
    outside.env = tblog__float_env_enter();
    return outside;
}

static inline void tblog__leave(const tblog__inside *outside) {
    int unused;
    tblog__float_env_leave(&outside->env);
    pthread_setcancelstate(outside->cancelling, &unused);
}

#endif
