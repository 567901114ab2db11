/* SPDX-License-Identifier: Apache-2.0 */
/* The log folder that a command reads. */
#ifndef CLI_TBLOG_INPUT_H
#define CLI_TBLOG_INPUT_H

#include <stdbool.h>
#include <tblog/tblog.h>

/* The message about a folder without event files: a format for its path. */
#define NO_EVENT_FILE "%s: no event file, with \"tfevents\" in its name, in this folder or below"

/*
 * Open it. NULL if it cannot be read or has no event file. *whole becomes false if a part of it
 * cannot be read. Both are reported on standard error.
 */
tblog_logdir *input_open(const char *command, const char *path, bool *whole);

#endif
