/* SPDX-License-Identifier: Apache-2.0 */
/* What the runs reached, in numbers. */
#include "report/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "report/seconds.h"
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

static const tblog_series *headline_in(const headline *by, const log_repeat *repeat) {
    return by->tag ? log_scalars(log_part_named(repeat, by->part), by->tag) : NULL;
}

const tblog_series *table_headline(const report_table *self, const report_logs *logs, size_t row,
                                   size_t repeat) {
    return headline_in(&self->by, &logs->runs[self->rows[row].run].repeats[repeat]);
}

static double last_of(const log_repeat *repeat, const char *part, const char *tag) {
    const tblog_series *s = log_scalars(log_part_named(repeat, part), tag);
    return s ? s->points[s->count - 1].number : NAN;
}

/* Mean and range of the last values; NaN if there are too few. */
static void summarise_late(repeat_numbers *n, const tblog_series *s) {
    double last[TABLE_LATE];
    if (s->count < TABLE_LATE) return;
    n->late_low = INFINITY, n->late_high = -INFINITY;
    for (size_t i = 0; i < TABLE_LATE; i++) {
        last[i] = s->points[s->count - TABLE_LATE + i].number;
        n->late_low = fmin(n->late_low, last[i]);
        n->late_high = fmax(n->late_high, last[i]);
    }
    n->late = sample_summarise(last, TABLE_LATE).mean;
}

static repeat_numbers numbers_of(const log_repeat *repeat, const headline *by, double target) {
    repeat_numbers n = {.final = NAN,
                        .best = NAN,
                        .compared = NAN,
                        .late = NAN,
                        .late_low = NAN,
                        .late_high = NAN,
                        .val_loss = last_of(repeat, "validation", "epoch_loss"),
                        .loss = last_of(repeat, "train", "epoch_loss"),
                        .epochs = NAN,
                        .seconds = seconds_of(repeat)};
    const tblog_series *s = headline_in(by, repeat);
    if (!s) return n;
    n.final = n.compared = s->points[s->count - 1].number;
    summarise_late(&n, s);
    for (size_t i = 0; i < s->count; i++) {
        double value = s->points[i].number;
        if (!isfinite(value)) continue;
        n.best =
            isnan(n.best) ? value : (by->is_accuracy ? fmax(n.best, value) : fmin(n.best, value));
        /* .9 as a float32, which event files have, is below .9 */
        if (by->is_accuracy && (float)value >= (float)target && isnan(n.epochs))
            n.epochs = (double)s->points[i].step + (is_epoch_tag(by->tag) ? 1 : 0);
    }
    return n;
}

/* One of the numbers of all repeats that have it. */
static sample_summary summary_of(const table_row *row, size_t offset, double *scratch) {
    size_t n = 0;
    for (size_t i = 0; i < row->repeat_count; i++) {
        double value;
        memcpy(&value, (const char *)&row->repeats[i] + offset, sizeof value);
        if (isfinite(value)) scratch[n++] = value;
    }
    return sample_summarise(scratch, n);
}

static void summarise(report_table *self, table_row *row, double *scratch) {
    row->final = summary_of(row, offsetof(repeat_numbers, final), scratch);
    row->compared = summary_of(row, offsetof(repeat_numbers, compared), scratch);
    if (self->by.is_accuracy && row->final.mean <= 1) sample_bound(&row->final, 0, 1);
    if (self->by.is_accuracy && row->compared.mean <= 1) sample_bound(&row->compared, 0, 1);
    row->best = summary_of(row, offsetof(repeat_numbers, best), scratch);
    row->late = summary_of(row, offsetof(repeat_numbers, late), scratch);
    row->val_loss = summary_of(row, offsetof(repeat_numbers, val_loss), scratch);
    row->loss = summary_of(row, offsetof(repeat_numbers, loss), scratch);
    row->epochs = summary_of(row, offsetof(repeat_numbers, epochs), scratch);
    row->seconds = summary_of(row, offsetof(repeat_numbers, seconds), scratch);
    row->late_low = INFINITY, row->late_high = -INFINITY;
    for (size_t i = 0; i < row->repeat_count; i++) {
        row->late_low = fmin(row->late_low, row->repeats[i].late_low);
        row->late_high = fmax(row->late_high, row->repeats[i].late_high);
    }
}

static bool fill_row(report_table *self, report_logs *logs, size_t run) {
    const log_run *from = &logs->runs[run];
    table_row *row = &self->rows[run];
    repeat_numbers *repeats = pool_take(&logs->memory, from->count, sizeof *repeats);
    if (!repeats) return false;
    *row = (table_row){
        .run = run, .repeats = repeats, .repeat_count = from->count, .last_step = INT64_MAX};
    for (size_t i = 0; i < from->count; i++) {
        repeats[i] = numbers_of(&from->repeats[i], &self->by, self->target);
        const tblog_series *s = headline_in(&self->by, &from->repeats[i]);
        if (!s) continue;
        if (s->count > row->length) row->length = s->count;
        if (s->points[s->count - 1].step < row->last_step)
            row->last_step = s->points[s->count - 1].step;
    }
    return true;
}

