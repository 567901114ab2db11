/* SPDX-License-Identifier: Apache-2.0 */
/* The inner side of a tblog_run: the table of its series. */
#ifndef TBLOG_SERIES_H
#define TBLOG_SERIES_H

#include <tblog/run.h>

#include "tblog/read/dashboard.h"
#include "tblog/text_table.h"

/* A series' public part, and what only the run needs. */
typedef struct tblog__series {
    tblog_series series;
    tblog__dashboard dashboard; /* its kind is the series' */
    tblog_point *points;        /* (capacity), series.count of them taken */
    size_t capacity;
} tblog__series;

/* What was read of a file. */
typedef struct tblog__run_file {
    uint64_t records;
    char *torn; /* it ends within a record: the reader's message; or NULL */
} tblog__run_file;

/* Series and tags have the same numbers. */
struct tblog_run {
    tblog__text_table tags;
    tblog__series *entries; /* (capacity), count of them taken */
    size_t count, capacity;
    tblog__run_file *files; /* (file_count) */
    size_t file_count;
};

#endif
