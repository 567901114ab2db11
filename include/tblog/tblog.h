/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libtblog: write TensorBoard event files from C, without TensorFlow.
 *
 *     tblog_error err;
 *     tblog_writer *w = tblog_writer_open("logs/my-run", NULL, &err);
 *     if (!w) { fprintf(stderr, "%s\n", err.message); exit(1); }
 *     for (int64_t step = 0; step < 100; step++) tblog_scalar(w, "loss", step, loss[step]);
 *     tblog_histogram(w, "dense/kernel", 99, weights, n);
 *     tblog_image(w, "samples", 99, TBLOG_ARRAY(TBLOG_UINT8, pixels, height, width, channels));
 *     if (tblog_writer_close(w, &err) != TBLOG_OK) fprintf(stderr, "%s\n", err.message);
 *
 * then `tensorboard --logdir logs`.
 *
 * status.h   what every call returns, and the message that goes with it
 * array.h    how numbers are passed: a view of type, data and shape
 * writer.h   an event file: open, log, flush, close
 * summary.h  several values in one event; every kind with all its options
 * reader.h   an event file read back: records, events, values
 * logdir.h   the runs and files of a log folder
 * run.h      a run read as a whole: its series
 * hparams.h, custom_scalars.h, graph.h, projector.h  what those dashboards need
 * tblog.hpp  all that is logged, from C++11 and later: classes, exceptions, views
 *
 * Conventions that hold everywhere:
 * - Handles are opaque. What the library allocated, the library frees; freeing NULL is fine.
 * - Strings are UTF-8 and NUL-terminated. Whatever is passed in is read during the call and copied,
 *   never kept, unless a comment says otherwise.
 * - The library never exits, prints or installs a signal handler.
 * - It calculates in its own floating-point environment: traps and rounding modes that the program
 * has set do not change results, and the program's exception flags are kept.
 * - A tblog_writer may be used from many threads at once, a tblog_summary from one at a time.
 * - The bytes of every record are described in doc/event-format.md.
 */
#ifndef TBLOG_TBLOG_H
#define TBLOG_TBLOG_H

#define TBLOG_VERSION_MAJOR 0 /* of this header */
#define TBLOG_VERSION_MINOR 2 /* of this header */
#define TBLOG_VERSION_PATCH 0 /* of this header */

#include <tblog/array.h>
#include <tblog/custom_scalars.h>
#include <tblog/graph.h>
#include <tblog/hparams.h>
#include <tblog/logdir.h>
#include <tblog/projector.h>
#include <tblog/reader.h>
#include <tblog/run.h>
#include <tblog/status.h>
#include <tblog/summary.h>
#include <tblog/writer.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library in use, "major.minor.patch": it may differ from the header's. */
TBLOG_API const char *tblog_version(void);

#ifdef __cplusplus
}
#endif

#endif
