/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A writer is opened, flushed and closed here; its clock and its failures are here too. The program
 * calls this in any of its threads. How a value gets into the file is in log.c.
 */
#include "tblog/write/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tblog/error.h"
#include "tblog/write/begin/options.h"
#include "tblog/write/begin/run_folder.h"
#include "tblog/write/event.h"

/* ---- clocks ---- */

/* As TensorFlow's EnvTime: whole microseconds, as a double of seconds. */
static TBLOG__APART double system_time_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)((int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000) / 1e6;
}

double tblog_writer_now(const tblog_writer *writer) {
    if (writer && writer->clock) return writer->clock(writer->clock_context);
    if (writer && writer->fixed_time_s >= 0) return writer->fixed_time_s;
    tblog__float_env before = tblog__float_env_enter();
    double now = system_time_s();
    tblog__float_env_leave(&before);
    return now;
}

static tblog_status choose_clock(tblog_writer *writer, const tblog_writer_options *options,
                                 tblog_error *err) {
    writer->clock = options->clock;
    writer->clock_context = options->clock_context;
    writer->fixed_time_s = -1;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (options->clock || !epoch || !*epoch) return TBLOG_OK;

    char *end;
    errno = 0;
    long long seconds = strtoll(epoch, &end, 10);
    if (errno || *end || seconds < 0)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "SOURCE_DATE_EPOCH is not a number of seconds: '%.40s'", epoch);
    writer->fixed_time_s = (double)seconds;
    return TBLOG_OK;
}

/* ---- failures ---- */

static const tblog_error no_writer = {TBLOG_ERR_ARGUMENT,
                                      "there is no writer: tblog_writer_open returned NULL"};

tblog_status tblog__writer_check(const tblog_writer *writer, tblog_error *err) {
    if (writer && tblog__fork_guard_same_process(&writer->guard)) return TBLOG_OK;
    if (err) *err = writer ? writer->foreign : no_writer;
    return TBLOG_ERR_ARGUMENT;
}

tblog_status tblog__writer_refuse(tblog_writer *writer, const tblog_error *reason) {
    pthread_mutex_lock(&writer->lock);
    writer->refused++;
    if (!writer->refusal.status) writer->refusal = *reason;
    pthread_mutex_unlock(&writer->lock);
    return reason->status;
}

/* Why not everything is in the file; NULL if everything is. The caller holds the lock or needs
 * none. Once set, it does not change. */
static const tblog_error *first_reason(const tblog_writer *writer) {
    return writer->file.lost ? &writer->file.failure : &writer->refusal;
}

const tblog_error *tblog_writer_error(tblog_writer *writer) {
    if (!writer) return &no_writer;
    if (tblog__writer_check(writer, NULL)) return &writer->foreign;
    tblog__inside outside = tblog__enter();
    pthread_mutex_lock(&writer->lock);
    const tblog_error *reason = first_reason(writer);
    pthread_mutex_unlock(&writer->lock);
    tblog__leave(&outside);
    return reason;
}

uint64_t tblog_writer_failed(tblog_writer *writer) {
    if (tblog__writer_check(writer, NULL)) return 0;
    tblog__inside outside = tblog__enter();
    pthread_mutex_lock(&writer->lock);
    uint64_t failed = writer->refused + writer->file.refused;
    pthread_mutex_unlock(&writer->lock);
    tblog__leave(&outside);
    return failed;
}

/* ---- records ---- */

void tblog__writer_turn_file(tblog_writer *writer, size_t size) {
    if (tblog__next_file_due(&writer->next, &writer->file, size))
        tblog__next_file_begin(&writer->next, &writer->file, writer->folder,
                               (int64_t)tblog_writer_now(writer));
}

/* ---- the queue's thread, when it has no calls ---- */

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

/* ---- the thread that exits while the writer is open ---- */

static void flush_at_exit(void *context) {
    tblog_writer *writer = context;
    /* A forked process: the writer is its parent's. */
    if (tblog__writer_check(writer, NULL)) return;
    tblog__inside outside = tblog__enter();
    if (writer->queue) tblog__queue_settle(writer->queue);
    if (tblog__at_exit_lock(&writer->lock)) {
        tblog__event_file_flush(&writer->file, NULL);
        pthread_mutex_unlock(&writer->lock);
    }
    tblog__leave(&outside);
}

/* ---- open ---- */

