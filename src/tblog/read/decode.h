/* SPDX-License-Identifier: Apache-2.0 */
/* Values as their bytes, for callers that need more of a value than a tblog_value has. */
#ifndef TBLOG_DECODE_H
#define TBLOG_DECODE_H

#include "tblog/read/wire.h"

/* Like tblog_event_next_value, but return the bytes of the value's message, not decoded. */
tblog_status tblog__event_next_bytes(tblog_event *event, tblog__wire *bytes, tblog_error *err);

/* Decode a value; false if it is malformed. */
bool tblog__value_decode(tblog__wire bytes, tblog_value *value);

/* The bytes of a decoded value's SummaryMetadata; false if it has none. */
bool tblog__value_metadata(tblog__wire bytes, tblog_text_view *metadata);

/* Decode a SummaryMetadata message into the value's fields; false if it is malformed. */
bool tblog__metadata_decode(tblog__wire metadata, tblog_value *value);

/* Set 'err' to "record 3 at byte 200: <what>"; returns TBLOG_ERR_FORMAT. */
tblog_status tblog__event_fail(const tblog_event *event, const char *what, tblog_error *err);

#endif
