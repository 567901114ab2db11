/* SPDX-License-Identifier: Apache-2.0 */
/* The log folder that a command looks into. */
#ifndef CLI_TBLOG_INPUT_H
#define CLI_TBLOG_INPUT_H

#include <stdbool.h>
#include <tblog/tblog.h>

/* What is said of a folder without event files; printf's, with its path. */
#define NO_EVENT_FILE "%s: no event file, with \"tfevents\" in its name, in this folder or below"

/*
 * Open it. NULL when it cannot be read or there is no event file in it. *whole is false when a part
 * of it cannot be read. Either is said.
 */
tblog_logdir *input_open(const char *command, const char *path, bool *whole);

#endif