/* Write the first records of the file: its version, and that a session starts. */
static tblog_status write_beginning(tblog_writer *writer, const tblog_writer_options *options,
                                    int64_t seconds, tblog_error *err) {
    tblog__arena arena;
    tblog__record record;
    tblog__arena_init(&arena);
    tblog_status status = tblog__event_encode_version((double)seconds, &arena, &record, err);
    if (!status) status = tblog__event_file_append(&writer->file, record.bytes, record.size, err);
    if (!status && options->session_start) {
        status = tblog__event_encode_session_start((double)seconds, options->session_step, &arena,
                                                   &record, err);
        if (!status)
            status = tblog__event_file_append(&writer->file, record.bytes, record.size, err);
    }
    if (!status) status = tblog__event_file_flush(&writer->file, err);
    tblog__event_file_flush_next(&writer->file); /* so that readers see a new run at once */
    tblog__arena_reset(&arena);
    return status;
}

/* Where a writer writes to. */
typedef struct place {
    const char *folder;  /* the run's folder, or its parent; of a sink, what messages call it */
    tblog__sink sink;    /* instead, if it has a function to write by */
    bool new_run;        /* make a new folder in it */
    const char *comment; /* for the new folder's name; may be NULL */
} place;

/* Create the run's folder, if it is to be a new one. */
static tblog_status choose_folder(tblog_writer *writer, const place *where,
                                  const tblog_writer_options *options, int64_t seconds,
                                  tblog_error *err) {
    if (where->sink.write) {
        writer->sink = where->sink;
        writer->file.sink = &writer->sink;
        return TBLOG_OK;
    }
    if (where->new_run)
        writer->folder =
            tblog__run_folder_new(where->folder, where->comment, options, seconds, err);
    else if (!(writer->folder = strdup(where->folder)))
        tblog__fail_no_memory(err);
    if (writer->folder) return TBLOG_OK;
    return err->status;
}

/* Create the file, and write the first records. */
static tblog_status start_file(tblog_writer *writer, const tblog_writer_options *options,
                               int64_t seconds, tblog_error *err) {
    tblog_status status =
        tblog__event_file_create(&writer->file, writer->folder, options, seconds, err);
    if (status) return status;
    status = write_beginning(writer, options, seconds, err);
    if (!status) status = tblog__next_file_init(&writer->next, options, &writer->file, err);
    if (!status && options->queue_bytes) {
        tblog__queue_worker worker = {tblog__writer_run, flush_when_due, writer};
        writer->queue = tblog__queue_open(options->queue_bytes, options->when_full, worker, err);
        if (!writer->queue) status = TBLOG_ERR_NO_MEMORY;
    }
    if (status) tblog__event_file_discard(&writer->file); /* leave no empty file */
    return status;
}

/* The second at which the writer is opened. */
static TBLOG__APART tblog_status choose_start(const tblog_writer *writer, const place *where,
                                              const tblog_writer_options *options, int64_t *seconds,
                                              tblog_error *err) {
    double start = options->start_time_s != 0 || writer->clock ? options->start_time_s
                                                               : tblog_writer_now(writer);
    if (!(start >= 0 && start < 1e11))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%s: %g is not a wall time", where->folder,
                           start);
    *seconds = (int64_t)start;
    return TBLOG_OK;
}

/* Create what the writer writes to; a new folder does not stay if that fails. */
static tblog_status start(tblog_writer *writer, const place *where,
                          const tblog_writer_options *options, tblog_error *err) {
    int64_t seconds = 0;
    tblog_status status = choose_clock(writer, options, err);
    if (!status) status = choose_start(writer, where, options, &seconds, err);
    if (!status) status = choose_folder(writer, where, options, seconds, err);
    if (status) return status;
    status = start_file(writer, options, seconds, err);
    if (status && where->new_run) rmdir(writer->folder);
    return status;
}

static void free_writer(tblog_writer *writer) {
    free(writer->folder);
    tblog__next_file_free(&writer->next);
    tblog__fork_guard_free(&writer->guard);
    tblog__tag_kinds_free(&writer->kinds);
    free(writer);
}

