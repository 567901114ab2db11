/* SPDX-License-Identifier: Apache-2.0 */
/* How the library's own files hand something to a writer. */
#ifndef TBLOG_WRITER_EVENT_H
#define TBLOG_WRITER_EVENT_H

#include <tblog/writer.h>

#include "event.pb-c.h"
#include "tblog/write/call.h"

/*
 * Append an event; its wall_time is set here: wall_time_s, or the writer's clock where that is
 * negative. See tblog_writer_add for what it returns.
 */
tblog_status tblog__writer_add_event(tblog_writer *writer, Tblog__Event *event, double wall_time_s,
                                     tblog_error *err);

/* Carry out a call at the writer's time; or, when the writer has a queue, put it there. */
tblog_status tblog__writer_call(tblog_writer *writer, tblog__call *call);

#endif
