/* SPDX-License-Identifier: Apache-2.0 */
/* A writer for each run of a log folder. */
#ifndef CLI_RUN_WRITERS_H
#define CLI_RUN_WRITERS_H

#include <stdbool.h>
#include <stddef.h>
#include <tblog/tblog.h>

#include "cli/tblog/lines/tag_steps.h"

/* The most writers that are open at a time; a run whose writer was closed gets another file. */
enum { RUN_WRITERS_OPEN = 200 };

/* The run that is written to. */
typedef struct run_writer {
    char *run;            /* NULL: the log folder itself */
    tblog_writer *writer; /* NULL: it is closed */
    unsigned long used;   /* larger: later */
    tag_steps steps;
} run_writer;

/* Start with the folder, the options, and zeros. */
typedef struct run_writers {
    const char *folder;
    tblog_writer_options options;
    bool new_folder;  /* log in a new folder in 'folder', and print its name */
    run_writer *list; /* (count) */
    size_t count, last;
    unsigned long used;
} run_writers;

/* The run's writer, opened if it is not; valid until the next call. NULL with the reason. */
run_writer *run_writers_get(run_writers *self, const char *run, tblog_error *err);

/* Flush all; close all and free them. False with the reason of the first that failed. */
bool run_writers_flush(run_writers *self, tblog_error *err);
bool run_writers_close(run_writers *self, tblog_error *err);

#endif
