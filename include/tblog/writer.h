/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A writer: one event file in one run's folder.
 *
 * Whole records are collected in a buffer and reach the file by one write(2), so a program that is
 * killed leaves at most one torn record, at the end, which every reader skips. The buffer is
 * written when it is full; at tblog_writer_flush and tblog_writer_close; with the first value, so
 * that a new run is seen at once; and by the first value that is logged after the flush interval
 * has passed. So without a queue, what was logged less than the interval after a flush waits for
 * the next call, however long that takes: flush before a long pause.
 *
 * If the file cannot be written (TBLOG_ERR_IO), for example because the disk is full, the writer
 * cuts the file back to its last whole record, keeps in its buffer what fits there, and tries again
 * whenever it writes; what does not fit is lost, and that call returns TBLOG_ERR_IO.
 * tblog_writer_close returns the first reason if anything was lost: a caller may ignore all other
 * statuses and check that one. A compressed file does not continue after a failure: it keeps what
 * was flushed before, and every later call and tblog_writer_close return TBLOG_ERR_IO.
 *
 * With a queue (queue_bytes) the caller's thread only copies what it logs; the writer's own thread,
 * in which no signal is handled, encodes and writes it, and flushes by time with no further value.
 * A failure there is returned by the next call, whose own value is still logged, or by
 * tblog_writer_flush or tblog_writer_close, which wait for the queue. Only what several values
 * share, a tblog_summary, is encoded by the caller; and a value of more than half of queue_bytes is
 * written by the caller, after all that the queue holds.
 *
 * A tag belongs to one dashboard: to log it as another kind too is TBLOG_ERR_ARGUMENT and writes
 * nothing, because TensorBoard could then show neither. The first 65,536 tags of a writer are
 * checked.
 *
 * A value that is refused is not forgotten: tblog_writer_failed counts such calls, and
 * tblog_writer_error and tblog_writer_close report the first reason. A program may log without
 * checking any status: a NULL writer, from an open that failed, is TBLOG_ERR_ARGUMENT in every call
 * and never a crash.
 *
 * A forked process cannot use its parent's writer: every call is TBLOG_ERR_ARGUMENT there, and
 * tblog_writer_close only frees memory. Open the writer after fork() or daemon().
 *
 * A program that ends by exit() or by a return from main without having closed its writers loses
 * nothing of them: they are flushed then (an option turns that off), unless another thread is using
 * the writer just then, or this process was forked from the one that opened it. _exit(), abort()
 * and signals that kill, Ctrl-C's by default, flush nothing, as with stdio.
 *
 * Steps: TensorBoard's default loader takes a step that is not above the last one of its tag for a
 * restart: it drops the tag's points of that step and of all higher ones that were logged before.
 * Of the steps 0 to 5, then 2 and 3, it shows 0, 1, 2 and 3, the last two as logged last; of
 * several values at one step the last one; of threads that log to one tag, each its own steps, only
 * some: a tag should be logged by one thread, or in the order of its steps. With --load_fast=false
 * it shows all points.
 *
 * A folder is one run: it should have one writer at a time. Of two at once, TensorBoard with
 * --load_fast=false never returns to the first file when there is a second, and in its default
 * loader their steps drop each other's points. A writer that is opened after another was closed
 * continues the run.
 *
 * A file-size limit counts as a full disk: SIGXFSZ is blocked while the library writes.
 *
 * Threads: any number may log to one writer; values of one thread keep their order. Nobody may use
 * a writer while or after it is closed. Every function is a cancellation point at its beginning,
 * and not after that. No function may be called from a signal handler: it may wait for a lock that
 * the interrupted call has; set a flag there, and log or flush where the flag is read. A plugin
 * closes its writers before it is unloaded, or is linked with -Wl,-z,nodelete, as the shared
 * library is.
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

/* An event file that is open for writing. */
typedef struct tblog_writer tblog_writer;

/* As TensorFlow's TFRecordOptions. TensorBoard itself reads plain files only. */
typedef enum tblog_compression {
    TBLOG_COMPRESSION_NONE = 0,
    TBLOG_COMPRESSION_GZIP = 1,
    TBLOG_COMPRESSION_ZLIB = 2
} tblog_compression;

