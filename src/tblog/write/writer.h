/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer as the library's own files see it: what it consists of, and how a kind or a graph is
 * handed to it.
 */
#ifndef TBLOG_WRITE_WRITER_H
#define TBLOG_WRITE_WRITER_H

#include <pthread.h>
#include <tblog/reader.h>
#include <tblog/writer.h>

#include "event.pb-c.h"
#include "tblog/float_env.h"
#include "tblog/write/at_exit.h"
#include "tblog/write/event_file.h"
#include "tblog/write/fork_guard.h"
#include "tblog/write/log_call.h"
#include "tblog/write/queue.h"
#include "tblog/write/tag_kinds.h"

struct tblog_writer {
    double (*clock)(void *context); /* the program's; NULL for the library's own */
    void *clock_context;
    double fixed_time_s; /* of SOURCE_DATE_EPOCH; negative without it */
    int png_level;
    tblog__queue *queue; /* NULL without */
    tblog__fork_guard guard;
    tblog_error foreign; /* what a forked process is told */
    tblog__at_exit at_exit;
    bool ends_at_exit; /* at_exit is used */

    pthread_mutex_t lock; /* guards all below; taken after the queue's if both are */
    tblog__event_file file;
    tblog__tag_kinds kinds;
    uint64_t refused;    /* calls that were refused for what they are, not for want of space */
    tblog_error refusal; /* why the first of them was; status TBLOG_OK while there is none */
};

/* TBLOG_ERR_ARGUMENT if there is no writer or this process was forked from the one that has it. */
tblog_status tblog__writer_check(const tblog_writer *writer, tblog_error *err);

/* Remember that a call was refused, and why if it is the first. Returns the status. */
tblog_status tblog__writer_refuse(tblog_writer *writer, const tblog_error *reason);

/* Carry out a call, in whichever thread; a worker of the queue. 'err' is not NULL. */
tblog_status tblog__writer_run(void *writer, const tblog__log_call *call, tblog_error *err);

/* ---- for the kinds ---- */

/*
 * Log by a one-line function: check the call, give it the writer's time, and carry it out; or, if
 * the writer has a queue, copy it there. Returns what writer.h says of the one-line functions.
 */
tblog_status tblog__writer_log(tblog_writer *writer, tblog__log_call *call);

/* Carry out call->add: append each value that it adds to a summary as an event of its own. */
tblog_status tblog__writer_run_add(tblog_writer *writer, const tblog__log_call *call,
                                   tblog_error *err);

/*
 * Append a whole record with one value, whose tag and kind are given; TBLOG_ERR_ARGUMENT if the tag
 * is of another kind already.
 */
tblog_status tblog__writer_append(tblog_writer *writer, const uint8_t *record, size_t size,
                                  tblog_text_view tag, tblog_text_view kind, tblog_error *err);

/*
 * Log an event; its wall_time is set here: wall_time_s, or the writer's clock if that is negative.
 * Returns as tblog_writer_add.
 */
tblog_status tblog__writer_add_event(tblog_writer *writer, Tblog__Event *event, double wall_time_s,
                                     tblog_error *err);

/*
 * What holds in a thread of the program's while it is inside of the writer: the library's own
 * floating-point environment; and the thread, which may have a lock, is not cancelled. Every public
 * function of the writer begins with tblog__enter and ends with tblog__leave; what calculates in
 * between is TBLOG__APART or in another file.
 */
typedef struct tblog__inside {
    tblog__float_env env; /* the program's */
    int cancelling;       /* likewise: whether it may be cancelled */
} tblog__inside;

static inline tblog__inside tblog__enter(void) {
    tblog__inside outside;
    pthread_testcancel(); /* here, where nothing has been done yet: later would be too late */
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
