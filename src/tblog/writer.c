/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer: one event file, a buffer of whole records, a lock.
 *
 * Invariant: between calls the file holds whole records only, 'written' bytes of them, and the
 * buffer holds the whole records that follow. Encoding happens in the caller's thread before the
 * lock is taken.
 */
#include <tblog/writer.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/event.h"
#include "tblog/record.h"
#include "tblog/scalar_record.h"
#include "tblog/tag_kinds.h"
#include "tblog/utf8.h"
#include "tblog/value.h"
#include "tblog/writer_event.h"

enum { DEFAULT_BUFFER = 64 * 1024, DEFAULT_FLUSH_S = 120, NAMES_TRIED = 10000 };

struct tblog_writer {
    double (*clock)(void *context);
    void *clock_context;
    double fixed_time_s; /* of SOURCE_DATE_EPOCH, when that is the clock */
    char *path;
    int fd;

    pthread_mutex_t lock; /* guards all below */
    uint8_t *buffer;
    size_t used, capacity;
    uint64_t written; /* bytes of whole records in the file */
    double flush_interval_s, flushed_s;
    tblog__tag_kinds kinds;
    tblog_error failure; /* the first, for good; status TBLOG_OK while there is none */
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

/* For the flush interval: cheap, and untouched by changes of the wall clock. */
static double monotonic_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
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

/* ---- the file and its name ---- */

/* Create a folder and its parents where missing; 'path' is written to and restored. */
static tblog_status make_folders(char *path, tblog_error *err) {
    for (char *slash = path; slash;) {
        slash = strchr(slash + 1, '/');
        if (slash) *slash = '\0';
        int failed = mkdir(path, 0777) != 0 && errno != EEXIST;
        if (failed) tblog__fail_io(err, path, "cannot create the folder", errno);
        if (slash) *slash = '/';
        if (failed) return TBLOG_ERR_IO;
    }
    return TBLOG_OK;
}

static tblog_status check_name_part(const char *what, const char *part, tblog_error *err) {
    if (!strchr(part, '/')) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the %s '%.100s' has a '/'", what, part);
}

/* Create events.out.tfevents.<seconds>.<host>.<pid>.<index><suffix> under the first free index. */
static tblog_status create_file(tblog_writer *writer, const char *folder,
                                const tblog_writer_options *options, int64_t seconds,
                                tblog_error *err) {
    char own_host[HOST_NAME_MAX + 1] = "localhost";
    if (!options->host) gethostname(own_host, sizeof own_host - 1);
    const char *host = options->host ? options->host : own_host;
    const char *suffix = options->suffix ? options->suffix : ".v2";
    int64_t pid = options->pid ? options->pid : (int64_t)getpid();
    tblog_status status = check_name_part("host", host, err);
    if (!status) status = check_name_part("suffix", suffix, err);
    if (status) return status;

    for (uint64_t tried = 0; tried < NAMES_TRIED; tried++) {
        free(writer->path);
        writer->path = NULL;
        if (asprintf(&writer->path,
                     "%s/events.out.tfevents.%010" PRId64 ".%s.%" PRId64 ".%" PRIu64 "%s", folder,
                     seconds, host, pid, options->index + tried, suffix) < 0) {
            writer->path = NULL;
            return tblog__fail_no_memory(err);
        }
        writer->fd = open(writer->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (writer->fd >= 0) return TBLOG_OK;
        if (errno != EEXIST) break;
    }
    return tblog__fail_io(err, writer->path, "cannot create the file", errno);
}

/* ---- writing; the lock is held ---- */

/* How many of the 'size' bytes, a sequence of whole records, are whole after only 'got' of them. */
static size_t whole_records(const uint8_t *bytes, size_t size, size_t got) {
    size_t whole = 0;
    while (whole < size) {
        size_t next = whole + tblog__record_size((size_t)tblog__get_le64(bytes + whole));
        if (next > got) break;
        whole = next;
    }
    return whole;
}

/*
 * Write whole records. On failure the torn one is cut off again, and the writer has failed. If even
 * cutting fails, the file ends in one torn record, which readers skip.
 */
static tblog_status write_records(tblog_writer *writer, const uint8_t *bytes, size_t size) {
    size_t got = 0;
    while (got < size) {
        ssize_t n = write(writer->fd, bytes + got, size - got);
        if (n > 0) {
            got += (size_t)n;
        } else if (n == 0) {
            errno = EIO; /* no file system should, but it must not spin */
            break;
        } else if (errno != EINTR) {
            break;
        }
    }
    if (got == size) {
        writer->written += size;
        return TBLOG_OK;
    }
    tblog__fail_io(&writer->failure, writer->path, "cannot write", errno);
    writer->written += whole_records(bytes, size, got);
    if (ftruncate(writer->fd, (off_t)writer->written) == 0)
        lseek(writer->fd, (off_t)writer->written, SEEK_SET);
    return TBLOG_ERR_IO;
}

static tblog_status flush_buffer(tblog_writer *writer) {
    if (writer->failure.status) return writer->failure.status;
    size_t used = writer->used;
    writer->used = 0;
    writer->flushed_s = monotonic_s();
    return used ? write_records(writer, writer->buffer, used) : TBLOG_OK;
}

static tblog_status append_record(tblog_writer *writer, const tblog__record *record) {
    if (writer->failure.status) return writer->failure.status;
    tblog_status status = TBLOG_OK;
    if (record->size > writer->capacity - writer->used) status = flush_buffer(writer);
    if (status) return status;
    if (record->size > writer->capacity) return write_records(writer, record->bytes, record->size);
    memcpy(writer->buffer + writer->used, record->bytes, record->size);
    writer->used += record->size;
    if (writer->flush_interval_s >= 0 &&
        monotonic_s() - writer->flushed_s >= writer->flush_interval_s)
        status = flush_buffer(writer);
    return status;
}

/* 'status' of a call that held the lock, with the message of the failure it reports. */
static tblog_status unlock(tblog_writer *writer, tblog_status status, tblog_error *err) {
    if (status && err) *err = writer->failure;
    pthread_mutex_unlock(&writer->lock);
    return status;
}

/* ---- open, flush, close ---- */

static void free_writer(tblog_writer *writer) {
    pthread_mutex_destroy(&writer->lock);
    tblog__tag_kinds_free(&writer->kinds);
    free(writer->buffer);
    free(writer->path);
    free(writer);
}

static tblog_status write_version(tblog_writer *writer, int64_t seconds, tblog_error *err) {
    tblog__arena arena;
    tblog__record record;
    tblog__arena_init(&arena);
    tblog_status status = tblog__event_encode_version((double)seconds, &arena, &record, err);
    if (!status) {
        status = write_records(writer, record.bytes, record.size);
        if (status && err) *err = writer->failure;
    }
    tblog__arena_reset(&arena);
    return status;
}

/* Folders, file and first record. */
static tblog_status start_file(tblog_writer *writer, const char *folder,
                               const tblog_writer_options *options, tblog_error *err) {
    double start =
        options->start_time_s != 0 ? options->start_time_s : writer->clock(writer->clock_context);
    if (!(start >= 0 && start < 1e11))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%s: %g is no wall time", folder, start);
    int64_t seconds = (int64_t)start;
    char *folders = strdup(folder);
    if (!folders) return tblog__fail_no_memory(err);
    tblog_status status = make_folders(folders, err);
    free(folders);
    if (!status) status = create_file(writer, folder, options, seconds, err);
    if (status) return status;
    status = write_version(writer, seconds, err);
    if (status) {
        close(writer->fd);
        unlink(writer->path); /* nothing was logged: leave no empty file behind */
    }
    return status;
}

/* The caller's options in today's struct, however old the caller's is. */
static tblog_status read_options(const tblog_writer_options *given, tblog_writer_options *options,
                                 tblog_error *err) {
    *options = (tblog_writer_options)TBLOG_WRITER_OPTIONS_INIT;
    if (!given) return TBLOG_OK;
    if (given->size < sizeof given->size || given->size > sizeof *options)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "the writer's options are not from TBLOG_WRITER_OPTIONS_INIT");
    memcpy(options, given, given->size);
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
    writer->capacity = options.buffer_bytes ? options.buffer_bytes : DEFAULT_BUFFER;
    writer->flush_interval_s =
        options.flush_interval_s != 0 ? options.flush_interval_s : DEFAULT_FLUSH_S;
    writer->flushed_s = monotonic_s();
    writer->buffer = malloc(writer->capacity);
    tblog_status status = writer->buffer ? TBLOG_OK : tblog__fail_no_memory(err);
    if (!status) status = choose_clock(writer, &options, err);
    if (!status) status = start_file(writer, folder, &options, err);
    if (!status) return writer;
    free_writer(writer);
    return NULL;
}

const char *tblog_writer_path(const tblog_writer *writer) {
    return writer->path;
}

tblog_status tblog_writer_flush(tblog_writer *writer, tblog_error *err) {
    pthread_mutex_lock(&writer->lock);
    return unlock(writer, flush_buffer(writer), err);
}

tblog_status tblog_writer_close(tblog_writer *writer, tblog_error *err) {
    if (!writer) return TBLOG_OK;
    pthread_mutex_lock(&writer->lock);
    flush_buffer(writer);
    if (close(writer->fd) != 0 && !writer->failure.status)
        tblog__fail_io(&writer->failure, writer->path, "cannot close", errno);
    tblog_status status = unlock(writer, writer->failure.status, err);
    free_writer(writer);
    return status;
}

/* ---- logging ---- */

/* Refuse a tag that is of another kind already; the lock is held. */
static tblog_status check_kind(tblog_writer *writer, const char *tag, size_t size, const char *kind,
                               tblog_error *err) {
    const char *other = tblog__tag_kinds_note(&writer->kinds, tag, size, kind);
    if (!other) return TBLOG_OK;
    return tblog__fail(
        err, TBLOG_ERR_ARGUMENT,
        "the tag '%.100s' is logged as %s already: TensorBoard could show neither that "
        "nor %s",
        tag, other, kind);
}

static tblog_status check_kinds(tblog_writer *writer, const Tblog__Event *event, tblog_error *err) {
    tblog_status status = TBLOG_OK;
    if (event->what_case != TBLOG__EVENT__WHAT_SUMMARY) return status;
    for (size_t i = 0; i < event->summary->n_value && !status; i++) {
        const Tblog__Summary__Value *value = event->summary->value[i];
        if (!value->metadata || !value->metadata->plugin_data) continue;
        status = check_kind(writer, value->tag, strlen(value->tag),
                            value->metadata->plugin_data->plugin_name, err);
    }
    return status;
}

tblog_status tblog__writer_add_event(tblog_writer *writer, Tblog__Event *event, double wall_time_s,
                                     tblog_error *err) {
    if (isnan(wall_time_s))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the wall time is not a number");
    event->wall_time = wall_time_s < 0 ? writer->clock(writer->clock_context) : wall_time_s;
    tblog__arena arena;
    tblog__record record;
    tblog__arena_init(&arena);
    tblog_status status = tblog__event_encode(event, &arena, &record, err);
    if (!status) {
        pthread_mutex_lock(&writer->lock);
        status = check_kinds(writer, event, err);
        if (status)
            pthread_mutex_unlock(&writer->lock);
        else
            status = unlock(writer, append_record(writer, &record), err);
    }
    tblog__arena_reset(&arena);
    return status;
}

/* One event with these values. */
static tblog_status add_message(tblog_writer *writer, int64_t step, double wall_time_s,
                                const Tblog__Summary *message, tblog_error *err) {
    Tblog__Event event = TBLOG__EVENT__INIT;
    event.step = step;
    event.what_case = TBLOG__EVENT__WHAT_SUMMARY;
    event.summary = (Tblog__Summary *)(uintptr_t)message; /* only read */
    return tblog__writer_add_event(writer, &event, wall_time_s, err);
}

tblog_status tblog_writer_add(tblog_writer *writer, int64_t step, double wall_time_s,
                              const tblog_summary *summary, tblog_error *err) {
    if (!tblog_summary_count(summary)) return TBLOG_OK;
    return add_message(writer, step, wall_time_s, &summary->message, err);
}

tblog_status tblog_writer_add_each(tblog_writer *writer, int64_t step, double wall_time_s,
                                   const tblog_summary *summary, tblog_error *err) {
    tblog_status status = TBLOG_OK;
    for (size_t i = 0; i < tblog_summary_count(summary) && !status; i++) {
        Tblog__Summary one = summary->message;
        one.value += i;
        one.n_value = 1;
        status = add_message(writer, step, wall_time_s, &one, err);
    }
    return status;
}

/* The end of each short way below: add what was built, drop it. */
static tblog_status add_one(tblog_writer *writer, int64_t step, tblog_summary *summary,
                            tblog_status status) {
    if (!status) status = tblog_writer_add_each(writer, step, TBLOG_NOW, summary, NULL);
    tblog_summary_clear(summary);
    return status;
}

/* A scalar without building its message; falls back to that for what is rare. */
tblog_status tblog_scalar(tblog_writer *writer, const char *tag, int64_t step, double value) {
    uint8_t bytes[TBLOG__SCALAR_RECORD_MAX];
    tblog__record record = {bytes, 0};
    size_t size = tag && tblog__utf8_valid(tag) ? strlen(tag) : 0;
    if (size)
        record.size = tblog__scalar_record(bytes, writer->clock(writer->clock_context), step, tag,
                                           size, (float)value);
    if (record.size) {
        pthread_mutex_lock(&writer->lock);
        tblog_status status = check_kind(writer, tag, size, "scalars", NULL);
        if (!status) status = append_record(writer, &record);
        return unlock(writer, status, NULL);
    }
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary, tblog_summary_scalar(&summary, tag, value, NULL));
}

