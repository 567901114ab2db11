/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A writer: one event file in one run's folder.
 *
 * Records are gathered whole in a buffer and reach the file by one write(2), so a program that is
 * killed leaves at most one torn record, at the end, which every reader skips. The buffer is
 * written when it is full, at tblog_writer_flush and tblog_writer_close, and by the first value
 * logged after the flush interval has passed.
 *
 * A failure to write cannot be undone: the writer cuts the file back to its last whole record and
 * returns TBLOG_ERR_IO from then on, and tblog_writer_close still gives the first reason. So a
 * caller may leave the other statuses unread and check at close.
 *
 * A tag belongs to one dashboard: to log it as another kind too, which TensorBoard could show
 * neither of, is TBLOG_ERR_ARGUMENT and writes nothing. The first 65,536 tags of a writer are
 * watched.
 *
 * Threads: any number may log to one writer; values of one thread keep their order. Nobody may use
 * a writer while or after it is closed.
 */
#ifndef TBLOG_WRITER_H
#define TBLOG_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include <tblog/array.h>
#include <tblog/status.h>
#include <tblog/summary.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tblog_writer tblog_writer;

/* The largest record that is written or read, in bytes; protobuf itself ends at 2 GiB. */
#define TBLOG_RECORD_MAX ((size_t)1 << 30)

/*
 * NULL options or a zero field mean the default. Start from TBLOG_WRITER_OPTIONS_INIT, which sets
 * the size, so that later versions can add fields at the end.
 */
typedef struct tblog_writer_options {
    size_t size; /* sizeof(tblog_writer_options) */

    /*
     * Where wall times come from: seconds since the epoch. Default: the system's clock, in whole
     * microseconds like TensorFlow; or, when the environment has SOURCE_DATE_EPOCH, that second for
     * every event, so that the same values give the same file. Called from whichever thread logs.
     */
    double (*clock)(void *context);
    void *clock_context;
    double start_time_s; /* of the file's name and first record, in whole seconds; default: now */

    /* The file's name is events.out.tfevents.<seconds>.<host>.<pid>.<index><suffix>. */
    const char *host;   /* default: the machine's name */
    int64_t pid;        /* default: this process */
    uint64_t index;     /* the first one tried: while the name is taken, the next */
    const char *suffix; /* default ".v2" */

    double flush_interval_s; /* default 120, like TensorFlow; negative: no timed flush */
    size_t buffer_bytes;     /* default 65536 */
} tblog_writer_options;

#define TBLOG_WRITER_OPTIONS_INIT                                                                  \
    { sizeof(tblog_writer_options), NULL, NULL, 0, NULL, 0, 0, NULL, 0, 0 }

/*
 * Create an event file in 'folder' and write its first record, the file version.
 *
 * folder   the run's folder; created, with its parents, where missing.
 * options  NULL for the defaults.
 *
 * Returns the writer, to be closed by tblog_writer_close; or NULL, with the reason in 'err'.
 */
TBLOG_API tblog_writer *tblog_writer_open(const char *folder, const tblog_writer_options *options,
                                          tblog_error *err);

/* The file's path; lives as long as the writer. */
TBLOG_API const char *tblog_writer_path(const tblog_writer *writer);

/*
 * Hand everything logged so far to the operating system: it then survives the death of this
 * process, and TensorBoard shows it at its next reload. Returns TBLOG_OK or TBLOG_ERR_IO.
 */
TBLOG_API tblog_status tblog_writer_flush(tblog_writer *writer, tblog_error *err);

/*
 * Flush, close the file and free the writer, also when that fails. Returns TBLOG_OK, or the first
 * TBLOG_ERR_IO that this writer met. NULL is fine.
 */
TBLOG_API tblog_status tblog_writer_close(tblog_writer *writer, tblog_error *err);

/* As a wall time: the writer's clock is asked. */
#define TBLOG_NOW (-1.0)

/*
 * Append one event.
 *
 * step         what the x axis shows; any int64, need not grow.
 * wall_time_s  seconds since the epoch, stored as it is; negative (TBLOG_NOW): the writer's clock.
 * summary      its values; it stays the caller's. Without any, nothing is written.
 *
 * Returns TBLOG_OK, TBLOG_ERR_ARGUMENT, TBLOG_ERR_NO_MEMORY, TBLOG_ERR_TOO_LARGE or TBLOG_ERR_IO.
 */
TBLOG_API tblog_status tblog_writer_add(tblog_writer *writer, int64_t step, double wall_time_s,
                                        const tblog_summary *summary, tblog_error *err);

/* The same, with each value in an event of its own, as TensorFlow writes them. */
TBLOG_API tblog_status tblog_writer_add_each(tblog_writer *writer, int64_t step, double wall_time_s,
                                             const tblog_summary *summary, tblog_error *err);

/*
 * One event for each value, now. Each is its namesake of summary.h with the default options, and
 * returns what that or tblog_writer_add returns. A scalar allocates nothing.
 */
TBLOG_API tblog_status tblog_scalar(tblog_writer *writer, const char *tag, int64_t step,
                                    double value);

/* values: n numbers in any order. */
TBLOG_API tblog_status tblog_histogram(tblog_writer *writer, const char *tag, int64_t step,
                                       const float *values, size_t n);

/* images: see tblog_summary_image; the first three are stored. */
TBLOG_API tblog_status tblog_image(tblog_writer *writer, const char *tag, int64_t step,
                                   const tblog_array *images);

/* weight: see tblog_summary_weight_image; may write nothing. */
TBLOG_API tblog_status tblog_weight_image(tblog_writer *writer, const char *tag, int64_t step,
                                          const tblog_array *weight);

/* json: see tblog_summary_keras_model. */
TBLOG_API tblog_status tblog_keras_model(tblog_writer *writer, int64_t step, const char *json,
                                         size_t length);

/* markdown: see tblog_summary_text. */
TBLOG_API tblog_status tblog_text(tblog_writer *writer, const char *tag, int64_t step,
                                  const char *markdown);

/* clips: see tblog_summary_audio; the first three are stored. */
TBLOG_API tblog_status tblog_audio(tblog_writer *writer, const char *tag, int64_t step,
                                   const tblog_array *clips, uint32_t sample_rate);

/* n labels and predictions, 201 thresholds: see tblog_summary_pr_curve. */
TBLOG_API tblog_status tblog_pr_curve(tblog_writer *writer, const char *name, int64_t step,
                                      const uint8_t *labels, const float *predictions, size_t n);

/* Three events or fewer: see tblog_summary_mesh. */
TBLOG_API tblog_status tblog_mesh(tblog_writer *writer, const char *name, int64_t step,
                                  const tblog_array *vertices, const tblog_array *faces,
                                  const tblog_array *colors);

/* A tensor for a plugin of one's own: see tblog_summary_tensor. */
TBLOG_API tblog_status tblog_tensor(tblog_writer *writer, const char *tag, int64_t step,
                                    const tblog_array *array, const tblog_plugin *plugin);

#ifdef __cplusplus
}
#endif

#endif
