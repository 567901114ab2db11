/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV lines of `tblog log --csv` as scalars: a table with the columns step, tag and value, or a
 * wide one, in which each other column is a tag. Both may have the columns run and wall_time.
 */
#ifndef CLI_CSV_ROWS_H
#define CLI_CSV_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

typedef struct csv_rows csv_rows;

/* NULL when there is no memory. */
csv_rows *csv_rows_new(void);
void csv_rows_free(csv_rows *self);

/* What a row says besides its scalars. */
typedef struct csv_row {
    const char
        *run; /* a path below the log folder; NULL: none is given. Valid until the next line */
    int64_t step;
    double wall_time_s; /* TBLOG_NOW: none is given */
} csv_row;

/* Called with each scalar of a row; 'tag' is valid during the call. */
typedef bool (*csv_visitor)(void *context, const char *tag, double value);

/*
 * Take a line (text[length] is NUL). If it ends a row, set *row and visit its scalars; the heading,
 * an empty line and one that ends within quotes have none. The first line is a heading unless it
 * begins with a whole number; without one the columns are step,tag,value. Empty cells are no
 * scalars. False, with the column and the reason in 'err', if the line is wrong, or 'visit' was
 * false.
 */
bool csv_rows_take(csv_rows *self, const char *text, size_t length, csv_row *row, csv_visitor visit,
                   void *context, tblog_error *err);

/* After the last line: false if it ends within quotes. */
bool csv_rows_end(const csv_rows *self, tblog_error *err);

/* Whether the heading has a column 'run'. */
bool csv_rows_have_runs(const csv_rows *self);

#endif