static tblog_writer *open_writer(const place *where, const tblog_writer_options *options,
                                 tblog_error *err) {
    if (!where->folder || !*where->folder) {
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
    writer->png_level = options->png_level;
    if (start(writer, where, options, err) == TBLOG_OK) {
        tblog__fail(&writer->foreign, TBLOG_ERR_ARGUMENT,
                    "%s: a forked process cannot use its parent's writer: open one after fork() or "
                    "daemon()",
                    writer->file.path);
        writer->at_exit = (tblog__at_exit){.end = flush_at_exit, .context = writer};
        writer->ends_at_exit = !options->no_exit_flush;
        if (writer->ends_at_exit) tblog__at_exit_add(&writer->at_exit);
        return writer;
    }
    pthread_mutex_destroy(&writer->lock);
    free_writer(writer);
    return NULL;
}

static tblog_writer *open_at(const place *where, const tblog_writer_options *given,
                             tblog_error *err) {
    tblog_writer_options options;
    tblog_error local; /* the reason is needed here too */
    if (!err) err = &local;
    if (tblog__writer_options_read(given, &options, err)) return NULL;
    /* Before the library's own floating-point environment is set. */
    if (options.clock && options.start_time_s == 0)
        options.start_time_s = options.clock(options.clock_context);
    tblog__inside outside = tblog__enter();
    tblog_writer *writer = open_writer(where, &options, err);
    tblog__leave(&outside);
    return writer;
}

tblog_writer *tblog_writer_open(const char *folder, const tblog_writer_options *options,
                                tblog_error *err) {
    return open_at(&(place){.folder = folder}, options, err);
}

tblog_writer *tblog_writer_open_sink(tblog_sink_write write, tblog_sink_flush flush,
                                     tblog_sink_close close, void *context,
                                     const tblog_writer_options *options, tblog_error *err) {
    if (!write) {
        tblog__fail(err, TBLOG_ERR_ARGUMENT, "the sink has no function to write by");
        return NULL;
    }
    return open_at(&(place){.folder = "the sink", .sink = {write, flush, close, context}}, options,
                   err);
}

tblog_writer *tblog_writer_open_new(const char *parent, const char *comment,
                                    const tblog_writer_options *options, tblog_error *err) {
    return open_at(
        &(place){.folder = parent ? parent : "runs", .new_run = true, .comment = comment}, options,
        err);
}

/* ---- while it is open ---- */

const char *tblog_writer_path(const tblog_writer *writer) {
    return writer ? writer->file.path : NULL;
}

const char *tblog_writer_folder(const tblog_writer *writer) {
    return writer ? writer->folder : NULL;
}

uint64_t tblog_writer_dropped(tblog_writer *writer) {
    return writer && writer->queue ? tblog__queue_dropped(writer->queue) : 0;
}

static tblog_status run_flush(tblog_writer *writer, const tblog__log_call *call, tblog_error *err) {
    (void)call;
    pthread_mutex_lock(&writer->lock);
    tblog_status status = tblog__event_file_flush(&writer->file, err);
    pthread_mutex_unlock(&writer->lock);
    return status;
}

/* With a queue a flush is a call like any other, carried out in order by the queue's thread. */
tblog_status tblog_writer_flush(tblog_writer *writer, tblog_error *err) {
    const tblog__log_call call = {.run = run_flush};
    if (tblog__writer_check(writer, err)) return TBLOG_ERR_ARGUMENT;
    tblog__inside outside = tblog__enter();
    tblog_status status = writer->queue ? tblog__queue_finish(writer->queue, &call, err)
                                        : run_flush(writer, &call, err);
    tblog__leave(&outside);
    return status;
}

/* ---- close ---- */

/* In a forked process: free memory, but do not touch the file and its locks. */
static void abandon(tblog_writer *writer) {
    if (writer->queue) tblog__queue_abandon(writer->queue);
    tblog__event_file_abandon(&writer->file);
    free_writer(writer);
}

tblog_status tblog_writer_close(tblog_writer *writer, tblog_error *err) {
    if (!writer) return TBLOG_OK;
    tblog__inside outside = tblog__enter();
    if (writer->ends_at_exit) tblog__at_exit_remove(&writer->at_exit);
    if (tblog__writer_check(writer, err)) {
        abandon(writer);
        tblog__leave(&outside);
        return TBLOG_ERR_ARGUMENT;
    }
    if (writer->queue) tblog__queue_close(writer->queue);
    tblog__event_file_close(&writer->file);
    tblog__leave(&outside);
    const tblog_error *reason = first_reason(writer);
    tblog_status status = reason->status;
    if (status && err) *err = *reason;
    pthread_mutex_destroy(&writer->lock);
    free_writer(writer);
    return status;
}
