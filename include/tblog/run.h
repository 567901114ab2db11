/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run read as a whole: its series, the points of each tag.
 *
 *     tblog_logdir *logs = tblog_logdir_open("logs", &err);
 *     tblog_run *run;
 *     if (tblog_run_load(logs, 0, TBLOG_RESTARTS_REPLACE, &run, &err) == TBLOG_OK)
 *         for (size_t i = 0; i < tblog_run_series_count(run); i++) {
 *             const tblog_series *s = tblog_run_series(run, i);
 *             printf("%s: %g\n", s->tag, s->points[s->count - 1].number);
 *         }
 *     tblog_run_free(run);
 *     tblog_logdir_close(logs);
 *
 * A run's memory is 24 bytes a point. What is behind a point that is no scalar, a reader tells.
 */
#ifndef TBLOG_RUN_H
#define TBLOG_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tblog/logdir.h>
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
    double number;      /* of a scalar; NaN for others */
} tblog_point;

/* The points of a tag, in the order of the files; there is at least one. */
typedef struct tblog_series {
    const char *tag;  /* NUL-terminated too, but a file's tag may hold NULs */
    size_t tag_size;  /* in bytes, without the last NUL */
    const char *kind; /* "scalars", "images", ..., as tblog_value_kind of the first; "" for none */
    const tblog_point *points; /* count of them */
    size_t count;              /* at least 1 */
} tblog_series;

/* What a point does whose step is not above its tag's last: a restarted run logs steps again. */
typedef enum tblog_restarts {
    TBLOG_RESTARTS_REPLACE = 0, /* takes the place of all from its step on, as in TensorBoard */
    TBLOG_RESTARTS_KEEP = 1     /* stands behind them: every value of the files is a point */
} tblog_restarts;

/*
 * Load run number 'run' of a log folder, all its files. TBLOG_OK; a torn record at the end of a
 * file is no failure. Else the first failure of tblog_reader_next or tblog_event_decode, with its
 * message, and *loaded is what could be read, as TensorBoard shows it: a file's part before the
 * damage. *loaded is to be freed in each case, and NULL only when there was no memory.
 */
TBLOG_API tblog_status tblog_run_load(const tblog_logdir *logdir, size_t run,
                                      tblog_restarts restarts, tblog_run **loaded,
                                      tblog_error *err);

/*
 * How many records of the run's file number 'file' were read; 0 beyond the last file. A second pass
 * over the files ends there: a file that is being written has more by then.
 */
TBLOG_API uint64_t tblog_run_records(const tblog_run *run, size_t file);

/* Free it; NULL is fine. */
TBLOG_API void tblog_run_free(tblog_run *run);

/* How many series it has. */
TBLOG_API size_t tblog_run_series_count(const tblog_run *run);

/* One of them, in the order in which their tags first came; it lives as long as the run. */
TBLOG_API const tblog_series *tblog_run_series(const tblog_run *run, size_t i);

/* Find the series of a tag of 'size' bytes, *i; false when there is none. */
TBLOG_API bool tblog_run_find(const tblog_run *run, const char *tag, size_t size, size_t *i);

#ifdef __cplusplus
}
#endif

#endif
