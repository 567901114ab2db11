/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call of one of the short ways of writer.h, as a value: made in the caller's thread, carried out
 * there or, when the writer has a queue, copied and carried out by the writer's own.
 */
#ifndef TBLOG_CALL_H
#define TBLOG_CALL_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/summary.h>

typedef enum tblog__call_kind {
    TBLOG__CALL_RECORD, /* an event that is encoded already, in 'text' */
    TBLOG__CALL_SCALAR,
    TBLOG__CALL_HISTOGRAM,
    TBLOG__CALL_IMAGE,
    TBLOG__CALL_WEIGHT_IMAGE,
    TBLOG__CALL_KERAS_MODEL,
    TBLOG__CALL_TEXT,
    TBLOG__CALL_AUDIO,
    TBLOG__CALL_PR_CURVE,
    TBLOG__CALL_MESH,
    TBLOG__CALL_TENSOR,
} tblog__call_kind;

enum { TBLOG__CALL_ARRAYS = 3 };

/* What a kind has no use for is zeros. */
typedef struct tblog__call {
    tblog__call_kind kind;
    uint32_t sample_rate;
    int64_t step;
    double wall_time_s, value;
    const char *tag;  /* NULL of a record and a model */
    tblog_bytes text; /* Markdown with its NUL, a model's JSON, a record */
    const tblog_array *arrays[TBLOG__CALL_ARRAYS]; /* in the order of the short way's arguments */
    const tblog_plugin *plugin;
} tblog__call;

/*
 * Whether the call can be copied: no tag that is wrong, no array without its data. The rest of what
 * a call is refused for shows when it is carried out.
 */
tblog_status tblog__call_check(const tblog__call *call, tblog_error *err);

/* The bytes that a copy of a checked call takes. */
size_t tblog__call_size(const tblog__call *call);

/* Copy a checked call, with all that it points to, to 'to', aligned for anything. */
tblog__call *tblog__call_copy(const tblog__call *call, void *to);

/* Append what the call logs to the summary; not for a record. */
tblog_status tblog__call_build(const tblog__call *call, tblog_summary *summary, tblog_error *err);

#endif
