/* SPDX-License-Identifier: Apache-2.0 */
/* What an event logs: its values, or its graph or run metadata as one. */
#ifndef TBLOG_LOGGED_H
#define TBLOG_LOGGED_H

#include "tblog/read/wire.h"

typedef struct tblog__logged {
    tblog_value value;
    tblog__wire bytes;        /* the value's message; empty for a graph or run metadata */
    tblog_text_view metadata; /* its SummaryMetadata message */
    bool has_metadata;
} tblog__logged;

/*
 * Decode a record as TensorBoard's data server does: all of it or nothing. TBLOG_ERR_FORMAT if the
 * data server would stop reading the file here: the record is not an event, a value is malformed,
 * or the wall time is NaN.
 */
tblog_status tblog__logged_decode(const tblog_record *record, tblog_event *event, tblog_error *err);

/* The next value of an event that tblog__logged_decode has decoded; false after the last. An event
 * with an infinite wall time has no values. */
bool tblog__logged_next(tblog_event *event, tblog__logged *logged);

/* Whether an event is SessionLog.START. */
bool tblog__starts_session(const tblog_event *event);

/* Whether a file version is 2 or later: such files say where a session restarts. */
bool tblog__says_sessions(const tblog_event *version);

#endif
