/* SPDX-License-Identifier: Apache-2.0 */
/* The inner side of a tblog_run: the table of its series. */
#ifndef TBLOG_SERIES_H
#define TBLOG_SERIES_H

#include <tblog/run.h>

#include "tblog/read/dashboard.h"
#include "tblog/text_table.h"

/* The public part of a series, and what only the run needs. */
typedef struct tblog__series {
    tblog_series series;
    tblog__dashboard dashboard; /* its kind is the series' kind */
    tblog_point *points;        /* (capacity); series.count are used */
    size_t capacity;
} tblog__series;

/* What was read from a file. */
typedef struct tblog__run_file {
    uint64_t records;
    char *torn; /* the reader's message if the file ends within a record, or NULL */
} tblog__run_file;

/* Series and tags have the same numbers. */
struct tblog_run {
    tblog__text_table tags;
    tblog__series *entries; /* (capacity); 'count' are used */
    size_t count, capacity;
    tblog__run_file *files; /* (file_count) */
    size_t file_count;

    /* For TBLOG_RESTARTS_SESSIONS. */
    bool says_sessions; /* the last file version was 2 or later */
    bool session_begun; /* there was a SessionLog.START */
    int64_t last_step;  /* of the last event with values */
};

#endif
