/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A log folder as TensorBoard sees it: every folder in it, itself included, that holds a file with
 * "tfevents" in its name is a run, named by its path below the log folder.
 */
#ifndef TBLOG_LOGDIR_H
#define TBLOG_LOGDIR_H

#include <stddef.h>

#include <tblog/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The runs of a folder at the time when it was opened. */
typedef struct tblog_logdir tblog_logdir;

/*
 * Find the runs in a folder; or open one event file, whatever its name, as the only run. Symbolic
 * links are followed, but not in circles; what is not a regular file is skipped. NULL, with the
 * reason in 'err', if 'path' cannot be read.
 */
TBLOG_API tblog_logdir *tblog_logdir_open(const char *path, tblog_error *err);

/* How many folders below 'path' could not be read; TensorBoard skips them silently. */
TBLOG_API size_t tblog_logdir_problem_count(const tblog_logdir *logdir);

/* One of them: its path and the reason. */
TBLOG_API const char *tblog_logdir_problem(const tblog_logdir *logdir, size_t i);

/* Free it; NULL is fine. */
TBLOG_API void tblog_logdir_close(tblog_logdir *logdir);

/* How many runs there are. */
TBLOG_API size_t tblog_logdir_run_count(const tblog_logdir *logdir);

/* The name of a run; they ascend, and "." is the log folder itself. */
TBLOG_API const char *tblog_logdir_run_name(const tblog_logdir *logdir, size_t run);

/* How many event files a run has; at least one. */
TBLOG_API size_t tblog_logdir_file_count(const tblog_logdir *logdir, size_t run);

/* The path of one; they ascend by name, which is the order in which they were created. */
TBLOG_API const char *tblog_logdir_file(const tblog_logdir *logdir, size_t run, size_t file);

#ifdef __cplusplus
}
#endif

#endif
