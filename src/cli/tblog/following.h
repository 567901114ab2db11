/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that follow what grows: watch, export --follow. */
#ifndef CLI_TBLOG_FOLLOWING_H
#define CLI_TBLOG_FOLLOWING_H

#include <stdbool.h>
#include <stdint.h>
#include <tblog/tblog.h>

/* Wait, until a signal at most. False if 'fd' is a pipe that nobody reads any more. */
bool following_wait(int fd, double seconds);

/* A number that differs when any of a run's files does: by name, size or time. */
uint64_t following_mark(const tblog_logdir *logdir, size_t run);

#endif
