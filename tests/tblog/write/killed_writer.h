/* SPDX-License-Identifier: Apache-2.0 */
/* A writer that kill -9 ends at some moment. */
#ifndef TESTS_KILLED_WRITER_H
#define TESTS_KILLED_WRITER_H

#include <stdint.h>
#include <tblog/tblog.h>

/*
 * A child process logs to the folder without end, scalars "a" of each step from 0 and histograms
 * "h" of some, and is killed after a time that depends on 'seed', as does how it buffers and
 * whether it has a queue. Returns the last step that it had flushed, -1 when there was none.
 */
int64_t killed_writer_run(const char *folder, unsigned seed, tblog_compression compression);

#endif
