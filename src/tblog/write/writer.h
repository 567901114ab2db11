/* SPDX-License-Identifier: Apache-2.0 */
/* The writer as the library's own files see it: how a kind or a graph is handed to it. */
#ifndef TBLOG_WRITE_WRITER_H
#define TBLOG_WRITE_WRITER_H

#include <tblog/reader.h>
#include <tblog/writer.h>

#include "event.pb-c.h"
#include "tblog/write/log_call.h"

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

#endif
