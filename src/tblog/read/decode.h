/* SPDX-License-Identifier: Apache-2.0 */
/* Values as their bytes, for those who need more of a value than a tblog_value has. */
#ifndef TBLOG_DECODE_H
#define TBLOG_DECODE_H

#include "tblog/read/wire.h"

/* The event's next value, not decoded yet: the bytes of its message. As tblog_event_next_value. */
tblog_status tblog__event_next_bytes(tblog_event *event, tblog__wire *bytes, tblog_error *err);

/* Decode a value; false when it is malformed. */
bool tblog__value_decode(tblog__wire bytes, tblog_value *value);

/* The bytes of a decoded value's SummaryMetadata; false when it has none. */
bool tblog__value_metadata(tblog__wire bytes, tblog_text_view *metadata);

/* Decode a SummaryMetadata message into the value's fields; false when it is malformed. */
bool tblog__metadata_decode(tblog__wire metadata, tblog_value *value);

/* "record 3 at byte 200: <what>", TBLOG_ERR_FORMAT: what is wrong with an event. */
tblog_status tblog__event_fail(const tblog_event *event, const char *what, tblog_error *err);

#endif
