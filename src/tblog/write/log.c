/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How everything that is logged gets from a public function to the event file.
 *
 * It becomes a call (log_call.h). Without a queue the call is carried out at once: encoded in the
 * caller's thread, then appended under the writer's lock. With a queue, the caller's thread copies
 * the call into it, and the queue's thread does the rest. Events that are already encoded (several
 * values, or a graph) are calls too, so that everything keeps its order.
 */
#include <stdlib.h>
#include <string.h>
#include <tblog/writer.h>

#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/kinds/summary.h"
#include "tblog/record.h"
#include "tblog/write/event.h"
#include "tblog/write/writer.h"

/* ---- appending, in the thread that carries out the call ---- */

/* Refuse a tag that already has another kind. The caller holds the lock. */
static tblog_status check_kind(tblog_writer *writer, tblog_text_view tag, tblog_text_view kind,
                               tblog_error *err) {
    const char *other = kind.size ? tblog__tag_kinds_note(&writer->kinds, tag, kind) : NULL;
    if (!other) return TBLOG_OK;
    return tblog__fail(
        err, TBLOG_ERR_ARGUMENT,
        "the tag '%.*s' is logged as %s already: TensorBoard could show neither that nor %.*s",
        (int)(tag.size < 100 ? tag.size : 100), tag.data, other,
        (int)(kind.size < 100 ? kind.size : 100), kind.data);
}

/* The same for all values of an encoded event. */
static tblog_status check_kinds(tblog_writer *writer, const uint8_t *record, size_t size,
                                tblog_error *err) {
    const tblog_record payload = {.data = record + TBLOG__RECORD_HEADER_SIZE,
                                  .length = size - tblog__record_size(0)};
    tblog_event event;
    tblog_value value;
    tblog_status status = tblog_event_decode(&payload, &event, err);
    while (!status && !(status = tblog_event_next_value(&event, &value, err)))
        if ((status = check_kind(writer, value.tag, tblog_value_kind(&value), err))) break;
    return status == TBLOG_END ? TBLOG_OK : status;
}

/* Append a whole record, to a new file if need be. The caller holds the lock. */
static tblog_status put(tblog_writer *writer, const uint8_t *record, size_t size,
                        tblog_error *err) {
    if (writer->next.wanted) tblog__writer_turn_file(writer, size);
    return tblog__event_file_append(&writer->file, record, size, err);
}

tblog_status tblog__writer_append(tblog_writer *writer, const uint8_t *record, size_t size,
                                  tblog_text_view tag, tblog_text_view kind, tblog_error *err) {
    pthread_mutex_lock(&writer->lock);
    tblog_status status = check_kind(writer, tag, kind, err);
    if (!status) status = put(writer, record, size, err);
    pthread_mutex_unlock(&writer->lock);
    return status;
}

static tblog_status append_record(tblog_writer *writer, const uint8_t *record, size_t size,
                                  tblog_error *err) {
    pthread_mutex_lock(&writer->lock);
    tblog_status status = check_kinds(writer, record, size, err);
    if (!status) status = put(writer, record, size, err);
    pthread_mutex_unlock(&writer->lock);
    return status;
}

static tblog_status append_event(tblog_writer *writer, const Tblog__Event *event,
                                 tblog_error *err) {
    tblog__arena arena;
    tblog__record record;
    tblog__arena_init(&arena);
    tblog_status status = tblog__event_encode(event, &arena, &record, err);
    if (!status) status = append_record(writer, record.bytes, record.size, err);
    tblog__arena_reset(&arena);
    return status;
}

static Tblog__Event event_of(int64_t step, double wall_time_s, const Tblog__Summary *values) {
    Tblog__Event event = TBLOG__EVENT__INIT;
    event.step = step;
    event.wall_time = wall_time_s;
    event.what_case = TBLOG__EVENT__WHAT_SUMMARY;
    event.summary = (Tblog__Summary *)(uintptr_t)values; /* only read */
    return event;
}

tblog_status tblog__writer_run_add(tblog_writer *writer, const tblog__log_call *call,
                                   tblog_error *err) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    summary.png_level = writer->png_level;
    tblog_status status = call->add(&summary, call, err);
    Tblog__Summary one = summary.message;
    one.n_value = 1;
    for (size_t i = 0; i < summary.message.n_value && !status; i++, one.value++) {
        Tblog__Event event = event_of(call->step, call->wall_time_s, &one);
        status = append_event(writer, &event, err);
    }
    tblog_summary_clear(&summary);
    return status;
}

/* Carry out a call with an encoded record. */
static tblog_status run_record(tblog_writer *writer, const tblog__log_call *call,
                               tblog_error *err) {
    return append_record(writer, call->text.data, call->text.size, err);
}

tblog_status tblog__writer_run(void *context, const tblog__log_call *call, tblog_error *err) {
    tblog_status status =
        call->run ? call->run(context, call, err) : tblog__writer_run_add(context, call, err);
    /* The file counts records that it cannot store. A call that fails in the flush of earlier
     * records is not lost. */
    if (status && status != TBLOG_ERR_IO) tblog__writer_refuse(context, err);
    return status;
}

/* ---- the public functions, in the caller's thread ---- */

/* Carry out a checked call, or put it into the queue. *err (not NULL) is this call's failure or,
 * with a queue, an earlier one's. */
static tblog_status pass_on(tblog_writer *writer, const tblog__log_call *call, tblog_error *err) {
    return writer->queue ? tblog__queue_push(writer->queue, call, err)
                         : tblog__writer_run(writer, call, err);
}

/* Refuse times that TensorBoard's default loader does not accept: it stops reading the file at NaN,
 * and skips events with an infinite time. The program's clock may return these. */