/* ---- the step at which runs are compared ---- */

static const tblog_point *point_at(const tblog_series *s, int64_t step) {
    for (size_t i = s ? s->count : 0; i > 0 && s->points[i - 1].step >= step; i--)
        if (s->points[i - 1].step == step) return &s->points[i - 1];
    return NULL;
}

/* Whether a row has a say in the common step: it went on for at least half of the longest run. */
static bool is_long(const table_row *row, int64_t longest) {
    return row->length && row->last_step >= longest / 2;
}

static bool all_have(const report_table *self, const report_logs *logs, int64_t step,
                     int64_t longest) {
    for (size_t i = 0; i < self->count; i++)
        for (size_t k = 0; k < self->rows[i].repeat_count && is_long(&self->rows[i], longest);
             k++) {
            const tblog_series *s = table_headline(self, logs, i, k);
            if (s && !point_at(s, step)) return false;
        }
    return true;
}

/* The steps at which the long runs end: the first to end, and the last. */
static bool find_ends(const report_table *self, int64_t *first, int64_t *last) {
    *first = INT64_MAX, *last = INT64_MIN;
    for (size_t i = 0; i < self->count; i++)
        if (self->rows[i].length && self->rows[i].last_step > *last)
            *last = self->rows[i].last_step;
    for (size_t i = 0; i < self->count; i++)
        if (is_long(&self->rows[i], *last) && self->rows[i].last_step < *first)
            *first = self->rows[i].last_step;
    return *first < *last;
}

/* Find the common step, and the compared values of the runs that have it. */
static void compare_at_common(report_table *self, const report_logs *logs) {
    int64_t first, last;
    if (!find_ends(self, &first, &last)) return;
    const tblog_series *shortest = NULL; /* its points are those that all may have */
    for (size_t i = 0; i < self->count && !shortest; i++)
        for (size_t k = 0; k < self->rows[i].repeat_count && !shortest; k++) {
            const tblog_series *s = table_headline(self, logs, i, k);
            if (s && s->points[s->count - 1].step == first) shortest = s;
        }
    for (size_t i = shortest ? shortest->count : 0; i > 0 && !self->has_common; i--) {
        self->common = shortest->points[i - 1].step;
        if (self->common < last / 2) return;
        self->has_common = all_have(self, logs, self->common, last);
    }
    for (size_t i = 0; i < self->count && self->has_common; i++)
        for (size_t k = 0; k < self->rows[i].repeat_count; k++) {
            const tblog_point *point = point_at(table_headline(self, logs, i, k), self->common);
            if (point) self->rows[i].repeats[k].compared = point->number;
        }
}

static int ascending(double p, double q) {
    if (isnan(p) || isnan(q)) return isnan(p) - isnan(q);
    return (p > q) - (p < q);
}

/* Runs are by name before, and stay so where they are equal. */
static int by_accuracy(const void *a, const void *b) {
    const table_row *x = a, *y = b;
    int order = ascending(-x->compared.mean, -y->compared.mean);
    return order ? order : (x->run > y->run) - (x->run < y->run);
}

static int by_loss(const void *a, const void *b) {
    const table_row *x = a, *y = b;
    int order = ascending(x->compared.mean, y->compared.mean);
    return order ? order : (x->run > y->run) - (x->run < y->run);
}

/* ---- differences ---- */

/* All compared values by run and seed; a loss is turned around, as a ranking has the highest first.
 */
static bool rank(const report_table *self, const report_logs *logs, ranking *to) {
    for (size_t i = 0; i < self->count; i++) {
        const table_row *row = &self->rows[i];
        const log_run *run = &logs->runs[row->run];
        if (!ranking_add_group(to, run->name)) return false;
        for (size_t k = 0; k < row->repeat_count; k++) {
            double value =
                self->by.is_accuracy ? row->repeats[k].compared : -row->repeats[k].compared;
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

bool table_is_measured(const report_table *self, size_t row) {
    return row < self->count && !isnan(self->rows[row].compared.mean);
}

double table_p(const report_table *self, size_t row, size_t other) {
    return self->p ? self->p[row * self->count + other] : NAN;
}

double table_lead(const report_table *self, size_t row, size_t other) {
    double unit = self->by.is_accuracy ? 100 : 1;
    if (!isnan(table_p(self, row, other))) return unit * self->lead[row * self->count + other];
    return unit * (self->rows[row].compared.mean - self->rows[other].compared.mean);
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
        if (!fill_row(self, logs, i)) return false;
    compare_at_common(self, logs);
    for (size_t i = 0; i < logs->count; i++) summarise(self, &self->rows[i], scratch);
    qsort(self->rows, self->count, sizeof *self->rows,
          self->by.is_accuracy ? by_accuracy : by_loss);
    if (most < 2 || !self->by.tag || self->count < 2 || self->count > MAX_COMPARED) return true;
    return fill_p(self, logs);
}
