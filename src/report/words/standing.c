/* SPDX-License-Identifier: Apache-2.0 */
/* Where each run stands. */
#include "report/words/standing.h"

#include <math.h>
#include <stdlib.h>

#include "stats/learning.h"

/* ---- noise ---- */

/* Standard deviation of the last quarter of a series, at least three points. NaN for less. */
static double wobble_of(const tblog_series *s) {
    double last[64];
    size_t n = s ? s->count / 4 : 0;
    if (n < 3) n = s && s->count >= 6 ? 3 : 0;
    if (n > 64) n = 64;
    for (size_t i = 0; i < n; i++) last[i] = s->points[s->count - n + i].number;
    return sample_summarise(last, n).sd;
}

static double median_wobble(const report_logs *logs, const report_table *table, double *room) {
    size_t n = 0;
    for (size_t i = 0; i < table->count; i++) {
        double wobble = wobble_of(table_headline(table, logs, i, 0));
        if (wobble > 0) room[n++] = wobble;
    }
    return sample_median(room, n);
}

/* What a share of this number of images moves by chance: the binomial distribution's deviation. */
static double sampling_noise(double accuracy, size_t images) {
    return images ? sqrt(accuracy * (1 - accuracy) / (double)images) : NAN;
}

/* Tukey's studentized range of k equal groups, 5 %, of a known deviation: tables of q. */
static double tukey_range(size_t k) {
    static const struct {
        size_t groups;
        double q;
    } table[] = {{2, 2.77},  {3, 3.31},  {4, 3.63},  {5, 3.86},  {6, 4.03},  {8, 4.29},
                 {10, 4.47}, {12, 4.62}, {16, 4.85}, {20, 5.01}, {40, 5.50}, {100, 6.09}};
    size_t last = sizeof table / sizeof *table - 1, i = 0;
    while (i < last && table[i].groups < k) i++;
    return table[i].q;
}

/* ---- each row ---- */

/* Whether no repeat of a row learned anything. */
static bool has_failed(const report_table *table, const report_logs *logs, size_t classes,
                       size_t row) {
    for (size_t k = 0; k < table->rows[row].repeat_count; k++) {
        accuracy_range range = {0};
        const tblog_series *s = table_headline(table, logs, row, k);
        for (size_t i = 0; s && i < s->count; i++) accuracy_range_add(&range, s->points[i].number);
        if (s && !accuracy_range_failed(&range, classes)) return false;
    }
    return true;
}

/* Whether a run learned anything: without that, the best is not good. */
static bool some_learned(const report_logs *logs, const report_table *table, size_t classes) {
    if (!table->by.is_accuracy) return true;
    for (size_t i = 0; i < table->count; i++)
        if (table_is_measured(table, i) && !has_failed(table, logs, classes, i)) return true;
    return false;
}

/* Whether it ends near its best value, and higher than it was after two thirds of its way. */
static bool is_rising(const report_table *table, const report_logs *logs, size_t row) {
    const tblog_series *s = table_headline(table, logs, row, 0);
    if (!s || s->count < 2) return false;
    double last = s->points[s->count - 1].number;
    double before = s->points[(s->count - 1) * 2 / 3].number;
    return last > before + .002 && last > table->rows[row].repeats[0].best - .01;
}

static standing standing_of(const report_standings *self, const report_logs *logs,
                            const report_table *table, const report_context *context, size_t row) {
    if (!table_is_measured(table, row)) return STANDS_UNKNOWN;
    double lead = table_lead(table, 0, row);
    if (table->by.is_accuracy && lead > STANDING_FAR) {
        if (has_failed(table, logs, context->classes, row)) return STANDS_FAILED;
        if (is_rising(table, logs, row)) return STANDS_LATE;
        return STANDS_BELOW;
    }
    if (!isnan(table_p(table, 0, row)))
        return table_differs(table, 0, row) ? STANDS_BELOW : STANDS_ALIKE;
    return fabs(lead) <= self->slack ? STANDS_ALIKE : STANDS_BELOW;
}

bool standings_make(report_standings *self, report_logs *logs, const report_table *table,
                    const report_context *context) {
    standing *of = pool_take(&logs->memory, table->count, sizeof *of);
    double *room = pool_take(&logs->memory, table->count, sizeof *room);
    *self = (report_standings){.of = of, .wobble = NAN, .noise = NAN};
    if (!of || !room) return false;
    double unit = table->by.is_accuracy ? 100 : 1,
           best = table->count ? table->rows[0].compared.mean : 0;
    size_t near = 0;
    if (table->by.tag) self->wobble = median_wobble(logs, table, room);
    self->noise = fmax(self->wobble, /* of a NaN and a number the number */
                       table->by.is_accuracy ? sampling_noise(best, context->validated) : NAN);
    self->knows_images = table->by.is_accuracy && context->validated;
    for (size_t i = 0; i < table->count; i++)
        near += table_is_measured(table, i) && fabs(table_lead(table, 0, i)) <= STANDING_FAR;
    self->slack = isnan(self->noise) ? 0 : unit * self->noise * tukey_range(near);
    bool learned = some_learned(logs, table, context->classes);
    for (size_t i = 0; i < table->count; i++) {
        of[i] = standing_of(self, logs, table, context, i);
        if (!learned && of[i] != STANDS_UNKNOWN) of[i] = STANDS_FAILED;
        self->count[of[i]]++;
    }
    return true;
}
