/* SPDX-License-Identifier: Apache-2.0 */
/* Scalars as a wide table. export.c calls this. */
#include "cli/tblog/export/wide.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"

typedef struct wide_column {
    const tblog_series *series;
    size_t at; /* the next point */
} wide_column;

typedef struct wide_table {
    wide_column *columns;   /* (count) */
    export_column *heading; /* (first + count): also of step and wall time */
    size_t count, first;
    pool names;
} wide_table;

static bool make_room(wide_table *self, const export_runs *runs) {
    size_t most = 2;
    for (size_t i = 0; i < runs->count; i++) most += tblog_run_series_count(runs->list[i].loaded);
    self->columns = calloc(most, sizeof *self->columns);
    self->heading = calloc(most, sizeof *self->heading);
    return self->columns && self->heading;
}

/* run/tag; a tag may hold NULs. */
static bool name_column(wide_table *self, export_column *column, const char *run,
                        const tblog_series *s) {
    size_t length = strlen(run);
    char *name = pool_take(&self->names, length + 1 + s->tag_size, 1);
    if (!name) return false;
    memcpy(name, run, length + 1);
    name[length] = '/';
    if (s->tag_size) memcpy(name + length + 1, s->tag, s->tag_size);
    column->name = name;
    column->size = length + 1 + s->tag_size;
    return true;
}

static bool add_columns(wide_table *self, const export_run *run, bool with_run) {
    for (size_t i = 0; i < tblog_run_series_count(run->loaded); i++) {
        const tblog_series *s = tblog_run_series(run->loaded, i);
        if (!run->wanted[i]) continue;
        export_column *column = &self->heading[self->first + self->count];
        *column = (export_column){s->tag, s->tag_size, true};
        if (with_run && !name_column(self, column, run->name, s)) return false;
        self->columns[self->count++] = (wide_column){s, 0};
    }
    return true;
}

/* The next point of a column; NULL after the last. */
static const tblog_point *next_point(wide_column *column) {
    const tblog_series *s = column->series;
    while (column->at < s->count && !s->points[column->at].fits) column->at++;
    return column->at < s->count ? &s->points[column->at] : NULL;
}

/* The first of the points with the lowest step; NULL after the last. */
static const tblog_point *first_point(wide_table *self) {
    const tblog_point *first = NULL;
    for (size_t i = 0; i < self->count; i++) {
        const tblog_point *point = next_point(&self->columns[i]);
        if (point && (!first || point->step < first->step)) first = point;
    }
    return first;
}

static void put_row(wide_table *self, export_table *table, const tblog_point *first) {
    table_whole(table, first->step);
    if (self->first == 2) table_number(table, first->wall_time_s, true);
    for (size_t i = 0; i < self->count; i++) {
        const tblog_point *point = next_point(&self->columns[i]);
        if (point && point->step == first->step) {
            table_number(table, point->number, point->wide);
            self->columns[i].at++;
        } else {
            table_empty(table);
        }
    }
}

bool wide_put(export_table *table, const export_runs *runs, bool wall_time, size_t *rows) {
    wide_table self = {.first = wall_time ? 2 : 1};
    bool good = make_room(&self, runs);
    *rows = 0;
    if (good) {
        self.heading[0] = (export_column){"step", 4, true};
        if (wall_time) self.heading[1] = (export_column){"wall_time", 9, true};
    }
    for (size_t i = 0; good && i < runs->count; i++)
        good = add_columns(&self, &runs->list[i], runs->count > 1);
    if (good) {
        table_begin(table, self.heading, self.first + self.count);
        for (const tblog_point *first; (first = first_point(&self)); ++*rows)
            put_row(&self, table, first);
    }
    pool_free(&self.names);
    free(self.columns);
    free(self.heading);
    return good;
}
