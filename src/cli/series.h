/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The series of a run: its points by tag. As TensorBoard's data server does, a point whose step is
 * not above its tag's last one takes the place of all points from that step on: what a restarted
 * run logs again replaces what it logged before.
 */
#ifndef CLI_SERIES_H
#define CLI_SERIES_H

#include <stdbool.h>
#include <tblog/tblog.h>

typedef struct point {
    int64_t step;
    double wall_time_s;
    double number; /* of a scalar; NaN for others */
} point;

typedef struct series {
    char *tag; /* 'tag_size' bytes, and a NUL behind them */
    size_t tag_size;
    char *kind; /* "scalars", "images", ...; "" when nothing told */
    point *points;
    size_t count, capacity;
} series;

typedef struct series_table {
    series *series; /* in the order in which their tags first came */
    size_t count, capacity;
    uint32_t *slots; /* index + 1 of a series by its tag's hash; 0 is free */
    size_t slot_count;
} series_table;

/* Add a value; false when there is no memory. The table starts as zeros. */
bool series_add(series_table *table, const tblog_event *event, const tblog_value *value);

/* The same, but nothing is replaced: every point of the files stays, in their order. */
bool series_append(series_table *table, const tblog_event *event, const tblog_value *value);

/* The series of a tag, or NULL. */
const series *series_find(const series_table *table, tblog_text_view tag);
void series_free(series_table *table);

#endif