/* What happens to a value when the queue is full. */
typedef enum tblog_when_full {
    TBLOG_WHEN_FULL_BLOCK = 0, /* wait for room */
    TBLOG_WHEN_FULL_DROP = 1   /* drop and count it: tblog_writer_dropped */
} tblog_when_full;

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
    void *clock_context; /* passed to the clock */
    double start_time_s; /* of the file's name and first record, in whole seconds; default: now */

    /* Parts of the file's name, events.out.tfevents.SECONDS.HOST.PID.INDEX.v2. TensorBoard reads a
     * run's files in the order of their names, so a new one gets a name that sorts after all that
     * are there: if need be the next index, or a later second. */
    const char *host;   /* default: the machine's name */
    int64_t pid;        /* default: this process */
    uint64_t index;     /* the first one tried */
    const char *suffix; /* default ".v2" */

    double
        flush_interval_s; /* default 5, as often as TensorBoard looks; negative: no timed flush */
    size_t buffer_bytes;  /* default 65536 */

    tblog_compression compression; /* of the whole file; default none */
    /* For images of the one-line functions, see tblog_summary_set_png_level; default 0. */
    int png_level;
    /* Room for values that the writer's own thread encodes and writes; default 0: the caller's
     * thread does everything. */
    size_t queue_bytes;
    tblog_when_full when_full; /* default: wait */

    /* Not 0: what is flushed survives a loss of power, too (fdatasync; and fsync of the folders
     * that the file is in). A flush then takes as long as the disk does. */
    int sync;

    /* Not 0: a writer that is open when the program ends is not flushed then, see above. */
    int no_exit_flush;

    /*
     * Not 0: the file's second record says that a session starts at 'session_step', the first step
     * that this writer will log: 0, or where a program resumes. TensorFlow writes it for
     * TensorBoard with --load_fast=false, EventAccumulator and what is built on it, which replace
     * points that a resumed program logs again only then; and only from a run's second such record
     * on, so the first writer of a run must have it too. The default loader needs none, and takes
     * no notice of it. Keras writes none.
     */
    int session_start;
    int64_t session_step; /* of any sign */

    /*
     * When a file has that many bytes (before they are compressed about as many), or is that old
     * when a value is logged, it is closed, and the next value begins a new one, whose name sorts
     * after it: all but a folder's last file are finished, and an uploader can take them away. A
     * record is never divided, so a file may be larger. 0, the default: one file. A file that
     * cannot be begun is tried again later; until then the one before grows.
     */
    uint64_t max_file_bytes;
    double max_file_seconds; /* see max_file_bytes */
} tblog_writer_options;

/* All defaults. */
#define TBLOG_WRITER_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(tblog_writer_options), NULL, NULL, 0, NULL, 0, 0, NULL, 0, 0,                       \
            TBLOG_COMPRESSION_NONE, 0, 0, TBLOG_WHEN_FULL_BLOCK, 0, 0, 0, 0, 0, 0                  \
    }

/*
 * Options for a program in another language, which does not have the struct: new ones, all
 * defaults, or NULL when there is no memory. Free them after the writer was opened; NULL is fine.
 *
 *     tblog_writer_options *o = tblog_writer_options_new();
 *     if (tblog_writer_option(o, "queue_bytes", "1048576", &err) ||
 *         tblog_writer_option(o, "compression", "gzip", &err))
 *         fprintf(stderr, "%s\n", err.message);
 *     tblog_writer *w = tblog_writer_open("logs/my-run", o, &err);
 *     tblog_writer_options_free(o);
 */
TBLOG_API tblog_writer_options *tblog_writer_options_new(void);

/* Free them; NULL is fine. */
TBLOG_API void tblog_writer_options_free(tblog_writer_options *options);

/*
 * Set a field of the options by its name, all but the clock. 'value' is a number, with a point
 * whatever the locale; "none", "gzip" or "zlib"; "block" or "drop"; or a text, which is kept, not
 * copied: it must live until the writer is open. TBLOG_OK, or TBLOG_ERR_ARGUMENT with what would be
 * right.
 */
TBLOG_API tblog_status tblog_writer_option(tblog_writer_options *options, const char *name,
                                           const char *value, tblog_error *err);

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

/*
 * Create a folder for a new run and open a writer in it, as SummaryWriter does without a folder.
 *
 *     tblog_writer *w = tblog_writer_open_new("runs", "_lr0.1", NULL, &err);
 *     if (!w) { fprintf(stderr, "%s\n", err.message); exit(1); }
 *     printf("%s\n", tblog_writer_folder(w));
 *
 * parent   the log folder; created, with its parents, where missing. NULL: "runs".
 * comment  added to the folder's name; NULL: nothing.
 *
 * The folder's name is DATE_HOST and the comment: runs/Nov27_10-59-14_myhost_lr0.1, in local time,
 * and if it is taken with _1, _2, ... added. It is this writer's alone, also when several processes
 * make theirs at the same moment. Date and host are those of the options, if these have them.
 */
TBLOG_API tblog_writer *tblog_writer_open_new(const char *parent, const char *comment,
                                              const tblog_writer_options *options,
                                              tblog_error *err);

