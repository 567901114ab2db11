/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run read as a whole: its series, the points of each tag, as TensorBoard shows them.
 *
 *     tblog_error err;
 *     tblog_run *run;
 *     tblog_logdir *logs = tblog_logdir_open("logs", &err);
 *     if (!logs) { fprintf(stderr, "%s\n", err.message); exit(1); }
 *     for (size_t k = 0; k < tblog_logdir_run_count(logs); k++) {
 *         if (tblog_run_load(logs, k, TBLOG_RESTARTS_REPLACE, &run, &err))
 *             fprintf(stderr, "%s\n", err.message);
 *         for (size_t i = 0; run && i < tblog_run_series_count(run); i++) {
 *             const tblog_series *s = tblog_run_series(run, i);
 *             if (strcmp(s->kind, "scalars") == 0)
 *                 printf("%s: %g\n", s->tag, s->points[s->count - 1].number);
 *         }
 *         tblog_run_free(run);
 *     }
 *     tblog_logdir_close(logs);
 *
 * What is shown is decided here and nowhere else, by the rules of TensorBoard's default loader, its
 * data server:
 *
 * - The files of a run are read in the order of their names. A file ends for TensorBoard at the
 *   first record that is damaged, is not an event, or has NaN as its wall time.
 * - The first value of a tag in the run decides which dashboard shows the tag: by its metadata, or
 *   by its form if it is one of TensorFlow 1. The metadata of later values do not count, so they
 *   may be missing.
 * - A value replaces all earlier values of its tag whose step is not below its own. Of sessions
 *   (SessionLog.START) the data server takes no notice; see TBLOG_RESTARTS_SESSIONS.
 * - An event whose wall time is infinite is skipped.
 * - A dashboard shows only values whose data are of the kind that it expects.
 * - A graph is the tag "__run_graph__" of the dashboard "graphs". Metadata of a session's run,
 * which TensorFlow 1 logs beside it, are a tag of their own, of "graph_tagged_run_metadata".
 *
 * A run's memory is 32 bytes a point. The values themselves, images and texts for example, are read
 * again from the files: tblog_run_reader.
 */
#ifndef TBLOG_RUN_H
#define TBLOG_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tblog/logdir.h>
#include <tblog/reader.h>
#include <tblog/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* All series of a run. */
typedef struct tblog_run tblog_run;

/* One value that was logged. */
typedef struct tblog_point {
    int64_t step;       /* what the x axis shows */
    double wall_time_s; /* seconds since the epoch */
    double number;      /* of a scalar, see tblog_value_scalar; NaN for others */
    uint32_t value;     /* which of the tag's values in the run's files it is, from 0 */
    bool wide;          /* the number was stored in more bits than a float32 has */
    bool fits;          /* its data are of the series' kind; of one that does not, TensorBoard shows
                           nothing, or an error instead of the whole series */
    bool shown; /* TensorBoard's default loader shows it; of scalars only float32 of rank 0 */
} tblog_point;

/* The points of a tag, in the order of the files; there is at least one, except where a session's
 * restart removed all (TBLOG_RESTARTS_SESSIONS). */
typedef struct tblog_series {
    const char *tag;           /* NUL-terminated too, but a file's tag may hold NULs */
    size_t tag_size;           /* in bytes, without the last NUL */
    const char *kind;          /* the dashboard: "scalars", "images", ...; "" for none */
    const tblog_point *points; /* count of them */
    size_t count;              /* how many */
    uint32_t logged; /* the tag's values in the files: the points, and those that later values
                        replaced */
    uint32_t shown;  /* points that TensorBoard's default loader shows */
    uint32_t unfit;  /* values of those logged that do not fit, see tblog_point */
    tblog_text_view metadata; /* the SummaryMetadata message of the first value; may be empty */
} tblog_series;

/* What happens to a point whose step is not above its tag's last one: a restarted run logs steps
 * again. */
typedef enum tblog_restarts {
    TBLOG_RESTARTS_REPLACE = 0, /* it replaces all points from its step on, as in TensorBoard */
    TBLOG_RESTARTS_KEEP = 1,    /* it follows them: every value of the files is a point */
    /*
     * As TensorBoard with --load_fast=false, EventAccumulator, and what is built on it: points are
     * replaced only where a session is said to restart. The second SessionLog.START event of a run,
     * and each one after it, removes the points of all tags from its step on
     * (tblog_writer_options.session_start). Before the first event file with a version of at least
     * 2, a step below that of the last event replaces the points of its event's tags instead.
     */
    TBLOG_RESTARTS_SESSIONS = 2
} tblog_restarts;

/*
 * Load run number 'run' of a log folder, all its files. TBLOG_OK; a torn record at the end of a
 * file is not a failure. Else the first failure of tblog_reader_next or tblog_event_decode, with
 * its message, and *loaded is what could be read, as TensorBoard shows it: a file's part before the
 * damage. Free *loaded in any case; it is NULL only when there was no memory.
 */
TBLOG_API tblog_status tblog_run_load(const tblog_logdir *logdir, size_t run,
                                      tblog_restarts restarts, tblog_run **loaded,
                                      tblog_error *err);

/* How many records of the run's file number 'file' were read; 0 beyond the last file. */
TBLOG_API uint64_t tblog_run_records(const tblog_run *run, size_t file);

