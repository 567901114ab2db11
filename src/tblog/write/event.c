/* SPDX-License-Identifier: Apache-2.0 */
/* Events as the bytes of a record. Called in the thread that encodes. */
#include "tblog/write/event.h"

#include "tblog/error.h"
#include "tblog/record.h"

tblog_status tblog__event_encode(const Tblog__Event *event, tblog__arena *arena,
                                 tblog__record *record, tblog_error *err) {
    size_t length = tblog__event__get_packed_size(event);
    if (length > TBLOG_RECORD_MAX)
        return tblog__fail(err, TBLOG_ERR_TOO_LARGE,
                           "an event of %zu bytes is over the limit of %zu", length,
                           TBLOG_RECORD_MAX);
    record->size = tblog__record_size(length);
    record->bytes = tblog__arena_take(arena, record->size);
    if (!record->bytes) return tblog__fail_no_memory(err);
    tblog__event__pack(event, record->bytes + TBLOG__RECORD_HEADER_SIZE);
    tblog__record_seal(record->bytes, length);
    return TBLOG_OK;
}

tblog_status tblog__event_encode_version(double wall_time_s, tblog__arena *arena,
                                         tblog__record *record, tblog_error *err) {
    char writer[] = "tensorflow.core.util.events_writer"; /* TensorFlow's, so that files match */
    char version[] = "brain.Event:2";
    Tblog__SourceMetadata source = TBLOG__SOURCE_METADATA__INIT;
    source.writer = writer;
    Tblog__Event event = TBLOG__EVENT__INIT;
    event.wall_time = wall_time_s;
    event.what_case = TBLOG__EVENT__WHAT_FILE_VERSION;
    event.file_version = version;
    event.source_metadata = &source;
    return tblog__event_encode(&event, arena, record, err);
}

tblog_status tblog__event_encode_session_start(double wall_time_s, int64_t step,
                                               tblog__arena *arena, tblog__record *record,
                                               tblog_error *err) {
    uint8_t start[] = {0x08, 1}; /* SessionLog { status: START } */
    Tblog__Event event = TBLOG__EVENT__INIT;
    event.wall_time = wall_time_s;
    event.step = step;
    event.what_case = TBLOG__EVENT__WHAT_SESSION_LOG;
    event.session_log = (ProtobufCBinaryData){sizeof start, start};
    return tblog__event_encode(&event, arena, record, err);
}
