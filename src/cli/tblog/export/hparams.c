/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions of the HParams dashboard as a table. export.c calls this. What is a session's metric:
 * tensorboard/plugins/hparams/backend_context.py; messages: .../plugin_data.proto, api.proto.
 */
#include "cli/tblog/export/hparams.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "report/fields.h"
#include "report/hparams.h"

/* ---- what there is ---- */

typedef struct metric {
    tblog_text_view group, tag;
} metric;

typedef struct hparams_table {
    const export_runs *runs;
    tblog_text_view *names; /* (name_count) of hyperparameters */
    metric *metrics;        /* (metric_count) */
    size_t name_count, metric_count;
    pool memory; /* of the heading's texts */
    bool failed;
} hparams_table;

static bool same(tblog_text_view a, tblog_text_view b) {
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

static int compare_texts(const void *a, const void *b) {
    const tblog_text_view *x = a, *y = b;
    size_t shorter = x->size < y->size ? x->size : y->size;
    int order = shorter ? memcmp(x->data, y->data, shorter) : 0;
    return order ? order : (x->size > y->size) - (x->size < y->size);
}

static void add_name(hparams_table *self, tblog_text_view name) {
    for (size_t i = 0; i < self->name_count; i++)
        if (same(self->names[i], name)) return;
    tblog_text_view *grown = realloc(self->names, (self->name_count + 1) * sizeof *grown);
    self->failed |= !grown;
    if (!grown) return;
    self->names = grown;
    grown[self->name_count++] = name;
}

static void add_metric(hparams_table *self, tblog_text_view group, tblog_text_view tag) {
    for (size_t i = 0; i < self->metric_count; i++)
        if (same(self->metrics[i].group, group) && same(self->metrics[i].tag, tag)) return;
    metric *grown = realloc(self->metrics, (self->metric_count + 1) * sizeof *grown);
    self->failed |= !grown;
    if (!grown) return;
    self->metrics = grown;
    grown[self->metric_count++] = (metric){group, tag};
}

static void read_experiment(hparams_table *self, tblog_text_view experiment) {
    enum { HPARAM_INFOS = 4, METRIC_INFOS = 5 };
    for (tblog_field field; tblog_field_next(&experiment, &field);) {
        if (field.number == HPARAM_INFOS && field.type == BYTES)
            add_name(self, field_bytes(field.bytes, 1));
        if (field.number != METRIC_INFOS || field.type != BYTES) continue;
        tblog_text_view name = field_bytes(field.bytes, 1);
        add_metric(self, field_bytes(name, 1), field_bytes(name, 2));
    }
}

/* Hyperparameters that the experiment does not have, by name. */
static void read_sessions(hparams_table *self) {
    size_t first = self->name_count;
    for (size_t i = 0; i < self->runs->count; i++) {
        tblog_text_view start;
        if (!hparams_session_start(self->runs->list[i].loaded, &start)) continue;
        for (hparam_view found; hparams_next(&start, &found);) add_name(self, found.name);
    }
    if (self->name_count > first)
        qsort(self->names + first, self->name_count - first, sizeof *self->names, compare_texts);
}

/* Whether a run is the session's or below; *group is the rest of its name. */
static bool is_below(const char *run, const char *session, const char **group) {
    size_t length = strlen(session);
    if (strcmp(session, ".") == 0) {
        *group = strcmp(run, ".") == 0 ? "" : run;
        return true;
    }
    if (strncmp(run, session, length) != 0 || (run[length] && run[length] != '/')) return false;
    *group = run[length] ? run + length + 1 : "";
    return true;
}

/* The group of a run in the session that is the nearest above it; NULL if no session is. */
static const char *group_of(const export_runs *runs, const char *run) {
    const char *nearest = NULL, *group;
    tblog_text_view start;
    for (size_t i = 0; i < runs->count; i++)
        if (is_below(run, runs->list[i].name, &group) &&
            hparams_session_start(runs->list[i].loaded, &start) &&
            (!nearest || strlen(group) < strlen(nearest)))
            nearest = group;
    return nearest;
}

/* All wanted scalars are metrics. */
static void read_scalars(hparams_table *self) {
    for (size_t i = 0; i < self->runs->count; i++) {
        const export_run *run = &self->runs->list[i];
        const char *group = group_of(self->runs, run->name);
        for (size_t k = 0; group && k < tblog_run_series_count(run->loaded); k++) {
            const tblog_series *s = tblog_run_series(run->loaded, k);
            if (run->wanted[k])
                add_metric(self, (tblog_text_view){group, strlen(group)},
                           (tblog_text_view){s->tag, s->tag_size});
        }
    }
}

static void read_all(hparams_table *self) {
    tblog_text_view experiment;
    for (size_t i = 0; i < self->runs->count; i++)
        if (hparams_experiment(self->runs->list[i].loaded, &experiment))
            read_experiment(self, experiment);
    read_sessions(self);
    if (!self->metric_count) read_scalars(self);
}

/* ---- rows ---- */

static const char *const figures[] = {"last", "min", "max"};
enum { FIGURES = 3 };

static void put_hparam(export_table *table, tblog_text_view start, tblog_text_view name) {
    enum { NUMBER = 2, STRING = 3, BOOL = 4 };
    tblog_text_view value = {0};
    tblog_field field;
    double number;
    for (hparam_view found; hparams_next(&start, &found);)
        if (same(found.name, name)) value = found.value;
    if (field_find(value, NUMBER, BITS_64, &field)) {
        memcpy(&number, &field.bits, sizeof number);
        table_number(table, number, true);
    } else if (field_find(value, STRING, BYTES, &field)) {
        table_text(table, field.bytes.data, field.bytes.size);
    } else if (field_find(value, BOOL, VARINT, &field)) {
        table_bool(table, field.bits);
    } else {
        table_empty(table);
    }
}

/* The scalar of a metric; NULL: the session does not have it. */
static const tblog_series *series_of(const export_runs *runs, const char *session,
                                     const metric *m) {
    size_t found;
    const char *group;
    for (size_t i = 0; i < runs->count; i++) {
        const export_run *run = &runs->list[i];
        if (!is_below(run->name, session, &group) ||
            !same((tblog_text_view){group, strlen(group)}, m->group) ||
            !tblog_run_find(run->loaded, m->tag.size ? m->tag.data : "", m->tag.size, &found))
            continue;
        return run->wanted[found] ? tblog_run_series(run->loaded, found) : NULL;
    }
    return NULL;
}

/* Last, min and max. NaN is not the least or the largest, unless there is nothing else. */
static void put_metric(export_table *table, const tblog_series *s) {
    double numbers[FIGURES] = {NAN, NAN, NAN};
    bool any = false, wide = false;
    for (size_t i = 0; s && i < s->count; i++) {
        const tblog_point *p = &s->points[i];
        if (!p->fits) continue;
        any = true;
        wide |= p->wide;
        numbers[0] = p->number;
        numbers[1] = fmin(numbers[1], p->number);
        numbers[2] = fmax(numbers[2], p->number);
    }
    for (size_t i = 0; i < FIGURES; i++)
        if (any)
            table_number(table, numbers[i], wide);
        else
            table_empty(table);
}

static void put_session(const hparams_table *self, export_table *table, const export_run *run,
                        tblog_text_view start) {
    table_text(table, run->name, strlen(run->name));
    for (size_t i = 0; i < self->name_count; i++) put_hparam(table, start, self->names[i]);
    for (size_t i = 0; i < self->metric_count; i++)
        put_metric(table, series_of(self->runs, run->name, &self->metrics[i]));
}

/* ---- heading ---- */

/* GROUP/TAG.FIGURE */
static bool name_metric(pool *memory, const metric *m, const char *figure, export_column *column) {
    const char *slash = m->group.size ? "/" : "";
    size_t length = strlen(figure), size = m->group.size + strlen(slash) + m->tag.size + 1 + length;
    char *name = pool_take(memory, size + 1, 1), *at = name;
    if (!name) return false;
    if (m->group.size) memcpy(at, m->group.data, m->group.size);
    at += m->group.size;
    if (*slash) *at++ = *slash;
    if (m->tag.size) memcpy(at, m->tag.data, m->tag.size);
    at += m->tag.size;
    *at++ = '.';
    memcpy(at, figure, length + 1);
    *column = (export_column){name, size, true};
    return true;
}

static export_column *heading_of(hparams_table *self, size_t *count) {
    *count = 1 + self->name_count + FIGURES * self->metric_count;
    export_column *columns = pool_take(&self->memory, *count, sizeof *columns), *at = columns;
    if (!columns) return NULL;
    *at++ = (export_column){"run", 3, false};
    for (size_t i = 0; i < self->name_count; i++)
        *at++ = (export_column){self->names[i].data, self->names[i].size, false};
    for (size_t i = 0; i < self->metric_count; i++)
        for (size_t k = 0; k < FIGURES; k++)
            if (!name_metric(&self->memory, &self->metrics[i], figures[k], at++)) return NULL;
    return columns;
}

bool hparams_put(export_table *table, const export_runs *runs, size_t *sessions) {
    hparams_table self = {.runs = runs};
    size_t count;
    *sessions = 0;
    read_all(&self);
    export_column *heading = self.failed ? NULL : heading_of(&self, &count);
    if (heading) {
        table_begin(table, heading, count);
        for (size_t i = 0; i < runs->count; i++) {
            tblog_text_view start;
            if (!runs->list[i].chosen || !hparams_session_start(runs->list[i].loaded, &start))
                continue;
            put_session(&self, table, &runs->list[i], start);
            ++*sessions;
        }
    }
    pool_free(&self.memory);
    free(self.names);
    free(self.metrics);
    return heading;
}
