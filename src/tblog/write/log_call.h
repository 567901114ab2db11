/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call of one of writer.h's one-line functions, as a value: made in the thread that logs, and
 * carried out there or, if the writer has a queue, copied and carried out in the queue's thread.
 *
 * The writer does not know the kinds: a kind's file (kinds/scalar.c, ...) sets the arguments and
 * the function that uses them.
 */
#ifndef TBLOG_LOG_CALL_H
#define TBLOG_LOG_CALL_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/summary.h>
#include <tblog/writer.h>

enum { TBLOG__CALL_ARRAYS = 3 };

/* Arguments that a kind does not use are zeros. */
typedef struct tblog__log_call tblog__log_call;
struct tblog__log_call {
    /* Add what the call logs to the summary; each value becomes a separate event. */
    tblog_status (*add)(tblog_summary *summary, const tblog__log_call *call, tblog_error *err);
    /* Or, if not NULL, carry out the whole call. */
    tblog_status (*run)(tblog_writer *writer, const tblog__log_call *call, tblog_error *err);

    int64_t step;
    double wall_time_s;
    const char *tag;  /* not NULL if 'add' is set */
    double number;    /* a scalar's value, a sample rate */
    tblog_bytes text; /* Markdown with its NUL, a model's JSON, or a record */
    const tblog_array *arrays[TBLOG__CALL_ARRAYS];
    const tblog_plugin *plugin;
};

/*
 * Check that the call can be copied: its tag is valid, and no array or text lacks its data.
 * Everything else is checked when the call is carried out.
 */
tblog_status tblog__log_call_check(const tblog__log_call *call, tblog_error *err);

/* The size in bytes of a copy of a checked call. */
size_t tblog__log_call_size(const tblog__log_call *call);

/* Copy a checked call, with everything that it points to, to 'to', which is aligned for any
 * type. */
tblog__log_call *tblog__log_call_copy(const tblog__log_call *call, void *to);

#endif