static tblog_status check_time(double wall_time_s, tblog_error *err) {
    if (!tblog__is_nan(wall_time_s) && !tblog__is_infinite(wall_time_s)) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the wall time is not a finite number");
}

static TBLOG__APART tblog_status log_call(tblog_writer *writer, const tblog__log_call *call) {
    tblog_error err;
    tblog_status status = tblog__log_call_check(call, &err);
    if (!status) status = check_time(call->wall_time_s, &err);
    return status ? tblog__writer_refuse(writer, &err) : pass_on(writer, call, &err);
}

tblog_status tblog__writer_log(tblog_writer *writer, tblog__log_call *call) {
    if (tblog__writer_check(writer, NULL)) return TBLOG_ERR_ARGUMENT;
    call->wall_time_s = tblog_writer_now(writer);
    tblog__inside outside = tblog__enter();
    tblog_status status = log_call(writer, call);
    tblog__leave(&outside);
    return status;
}

static tblog_status log_record(tblog_writer *writer, const tblog__record *record,
                               tblog_error *err) {
    return pass_on(
        writer, &(tblog__log_call){.run = run_record, .text = {record->bytes, record->size}}, err);
}

/* The end of every public function with an 'err', which may be NULL. */
static tblog_status give(tblog_status status, const tblog_error *local, tblog_error *err) {
    if (status && err) *err = *local;
    return status;
}

static TBLOG__APART tblog_status log_event(tblog_writer *writer, const Tblog__Event *event,
                                           tblog_error *err) {
    tblog__arena arena;
    tblog__record record;
    if (check_time(event->wall_time, err)) return tblog__writer_refuse(writer, err);
    tblog__arena_init(&arena);
    tblog_status status = tblog__event_encode(event, &arena, &record, err);
    status = status ? tblog__writer_refuse(writer, err) : log_record(writer, &record, err);
    tblog__arena_reset(&arena);
    return status;
}

tblog_status tblog__writer_add_event(tblog_writer *writer, Tblog__Event *event, double wall_time_s,
                                     tblog_error *err) {
    tblog_error local;
    tblog_status status = tblog__writer_check(writer, err);
    if (status) return status;
    bool now = tblog__is_below_zero(wall_time_s);
    event->wall_time = now ? tblog_writer_now(writer) : wall_time_s;
    tblog__inside outside = tblog__enter();
    status = log_event(writer, event, &local);
    tblog__leave(&outside);
    return give(status, &local, err);
}

/* Check that there are a writer and a summary. */
static tblog_status check_summary(tblog_writer *writer, const tblog_summary *summary,
                                  tblog_error *err) {
    tblog_error local;
    tblog_status status = tblog__writer_check(writer, err);
    if (status || summary) return status;
    tblog__fail(&local, TBLOG_ERR_ARGUMENT, "there is no summary");
    return give(tblog__writer_refuse(writer, &local), &local, err);
}

tblog_status tblog_writer_add(tblog_writer *writer, int64_t step, double wall_time_s,
                              const tblog_summary *summary, tblog_error *err) {
    tblog_status status = check_summary(writer, summary, err);
    if (status || !tblog_summary_count(summary)) return status;
    Tblog__Event event = event_of(step, 0, &summary->message);
    return tblog__writer_add_event(writer, &event, wall_time_s, err);
}

tblog_status tblog_writer_add_each(tblog_writer *writer, int64_t step, double wall_time_s,
                                   const tblog_summary *summary, tblog_error *err) {
    tblog_status status = check_summary(writer, summary, err);
    if (status) return status;
    Tblog__Summary one = summary->message;
    one.n_value = 1;
    for (size_t i = 0; i < tblog_summary_count(summary); i++, one.value++) {
        Tblog__Event event = event_of(step, 0, &one);
        /* With a queue, the failure may be an earlier call's, so continue. */
        tblog_status failed =
            tblog__writer_add_event(writer, &event, wall_time_s, status ? NULL : err);
        if (!status) status = failed;
    }
    return status;
}

/* Check that TensorBoard can read the event. */
static tblog_status check_event(const void *event, size_t size, tblog_error *err) {
    const tblog_record record = {.data = event, .length = size};
    tblog_event decoded;
    if (size > TBLOG_RECORD_MAX)
        return tblog__fail(err, TBLOG_ERR_TOO_LARGE,
                           "an event of %zu bytes is over the limit of %zu", size,
                           TBLOG_RECORD_MAX);
    if ((event || !size) && tblog_event_check(&record, NULL) == TBLOG_OK &&
        tblog_event_decode(&record, &decoded, NULL) == TBLOG_OK)
        return check_time(decoded.wall_time_s, err);
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "these %zu bytes are not an event", size);
}

static TBLOG__APART tblog_status log_bytes(tblog_writer *writer, const void *event, size_t size,
                                           tblog_error *err) {
    if (check_event(event, size, err)) return tblog__writer_refuse(writer, err);
    tblog__record record = {malloc(tblog__record_size(size)), tblog__record_size(size)};
    if (!record.bytes) {
        tblog__fail_no_memory(err);
        return tblog__writer_refuse(writer, err);
    }
    if (size) memcpy(record.bytes + TBLOG__RECORD_HEADER_SIZE, event, size);
    tblog__record_seal(record.bytes, size);
    tblog_status status = log_record(writer, &record, err);
    free(record.bytes);
    return status;
}

tblog_status tblog_add_event(tblog_writer *writer, const void *event, size_t size,
                             tblog_error *err) {
    tblog_error local;
    tblog_status status = tblog__writer_check(writer, err);
    if (status) return status;
    tblog__inside outside = tblog__enter();
    status = log_bytes(writer, event, size, &local);
    tblog__leave(&outside);
    return give(status, &local, err);
}
