/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer: a file, a lock, and for those who want it a queue.
 *
 * Everything that is logged becomes a call (log_call.h). Without a queue it is carried out at once:
 * encoded in the caller's thread, then appended under the lock. With one the caller's thread copies
 * it there, and the queue's thread does the rest. What is encoded already, an event of several
 * values or a graph, travels as a call too, so that all keep their order.
 */
#include <tblog/writer.h>

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tblog/error.h"
#include "tblog/kinds/summary.h"
#include "tblog/record.h"
#include "tblog/version.h"
#include "tblog/write/event.h"
#include "tblog/write/event_file.h"
#include "tblog/write/fork_guard.h"
#include "tblog/write/queue.h"
#include "tblog/write/tag_kinds.h"
#include "tblog/write/writer.h"

struct tblog_writer {
    double (*clock)(void *context);
    void *clock_context;
    double fixed_time_s; /* of SOURCE_DATE_EPOCH, when that is the clock */
    int png_level;
    tblog__queue *queue; /* NULL without */
    tblog__fork_guard guard;

    pthread_mutex_t lock; /* guards all below; taken behind the queue's, if both are */
    tblog__event_file file;
    tblog__tag_kinds kinds;
};

/* ---- clocks ---- */

/* What TensorFlow's EnvTime does: whole microseconds as a double of seconds. */
static double system_clock(void *context) {
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)((int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000) / 1e6;
}

static double fixed_clock(void *context) {
    return *(const double *)context;
}

double tblog_writer_now(const tblog_writer *writer) {
    return writer->clock(writer->clock_context);
}

static tblog_status choose_clock(tblog_writer *writer, const tblog_writer_options *options,
                                 tblog_error *err) {
    writer->clock = options->clock ? options->clock : system_clock;
    writer->clock_context = options->clock_context;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (options->clock || !epoch || !*epoch) return TBLOG_OK;

    char *end;
    errno = 0;
    long long seconds = strtoll(epoch, &end, 10);
    if (errno || *end || seconds < 0)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "SOURCE_DATE_EPOCH is not a number of seconds: '%.40s'", epoch);
    writer->fixed_time_s = (double)seconds;
    writer->clock = fixed_clock;
    writer->clock_context = &writer->fixed_time_s;
    return TBLOG_OK;
}

/* ---- appending, in whichever thread carries out the call ---- */

