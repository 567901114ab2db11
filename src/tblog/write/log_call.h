/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call of one of writer.h's one-line functions, as a value: made in the thread that logs, and
 * carried out there or, if the writer has a queue, copied and carried out in the queue's thread.
 *
 * The writer knows nothing of kinds: a kind's file (kinds/scalar.c, ...) fills in the arguments and
 * says by a function what becomes of them.
 */
#ifndef TBLOG_LOG_CALL_H
#define TBLOG_LOG_CALL_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/summary.h>
#include <tblog/writer.h>

enum { TBLOG__CALL_ARRAYS = 3 };

/* Arguments that a kind does not have are zeros. */
typedef struct tblog__log_call tblog__log_call;
struct tblog__log_call {
    /* Add what the call logs to the summary; each value becomes an event of its own. */
    tblog_status (*add)(tblog_summary *summary, const tblog__log_call *call, tblog_error *err);
    /* Or, if not NULL, do all that the call is for. */
    tblog_status (*run)(tblog_writer *writer, const tblog__log_call *call, tblog_error *err);

    int64_t step;
    double wall_time_s;
    const char *tag;  /* not NULL if 'add' is not */
    double number;    /* a scalar's value, a sample rate */
    tblog_bytes text; /* Markdown with its NUL, a model's JSON, a record */
    const tblog_array *arrays[TBLOG__CALL_ARRAYS];
    const tblog_plugin *plugin;
};

/*
 * Whether the call can be copied: its tag is one, and no array or text is without its data.
 * Everything else that a call is refused for shows when it is carried out.
 */
tblog_status tblog__log_call_check(const tblog__log_call *call, tblog_error *err);

/* The bytes that a copy of a checked call takes. */
size_t tblog__log_call_size(const tblog__log_call *call);

/* Copy a checked call, with all that it points to, to 'to', aligned for anything. */
tblog__log_call *tblog__log_call_copy(const tblog__log_call *call, void *to);

#endif