tblog_status tblog_histogram(tblog_writer *writer, const char *tag, int64_t step,
                             const float *values, size_t n) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary,
                   tblog_summary_histogram(&summary, tag, TBLOG_ARRAY(TBLOG_FLOAT32, values, n),
                                           TBLOG_DEFAULT_BUCKETS, NULL));
}

tblog_status tblog_image(tblog_writer *writer, const char *tag, int64_t step,
                         const tblog_array *images) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary,
                   tblog_summary_image(&summary, tag, images, TBLOG_DEFAULT_MAX_OUTPUTS, NULL));
}

tblog_status tblog_weight_image(tblog_writer *writer, const char *tag, int64_t step,
                                const tblog_array *weight) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary, tblog_summary_weight_image(&summary, tag, weight, NULL));
}

tblog_status tblog_keras_model(tblog_writer *writer, int64_t step, const char *json,
                               size_t length) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary, tblog_summary_keras_model(&summary, json, length, NULL));
}

tblog_status tblog_text(tblog_writer *writer, const char *tag, int64_t step, const char *markdown) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary, tblog_summary_text(&summary, tag, markdown, NULL));
}

tblog_status tblog_audio(tblog_writer *writer, const char *tag, int64_t step,
                         const tblog_array *clips, uint32_t sample_rate) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(
        writer, step, &summary,
        tblog_summary_audio(&summary, tag, clips, sample_rate, TBLOG_DEFAULT_MAX_OUTPUTS, NULL));
}

tblog_status tblog_pr_curve(tblog_writer *writer, const char *name, int64_t step,
                            const uint8_t *labels, const float *predictions, size_t n) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary,
                   tblog_summary_pr_curve(&summary, name, labels, predictions, NULL, n,
                                          TBLOG_DEFAULT_THRESHOLDS, NULL));
}

tblog_status tblog_mesh(tblog_writer *writer, const char *name, int64_t step,
                        const tblog_array *vertices, const tblog_array *faces,
                        const tblog_array *colors) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary,
                   tblog_summary_mesh(&summary, name, vertices, faces, colors, NULL, NULL));
}

tblog_status tblog_tensor(tblog_writer *writer, const char *tag, int64_t step,
                          const tblog_array *array, const tblog_plugin *plugin) {
    tblog_summary summary;
    tblog__summary_init(&summary);
    return add_one(writer, step, &summary,
                   tblog_summary_tensor(&summary, tag, array, plugin, NULL));
}