/* Refuse a tag that is of another kind already; the lock is held. */
static tblog_status check_kind(tblog_writer *writer, tblog_text_view tag, tblog_text_view kind,
                               tblog_error *err) {
    const char *other = kind.size ? tblog__tag_kinds_note(&writer->kinds, tag, kind) : NULL;
    if (!other) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                       "the tag '%.*s' is logged as %s already: TensorBoard could show neither "
                       "that nor %.*s",
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

static tblog_status append_record(tblog_writer *writer, const uint8_t *record, size_t size,
                                  tblog_error *err) {
    pthread_mutex_lock(&writer->lock);
    tblog_status status = check_kinds(writer, record, size, err);
    if (!status) status = tblog__event_file_append(&writer->file, record, size, err);
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

tblog_status tblog__writer_append(tblog_writer *writer, const uint8_t *record, size_t size,
                                  tblog_text_view tag, tblog_text_view kind, tblog_error *err) {
    pthread_mutex_lock(&writer->lock);
    tblog_status status = check_kind(writer, tag, kind, err);
    if (!status) status = tblog__event_file_append(&writer->file, record, size, err);
    pthread_mutex_unlock(&writer->lock);
    return status;
}

static tblog_status run_call(void *context, const tblog__log_call *call, tblog_error *err) {
    return call->run ? call->run(context, call, err) : tblog__writer_run_add(context, call, err);
}

/* What is encoded already. */
static tblog_status run_record(tblog_writer *writer, const tblog__log_call *call,
                               tblog_error *err) {
    return append_record(writer, call->text.data, call->text.size, err);
}

/* ---- the queue's thread, when there is nothing to carry out ---- */

static double flush_when_due(void *context, tblog_error *err) {
    tblog_writer *writer = context;
    tblog__event_file *file = &writer->file;
    pthread_mutex_lock(&writer->lock);
    if (tblog__event_file_pending(file) && tblog__event_file_flush_in(file) == 0)
        tblog__event_file_flush(file, err);
    double seconds = tblog__event_file_pending(file) ? tblog__event_file_flush_in(file) : -1;
    pthread_mutex_unlock(&writer->lock);
    return seconds;
}

/* ---- open, flush, close ---- */

/* Only the file's own first record: its version. */
static tblog_status write_version(tblog_writer *writer, int64_t seconds, tblog_error *err) {
    tblog__arena arena;
    tblog__record record;
    tblog__arena_init(&arena);
    tblog_status status = tblog__event_encode_version((double)seconds, &arena, &record, err);
    if (!status) status = tblog__event_file_append(&writer->file, record.bytes, record.size, err);
    if (!status) status = tblog__event_file_flush(&writer->file, err);
    tblog__arena_reset(&arena);
    return status;
}

/* Folders, file and first record. */
static tblog_status start_file(tblog_writer *writer, const char *folder,
                               const tblog_writer_options *options, tblog_error *err) {
    double start = options->start_time_s != 0 ? options->start_time_s : tblog_writer_now(writer);
    if (!(start >= 0 && start < 1e11))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%s: %g is no wall time", folder, start);
    tblog_status status =
        tblog__event_file_create(&writer->file, folder, options, (int64_t)start, err);
    if (status) return status;
    status = write_version(writer, (int64_t)start, err);
    if (!status && options->queue_bytes) {
        tblog__queue_worker worker = {run_call, flush_when_due, writer};
        writer->queue = tblog__queue_open(options->queue_bytes, options->when_full, worker, err);
        if (!writer->queue) status = TBLOG_ERR_NO_MEMORY;
    }
    if (status) tblog__event_file_discard(&writer->file); /* leave no empty file behind */
    return status;
}

static tblog_status read_options(const tblog_writer_options *given, tblog_writer_options *options,
                                 tblog_error *err) {
    tblog_status status = tblog__options_read(options, sizeof *options, given, "the writer's", err);
    if (status) return status;
    if (options->png_level < 0 || options->png_level > 9 ||
        options->compression > TBLOG_COMPRESSION_ZLIB || options->when_full > TBLOG_WHEN_FULL_DROP)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "no such png_level, compression or when_full: %d, %d, %d",
                           options->png_level, (int)options->compression, (int)options->when_full);
    return TBLOG_OK;
}

tblog_writer *tblog_writer_open(const char *folder, const tblog_writer_options *given,
                                tblog_error *err) {
    tblog_writer_options options;
    if (read_options(given, &options, err)) return NULL;
    if (!folder || !*folder) {
        tblog__fail(err, TBLOG_ERR_ARGUMENT, "the folder's name is empty");
        return NULL;
    }
    tblog_writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        tblog__fail_no_memory(err);
        return NULL;
    }
    pthread_mutex_init(&writer->lock, NULL);
    tblog__fork_guard_init(&writer->guard);
    writer->png_level = options.png_level;
    tblog_status status = choose_clock(writer, &options, err);
    if (!status) status = start_file(writer, folder, &options, err);
    if (!status) return writer;
    pthread_mutex_destroy(&writer->lock);
    tblog__fork_guard_free(&writer->guard);
    free(writer);
    return NULL;
}

/* Whether this process may use the writer. */
static tblog_status check_process(const tblog_writer *writer, tblog_error *err) {
    if (tblog__fork_guard_same_process(&writer->guard)) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                       "%s: a forked process cannot use its parent's writer", writer->file.path);
}

const char *tblog_writer_path(const tblog_writer *writer) {
    return writer->file.path;
}

uint64_t tblog_writer_dropped(tblog_writer *writer) {
    return writer->queue ? tblog__queue_dropped(writer->queue) : 0;
}

tblog_status tblog_writer_flush(tblog_writer *writer, tblog_error *err) {
    if (check_process(writer, err)) return TBLOG_ERR_ARGUMENT;
    tblog_status earlier = writer->queue ? tblog__queue_drain(writer->queue, err) : TBLOG_OK;
    pthread_mutex_lock(&writer->lock);
    tblog_status status = tblog__event_file_flush(&writer->file, earlier ? NULL : err);
    pthread_mutex_unlock(&writer->lock);
    return earlier ? earlier : status;
}

/* In a forked process: free, and leave the file and all locks alone. */
static void abandon(tblog_writer *writer) {
    if (writer->queue) tblog__queue_abandon(writer->queue);
    tblog__event_file_abandon(&writer->file);
    tblog__fork_guard_free(&writer->guard);
    tblog__tag_kinds_free(&writer->kinds);
    free(writer);
}

