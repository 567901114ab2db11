/* SPDX-License-Identifier: Apache-2.0 */
/* What the runs reached, in numbers. */
#include "report/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "stats/ranking.h"

/* ---- the headline ---- */

static bool anyone_logs(const report_logs *logs, const char *part, const char *tag) {
    for (size_t i = 0; i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++)
            if (log_scalars(log_part_named(&logs->runs[i].repeats[k], part), tag)) return true;
    return false;
}

/* The first that is logged of the names that Keras and others give: accuracy before loss, and
 * validation before training. */
static headline choose_headline(const report_logs *logs) {
    static const char *const parts[] = {"validation", "val", "test", "eval", "", "train"};
    static const char *const accuracies[] = {"epoch_accuracy",
                                             "epoch_acc",
                                             "epoch_sparse_categorical_accuracy",
                                             "epoch_categorical_accuracy",
                                             "epoch_binary_accuracy",
                                             "epoch_val_accuracy",
                                             "val_accuracy",
                                             "val_acc",
                                             "accuracy",
                                             "acc"};
    static const char *const losses[] = {"epoch_loss", "epoch_val_loss", "val_loss", "loss"};
    enum { PARTS = sizeof parts / sizeof parts[0] };
    for (size_t p = 0; p < PARTS; p++)
        for (size_t i = 0; i < sizeof accuracies / sizeof accuracies[0]; i++)
            if (anyone_logs(logs, parts[p], accuracies[i]))
                return (headline){accuracies[i], parts[p], true};
    for (size_t p = 0; p < PARTS; p++)
        for (size_t i = 0; i < sizeof losses / sizeof losses[0]; i++)
            if (anyone_logs(logs, parts[p], losses[i]))
                return (headline){losses[i], parts[p], false};
    return (headline){0};
}

bool is_epoch_tag(const char *tag) {
    return strncmp(tag, "epoch_", 6) == 0;
}

/* ---- numbers ---- */

static double seconds_of(const log_repeat *repeat) {
    double first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < repeat->count; i++) {
        const tblog_run *run = repeat->parts[i].loaded;
        for (size_t k = 0; k < tblog_run_series_count(run); k++) {
            const tblog_series *s = tblog_run_series(run, k);
            for (size_t j = 0; j < s->count; j++) {
                first = fmin(first, s->points[j].wall_time_s);
                last = fmax(last, s->points[j].wall_time_s);
            }
        }
    }
    return last > first && isfinite(last - first) ? last - first : NAN;
}

static repeat_numbers numbers_of(const log_repeat *repeat, const headline *by, double target) {
    repeat_numbers n = {NAN, NAN, NAN, seconds_of(repeat)};
    const tblog_series *s = by->tag ? log_scalars(log_part_named(repeat, by->part), by->tag) : NULL;
    if (!s) return n;
    n.final = s->points[s->count - 1].number;
    for (size_t i = 0; i < s->count; i++) {
        double value = s->points[i].number;
        if (!isfinite(value)) continue;
        n.best =
            isnan(n.best) ? value : (by->is_accuracy ? fmax(n.best, value) : fmin(n.best, value));
        if (by->is_accuracy && value >= target && isnan(n.epochs))
            n.epochs = (double)s->points[i].step + (is_epoch_tag(by->tag) ? 1 : 0);
    }
    return n;
}

/* One of the four numbers of all repeats that have it. */
static sample_summary summary_of(const table_row *row, size_t offset, double *scratch) {
    size_t n = 0;
    for (size_t i = 0; i < row->repeat_count; i++) {
        double value;
        memcpy(&value, (const char *)&row->repeats[i] + offset, sizeof value);
        if (isfinite(value)) scratch[n++] = value;
    }
    return sample_summarise(scratch, n);
}

static bool fill_row(report_table *self, report_logs *logs, size_t run, double *scratch) {
    const log_run *from = &logs->runs[run];
    table_row *row = &self->rows[run];
    repeat_numbers *repeats = pool_take(&logs->memory, from->count, sizeof *repeats);
    if (!repeats) return false;
    *row = (table_row){.run = run, .repeats = repeats, .repeat_count = from->count};
    for (size_t i = 0; i < from->count; i++) {
        repeats[i] = numbers_of(&from->repeats[i], &self->by, self->target);
        const tblog_series *s =
            self->by.tag
                ? log_scalars(log_part_named(&from->repeats[i], self->by.part), self->by.tag)
                : NULL;
        if (s && s->count > row->length) row->length = s->count;
    }
    row->final = summary_of(row, offsetof(repeat_numbers, final), scratch);
    if (self->by.is_accuracy && row->final.mean <= 1) sample_bound(&row->final, 0, 1);
    row->best = summary_of(row, offsetof(repeat_numbers, best), scratch);
    row->epochs = summary_of(row, offsetof(repeat_numbers, epochs), scratch);
    row->seconds = summary_of(row, offsetof(repeat_numbers, seconds), scratch);
    return true;
}

