/* SPDX-License-Identifier: Apache-2.0 */
/* Events as the bytes of a record. */
#ifndef TBLOG_EVENT_H
#define TBLOG_EVENT_H

#include <tblog/status.h>

#include "event.pb-c.h"
#include "tblog/arena.h"

/* A whole record, framing included, in an arena. */
typedef struct tblog__record {
    uint8_t *bytes;
    size_t size;
} tblog__record;

/*
 * Encode an event as a record. TBLOG_ERR_TOO_LARGE over TBLOG_RECORD_MAX, TBLOG_ERR_NO_MEMORY.
 */
tblog_status tblog__event_encode(const Tblog__Event *event, tblog__arena *arena,
                                 tblog__record *record, tblog_error *err);

/* The first record of every file: its version and its writer's name, at a whole second. */
tblog_status tblog__event_encode_version(double wall_time_s, tblog__arena *arena,
                                         tblog__record *record, tblog_error *err);

/* SessionLog.START: a session begins at that step. */
tblog_status tblog__event_encode_session_start(double wall_time_s, int64_t step,
                                               tblog__arena *arena, tblog__record *record,
                                               tblog_error *err);

#endif
