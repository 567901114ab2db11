/* SPDX-License-Identifier: Apache-2.0 */
/* One event file made of the files of one run: what merge and prune have in common. */
#ifndef CLI_TBLOG_ONE_RUN_H
#define CLI_TBLOG_ONE_RUN_H

#include <stdbool.h>
#include <stdio.h>
#include <tblog/tblog.h>

typedef struct one_run {
    const char *command, *path, *out_path; /* as one_run_write got them */
    tblog_logdir *logdir;
    tblog_run *loaded;
    tblog_run_reader *reader; /* of its records and values, from the first on */
    FILE *out;
    bool versioned; /* the file version was written */
} one_run;

/* Write what is to be in the new file, by one_run_put; false after a failure, which was said. */
typedef bool (*one_run_copy)(one_run *self, void *context);

/*
 * Write the file 'out' from the only run of the log folder, or the event file, 'path': whole or not
 * at all. Returns the command's exit code.
 */
int one_run_write(const char *command, const char *path, const char *out, one_run_copy copy,
                  void *context);

/* Append a record; a file has one version record, the first. False after a failure. */
bool one_run_put(one_run *self, const tblog_record *record, const tblog_event *event);

#endif
