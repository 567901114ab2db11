/* SPDX-License-Identifier: Apache-2.0 */
/* One event file made of the files of one run, for merge and prune. */
#ifndef CLI_TBLOG_ONE_RUN_H
#define CLI_TBLOG_ONE_RUN_H

#include <stdbool.h>
#include <stdio.h>
#include <tblog/tblog.h>

typedef struct one_run {
    const char *command, *path, *out_path; /* the arguments of one_run_write */
    tblog_logdir *logdir;
    tblog_run *loaded;
    tblog_run_reader *reader; /* reads its records and values, from the first */
    FILE *out;
    bool versioned; /* the version record was written */
} one_run;

/* Writes the contents of the new file by one_run_put; false after a failure, which it has
 * reported. */
typedef bool (*one_run_copy)(one_run *self, void *context);

/*
 * Write the file 'out' from the only run of 'path', a log folder or an event file. 'out' appears as
 * a whole or not at all. Returns the command's exit code.
 */
int one_run_write(const char *command, const char *path, const char *out, one_run_copy copy,
                  void *context);

/* Append a record; version records after the first are left out. False after a failure. */
bool one_run_put(one_run *self, const tblog_record *record, const tblog_event *event);

#endif