/*
 * What a sink does instead of a file. Each returns 0, or an errno (or -1) for what failed.
 *
 * write  Take whole records, all of the 'size' bytes or none. What was not taken comes again with
 *        the next write, as after a full disk.
 * flush  What was taken goes on its way. NULL: there is nothing to do.
 * close  No more comes; called once. NULL likewise.
 */
typedef int (*tblog_sink_write)(void *context, const void *bytes, size_t size);
typedef int (*tblog_sink_flush)(void *context); /* see above */
typedef int (*tblog_sink_close)(void *context); /* see above */

/*
 * Open a writer that passes an event file's bytes to functions of the program: for pipes, sockets,
 * object stores.
 *
 *     static int put(void *pipe, const void *bytes, size_t size) {
 *         return fwrite(bytes, 1, size, pipe) == size ? 0 : errno;
 *     }
 *     static int push(void *pipe) { return fflush(pipe) == 0 ? 0 : errno; }
 *
 * then tblog_writer_open_sink(put, push, NULL, pipe, NULL, &err). All that this header says of
 * files holds: what is written when, errors, TBLOG_ERR_IO at close if something is lost, queues and
 * compression. The functions are called from whichever thread writes, one at a time, and must not
 * use the writer. Options about a file's name and max_file_... have no meaning. If it returns NULL,
 * 'close' was not called.
 */
TBLOG_API tblog_writer *tblog_writer_open_sink(tblog_sink_write write, tblog_sink_flush flush,
                                               tblog_sink_close close, void *context,
                                               const tblog_writer_options *options,
                                               tblog_error *err);

/* The run's folder, NULL of a sink; lives as long as the writer. */
TBLOG_API const char *tblog_writer_folder(const tblog_writer *writer);

/* The file's path; lives as long as the writer or, with max_file_... options, until the next file
 * begins. "the sink" if there is no file. */
TBLOG_API const char *tblog_writer_path(const tblog_writer *writer);

/*
 * The time of the writer's clock, in seconds since the epoch: for times in logged values, such as
 * the start of a session (hparams.h), so that SOURCE_DATE_EPOCH applies to them too.
 */
TBLOG_API double tblog_writer_now(const tblog_writer *writer);

/* How many values a full queue dropped. */
TBLOG_API uint64_t tblog_writer_dropped(tblog_writer *writer);

/* How many logging calls failed, with or without a queue: what they logged is not in the file. */
TBLOG_API uint64_t tblog_writer_failed(tblog_writer *writer);

/*
 * Why not everything that was logged is in the file: the first reason, which tblog_writer_close
 * will return too. For the one-line functions, which have no 'err', this is the message:
 *
 *     if (tblog_scalar(w, "loss", step, loss))
 *         fprintf(stderr, "%s\n", tblog_writer_error(w)->message);
 *
 * Never NULL; its status is TBLOG_OK, and the message empty, as long as nothing was lost or
 * refused. It lives as long as the writer. With a queue a value is refused later than it is logged.
 */
TBLOG_API const tblog_error *tblog_writer_error(tblog_writer *writer);

/*
 * Hand everything that was logged before this call to the operating system: it then survives the
 * death of this process, and TensorBoard shows it at its next reload. With a queue, what other
 * threads log meanwhile is not waited for. Returns TBLOG_OK; TBLOG_ERR_IO, also if meanwhile the
 * file was removed, another one was put in its place, or another process cut off a part of it
 * (whole records stay, and a plain file continues after them); or what became of an earlier call in
 * the queue.
 */
TBLOG_API tblog_status tblog_writer_flush(tblog_writer *writer, tblog_error *err);

/*
 * Flush, close the file and free the writer, also when that fails. Returns TBLOG_OK if everything
 * that was logged is in the file, and a compressed file is complete; the first TBLOG_ERR_IO if
 * something was lost; or the first reason why a value was refused. What a full queue dropped is not
 * a failure. NULL is fine.
 */
TBLOG_API tblog_status tblog_writer_close(tblog_writer *writer, tblog_error *err);

/* As a wall time: the writer's clock is asked. */
#define TBLOG_NOW (-1.0)

/*
 * Append one event.
 *
 * step         what the x axis shows; any int64. The steps of a tag should grow: see above.
 * wall_time_s  seconds since the epoch, finite, stored as it is; negative (TBLOG_NOW): the writer's
 *              clock.
 * summary      its values; it stays the caller's. Without any, nothing is written.
 *
 * Returns TBLOG_OK, TBLOG_ERR_ARGUMENT, TBLOG_ERR_NO_MEMORY, TBLOG_ERR_TOO_LARGE or TBLOG_ERR_IO.
 */