static int ascending(double p, double q) {
    if (isnan(p) || isnan(q)) return isnan(p) - isnan(q);
    return (p > q) - (p < q);
}

/* Runs are by name before, and stay so where they are equal. */
static int by_accuracy(const void *a, const void *b) {
    const table_row *x = a, *y = b;
    int order = ascending(-x->final.mean, -y->final.mean);
    return order ? order : (x->run > y->run) - (x->run < y->run);
}

static int by_loss(const void *a, const void *b) {
    const table_row *x = a, *y = b;
    int order = ascending(x->final.mean, y->final.mean);
    return order ? order : (x->run > y->run) - (x->run < y->run);
}

/* ---- differences ---- */

/* All final values by run and seed; a loss is turned around, as a ranking has the highest first. */
static bool rank(const report_table *self, const report_logs *logs, ranking *to) {
    for (size_t i = 0; i < self->count; i++) {
        const table_row *row = &self->rows[i];
        const log_run *run = &logs->runs[row->run];
        if (!ranking_add_group(to, run->name)) return false;
        for (size_t k = 0; k < row->repeat_count; k++) {
            double value = self->by.is_accuracy ? row->repeats[k].final : -row->repeats[k].final;
            const char *seed = run->repeats[k].seed;
            uint64_t number;
            if (!whole_parse(seed, 0, UINT64_MAX, &number) || !isfinite(value)) continue;
            if (!ranking_add(to, run->name, number, value)) return false;
        }
    }
    return ranking_finish(to);
}

static size_t row_named(const report_table *self, const report_logs *logs, const char *name) {
    size_t i = 0;
    while (strcmp(logs->runs[self->rows[i].run].name, name) != 0) i++;
    return i; /* groups are rows */
}

static bool fill_p(report_table *self, report_logs *logs) {
    size_t n = self->count;
    ranking ranked = {0};
    double *p = pool_take(&logs->memory, n * n, sizeof *p);
    double *lead = pool_take(&logs->memory, n * n, sizeof *lead);
    double sign = self->by.is_accuracy ? 1 : -1;
    bool good = p && lead && rank(self, logs, &ranked);
    for (size_t i = 0; good && i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            size_t place = row_named(self, logs, ranked.groups[i].name) * n +
                           row_named(self, logs, ranked.groups[k].name);
            p[place] = ranking_p(&ranked, i, k);
            lead[place] = sign * ranking_lead(&ranked, i, k);
        }
    }
    if (good) self->test_count = ranking_tests(&ranked);
    if (self->test_count) {
        self->p = p;
        self->lead = lead;
    }
    ranking_free(&ranked);
    return good;
}

double table_p(const report_table *self, size_t row, size_t other) {
    return self->p ? self->p[row * self->count + other] : NAN;
}

double table_lead(const report_table *self, size_t row, size_t other) {
    double unit = self->by.is_accuracy ? 100 : 1;
    if (!isnan(table_p(self, row, other))) return unit * self->lead[row * self->count + other];
    return unit * (self->rows[row].final.mean - self->rows[other].final.mean);
}

bool table_differs(const report_table *self, size_t row, size_t other) {
    return table_p(self, row, other) < RANKING_LEVEL;
}

enum { MAX_COMPARED = 128 }; /* pairs grow with the square */

bool table_make(report_table *self, report_logs *logs, double target) {
    *self = (report_table){.by = choose_headline(logs), .target = target, .count = logs->count};
    size_t most = logs_repeats(logs);
    double *scratch = pool_take(&logs->memory, most, sizeof *scratch);
    self->rows = pool_take(&logs->memory, logs->count, sizeof *self->rows);
    if (!scratch || !self->rows) return false;
    for (size_t i = 0; i < logs->count; i++)
        if (!fill_row(self, logs, i, scratch)) return false;
    qsort(self->rows, self->count, sizeof *self->rows,
          self->by.is_accuracy ? by_accuracy : by_loss);
    if (most < 2 || !self->by.tag || self->count < 2 || self->count > MAX_COMPARED) return true;
    return fill_p(self, logs);
}