/*
 * If that file ended within a record, where: "<path>: record 8 at byte 300: the file ends within
 * its payload"; else NULL. Its writer was killed, or was still writing; TensorBoard skips such a
 * record.
 */
TBLOG_API const char *tblog_run_torn(const tblog_run *run, size_t file);

/* Free it; NULL is fine. */
TBLOG_API void tblog_run_free(tblog_run *run);

/* How many series it has. */
TBLOG_API size_t tblog_run_series_count(const tblog_run *run);

/* One of them, in the order in which their tags first came; it lives as long as the run. */
TBLOG_API const tblog_series *tblog_run_series(const tblog_run *run, size_t i);

/* Find the series of a tag of 'size' bytes, *i; false when there is none. */
TBLOG_API bool tblog_run_find(const tblog_run *run, const char *tag, size_t size, size_t *i);

/*
 * The values of a loaded run, read from its files again.
 *
 *     tblog_status status;
 *     tblog_run_value v;
 *     tblog_text_view image;
 *     tblog_run_reader *r = tblog_run_reader_open(logs, 0, run, &err);
 *     if (!r) { fprintf(stderr, "%s\n", err.message); exit(1); }
 *     while ((status = tblog_run_reader_next(r, NULL, NULL, &err)) == TBLOG_OK)
 *         while (tblog_run_reader_next_value(r, &v, NULL) == TBLOG_OK)
 *             if (v.point && tblog_value_image(&v.value, 0, &image))
 *                 printf("step %" PRId64 ": %zu bytes\n", v.point->step, image.size);
 *     if (status != TBLOG_END) fprintf(stderr, "%s\n", err.message);
 *     tblog_run_reader_close(r);
 *
 * It reads the records that the run was loaded from and no others: a file may have grown since.
 */
typedef struct tblog_run_reader tblog_run_reader;

/* A value, and what the run made of it. Views as in reader.h. */
typedef struct tblog_run_value {
    tblog_value value;        /* its plugin is the series' kind; of a graph or a session's
                                 metadata, 'content' is that message */
    size_t series;            /* its series' number */
    const tblog_point *point; /* the point it is; NULL: a later value replaced it */
    tblog_text_view stated;   /* the kind that its own metadata state; empty: none */
    bool fits;                /* its data are of the series' kind */
} tblog_run_value;

/* Begin with the run's first file. 'logdir', 'run' and 'loaded' are as in tblog_run_load and stay
 * in use until tblog_run_reader_close. NULL, with the reason in 'err', when there is no memory. */
TBLOG_API tblog_run_reader *tblog_run_reader_open(const tblog_logdir *logdir, size_t run,
                                                  const tblog_run *loaded, tblog_error *err);

/* Close it; NULL is fine. */
TBLOG_API void tblog_run_reader_close(tblog_run_reader *reader);

/*
 * The next record and its event; both may be NULL. TBLOG_OK, TBLOG_END after the last of the
 * run, or a failure of tblog_reader_open or tblog_reader_next; TBLOG_ERR_IO also when a file is not
 * the one that was loaded: it was shortened or replaced meanwhile.
 */
TBLOG_API tblog_status tblog_run_reader_next(tblog_run_reader *reader, tblog_record *record,
                                             tblog_event *event, tblog_error *err);

/* The next value of that event, a graph included. TBLOG_OK, TBLOG_END after the last, or
 * TBLOG_ERR_IO as above. An event that is skipped has none. */
TBLOG_API tblog_status tblog_run_reader_next_value(tblog_run_reader *reader, tblog_run_value *value,
                                                   tblog_error *err);

/* The path of the current file. */
TBLOG_API const char *tblog_run_reader_path(const tblog_run_reader *reader);

/* What an event has instead of what it had. NULL: that stays as it is. Start from
 * TBLOG_EVENT_EDIT_INIT. */
typedef struct tblog_event_edit {
    size_t size;      /* sizeof(tblog_event_edit) */
    const bool *keep; /* whether value i stays, in the order of tblog_run_reader_next_value */
    const tblog_text_view *tags;         /* of each series, its new tag; data NULL: the old one */
    const tblog_text_view *descriptions; /* of each series, likewise */
    const tblog_event *moment;           /* its step and wall time are the event's new ones */
} tblog_event_edit;

/* The event as it is. */
#define TBLOG_EVENT_EDIT_INIT                                                                      \
    { sizeof(tblog_event_edit), NULL, NULL, NULL, NULL }

/*
 * Rewrite the current record. The first value of a series that stays in the whole run gets the
 * metadata that decide the series' dashboard, if it is not the one that had them, and the new
 * description. The tag and description of a graph, or of metadata of a session's run, cannot
 * change. What does not change at all stays byte for byte: record->whole is then that of
 * tblog_run_reader_next. *record is valid until the reader's next record. TBLOG_OK,
 * TBLOG_ERR_ARGUMENT, TBLOG_ERR_NO_MEMORY, or TBLOG_ERR_TOO_LARGE.
 */
TBLOG_API tblog_status tblog_run_reader_rewrite(tblog_run_reader *reader,
                                                const tblog_event_edit *edit, tblog_record *record,
                                                tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