TBLOG_API tblog_status tblog_writer_add(tblog_writer *writer, int64_t step, double wall_time_s,
                                        const tblog_summary *summary, tblog_error *err);

/* The same, with a separate event for each value, as TensorFlow writes them. */
TBLOG_API tblog_status tblog_writer_add_each(tblog_writer *writer, int64_t step, double wall_time_s,
                                             const tblog_summary *summary, tblog_error *err);

/*
 * Append a hand-made event: a serialized tensorflow.Event, which is stored byte for byte, wall time
 * and step included. TBLOG_ERR_ARGUMENT for what tblog_event_check refuses; else as
 * tblog_writer_add.
 */
TBLOG_API tblog_status tblog_add_event(tblog_writer *writer, const void *event, size_t size,
                                       tblog_error *err);

/*
 * One event for each value, now. Each is its namesake of summary.h with the default options, and
 * returns what that or tblog_writer_add returns. A scalar allocates nothing.
 */
TBLOG_API tblog_status tblog_scalar(tblog_writer *writer, const char *tag, int64_t step,
                                    double value);

/* values: n numbers in any order. */
TBLOG_API tblog_status tblog_histogram(tblog_writer *writer, const char *tag, int64_t step,
                                       const float *values, size_t n);

/* values: an array of any type but complex numbers, see tblog_summary_histogram. */
TBLOG_API tblog_status tblog_histogram_array(tblog_writer *writer, const char *tag, int64_t step,
                                             const tblog_array *values);

/* images: see tblog_summary_image; the first three are stored. */
TBLOG_API tblog_status tblog_image(tblog_writer *writer, const char *tag, int64_t step,
                                   const tblog_array *images);

/* The same in a layout such as "CHW", see tblog_summary_image_layout. */
TBLOG_API tblog_status tblog_image_layout(tblog_writer *writer, const char *tag, int64_t step,
                                          const tblog_array *images, const char *layout);

/* All images as one, 8 in a row, see tblog_summary_image_grid. */
TBLOG_API tblog_status tblog_image_grid(tblog_writer *writer, const char *tag, int64_t step,
                                        const tblog_array *images, const char *layout);

/* Frames that are played again and again, see tblog_summary_clip. */
TBLOG_API tblog_status tblog_clip(tblog_writer *writer, const char *tag, int64_t step,
                                  const tblog_array *frames, const char *layout,
                                  double frames_per_second);

/* image: a PNG, JPEG, GIF or BMP of 'size' bytes, see tblog_summary_encoded_image. */
TBLOG_API tblog_status tblog_encoded_image(tblog_writer *writer, const char *tag, int64_t step,
                                           const void *image, size_t size);

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

/* A tensor for any plugin: see tblog_summary_tensor. */
TBLOG_API tblog_status tblog_tensor(tblog_writer *writer, const char *tag, int64_t step,
                                    const tblog_array *array, const tblog_plugin *plugin);

/*
 * The same with a tag of 'length' bytes, for languages whose strings do not end in NUL (C++ views,
 * Fortran, Go, Rust); it may have none.
 */
TBLOG_API tblog_status tblog_scalar_n(tblog_writer *writer, const char *tag, size_t length,
                                      int64_t step, double value);

/* values: as tblog_histogram_array. */
TBLOG_API tblog_status tblog_histogram_n(tblog_writer *writer, const char *tag, size_t length,
                                         int64_t step, const tblog_array *values);

/* images and layout: as tblog_image_layout. */
TBLOG_API tblog_status tblog_image_n(tblog_writer *writer, const char *tag, size_t length,
                                     int64_t step, const tblog_array *images, const char *layout);

/* image: as tblog_encoded_image. */
TBLOG_API tblog_status tblog_encoded_image_n(tblog_writer *writer, const char *tag, size_t length,
                                             int64_t step, const void *image, size_t size);

/* markdown: as tblog_text, but of markdown_length bytes. */
TBLOG_API tblog_status tblog_text_n(tblog_writer *writer, const char *tag, size_t length,
                                    int64_t step, const char *markdown, size_t markdown_length);

/* clips: as tblog_audio. */
TBLOG_API tblog_status tblog_audio_n(tblog_writer *writer, const char *tag, size_t length,
                                     int64_t step, const tblog_array *clips, uint32_t sample_rate);

/* array and plugin: as tblog_tensor. */
TBLOG_API tblog_status tblog_tensor_n(tblog_writer *writer, const char *tag, size_t length,
                                      int64_t step, const tblog_array *array,
                                      const tblog_plugin *plugin);

#ifdef __cplusplus
}
#endif

#endif