tblog_status tblog_writer_close(tblog_writer *writer, tblog_error *err) {
    if (!writer) return TBLOG_OK;
    if (check_process(writer, err)) {
        abandon(writer);
        return TBLOG_ERR_ARGUMENT;
    }
    tblog_status earlier = writer->queue ? tblog__queue_close(writer->queue, err) : TBLOG_OK;
    tblog_status status = tblog__event_file_close(&writer->file, earlier ? NULL : err);
    pthread_mutex_destroy(&writer->lock);
    tblog__fork_guard_free(&writer->guard);
    tblog__tag_kinds_free(&writer->kinds);
    free(writer);
    return earlier ? earlier : status;
}

/* ---- logging ---- */

static tblog_status check_time(double wall_time_s, tblog_error *err) {
    if (!isnan(wall_time_s)) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the wall time is not a number");
}

/* An encoded event; *err tells of it, or of an earlier call of the queue's. */
static tblog_status add_record(tblog_writer *writer, const tblog__record *record,
                               tblog_error *err) {
    const tblog__log_call call = {.run = run_record, .text = {record->bytes, record->size}};
    if (check_process(writer, err)) return TBLOG_ERR_ARGUMENT;
    return writer->queue ? tblog__queue_push(writer->queue, &call, err)
                         : run_call(writer, &call, err);
}

tblog_status tblog__writer_add_event(tblog_writer *writer, Tblog__Event *event, double wall_time_s,
                                     tblog_error *err) {
    tblog__arena arena;
    tblog__record record;
    tblog_status status = check_time(wall_time_s, err);
    if (status) return status;
    event->wall_time = wall_time_s < 0 ? tblog_writer_now(writer) : wall_time_s;
    tblog__arena_init(&arena);
    status = tblog__event_encode(event, &arena, &record, err);
    if (!status) status = add_record(writer, &record, err);
    tblog__arena_reset(&arena);
    return status;
}

tblog_status tblog_writer_add(tblog_writer *writer, int64_t step, double wall_time_s,
                              const tblog_summary *summary, tblog_error *err) {
    if (!tblog_summary_count(summary)) return TBLOG_OK;
    Tblog__Event event = event_of(step, 0, &summary->message);
    return tblog__writer_add_event(writer, &event, wall_time_s, err);
}

tblog_status tblog_writer_add_each(tblog_writer *writer, int64_t step, double wall_time_s,
                                   const tblog_summary *summary, tblog_error *err) {
    tblog_status status = TBLOG_OK;
    Tblog__Summary one = summary->message;
    one.n_value = 1;
    for (size_t i = 0; i < tblog_summary_count(summary) && !status; i++, one.value++) {
        Tblog__Event event = event_of(step, 0, &one);
        status = tblog__writer_add_event(writer, &event, wall_time_s, err);
    }
    return status;
}

/* Whether TensorBoard will be able to read it. */
static tblog_status check_event(const void *event, size_t size, tblog_error *err) {
    const tblog_record record = {.data = event, .length = size};
    if ((event || !size) && tblog_event_check(&record, NULL) == TBLOG_OK) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "these %zu bytes are not an event", size);
}

tblog_status tblog_add_event(tblog_writer *writer, const void *event, size_t size,
                             tblog_error *err) {
    tblog_status status = check_event(event, size, err);
    if (!status && size > TBLOG_RECORD_MAX)
        status =
            tblog__fail(err, TBLOG_ERR_TOO_LARGE, "an event of %zu bytes is over the limit of %zu",
                        size, TBLOG_RECORD_MAX);
    if (status) return status;
    tblog__record record = {malloc(tblog__record_size(size)), tblog__record_size(size)};
    if (!record.bytes) return tblog__fail_no_memory(err);
    if (size) memcpy(record.bytes + TBLOG__RECORD_HEADER_SIZE, event, size);
    tblog__record_seal(record.bytes, size);
    status = add_record(writer, &record, err);
    free(record.bytes);
    return status;
}

tblog_status tblog__writer_log(tblog_writer *writer, tblog__log_call *call) {
    if (check_process(writer, NULL)) return TBLOG_ERR_ARGUMENT;
    call->wall_time_s = tblog_writer_now(writer);
    tblog_status status = tblog__log_call_check(call, NULL);
    if (status) return status;
    return writer->queue ? tblog__queue_push(writer->queue, call, NULL)
                         : run_call(writer, call, NULL);
}
