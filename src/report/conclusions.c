/* SPDX-License-Identifier: Apache-2.0 */
/* What the numbers say, in sentences. */
#include "report/conclusions.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/endings.h"
#include "report/output/markup.h"

/* What a sentence is written from, and to. */
typedef struct writer {
    report_conclusions *to;
    report_logs *logs;
    const report_table *table;
    const report_weights *weights;
    FILE *out;  /* the current sentence */
    char *text; /* what is in it */
    size_t size;
} writer;

/* ---- sentences ---- */

static bool begin(writer *w) {
    w->text = NULL;
    w->out = open_memstream(&w->text, &w->size);
    return w->out != NULL;
}

/* Keep the sentence unless it is empty. */
static bool end(writer *w) {
    bool good = fclose(w->out) == 0;
    const char *kept = good ? pool_print(&w->logs->memory, "%s", w->text) : NULL;
    bool empty = good && !w->size;
    free(w->text);
    if (kept && !empty && w->to->count < CONCLUSIONS_MAX) w->to->sentences[w->to->count++] = kept;
    return kept != NULL;
}

__attribute__((format(printf, 2, 3))) static void say(writer *w, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(w->out, format, arguments);
    va_end(arguments);
}

static const char *name_of(const writer *w, size_t row) {
    return w->logs->runs[w->table->rows[row].run].name;
}

static void say_name(writer *w, size_t row) {
    say(w, NAME_BEGIN "%s" NAME_END, name_of(w, row));
}

/* "A, B and C"; of many only how many there are. */
static void say_names(writer *w, const size_t *rows, size_t n) {
    enum { MANY = 12 };
    if (n > MANY) {
        say(w, "%zu runs", n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i) say(w, "%s", i + 1 < n ? ", " : " and ");
        say_name(w, rows[i]);
    }
}

static void say_p(writer *w, double p) {
    if (p < 1e-4)
        say(w, "p < 0.0001");
    else
        say(w, "p = %.4f", p);
}

/* ---- who failed ---- */

static bool measured(const report_table *table, size_t row) {
    return row < table->count && !isnan(table->rows[row].final.mean);
}

static bool failed(const report_table *table, size_t row) {
    return table->by.is_accuracy && measured(table, row) &&
           table_lead(table, 0, row) > CONCLUSIONS_FAILED_POINTS;
}

/* The rows that were measured and did not fail, from the best on; how many. */
static size_t list_learners(const report_table *table, size_t *rows) {
    size_t n = 0;
    for (size_t i = 0; i < table->count; i++)
        if (measured(table, i) && !failed(table, i)) rows[n++] = i;
    return n;
}

static const tblog_series *headline_of(const writer *w, size_t row, size_t repeat) {
    const log_repeat *from = &w->logs->runs[w->table->rows[row].run].repeats[repeat];
    return log_scalars(log_part_named(from, w->table->by.part), w->table->by.tag);
}

/* Lowest and highest value of all points of all of a run's repeats. */
static void range_of(const writer *w, size_t row, double *low, double *high) {
    *low = INFINITY, *high = -INFINITY;
    for (size_t i = 0; i < w->table->rows[row].repeat_count; i++) {
        const tblog_series *s = headline_of(w, row, i);
        for (size_t k = 0; s && k < s->count; k++) {
            *low = fmin(*low, s->points[k].number);
            *high = fmax(*high, s->points[k].number);
        }
    }
}

/* Whether all weights of the last histogram are the same. */
static bool ends_all_equal(const report_ridges *of) {
    const report_ridge *last = of->count ? &of->ridge[of->count - 1] : NULL;
    return last && last->count && last->buckets[0].left == last->buckets[last->count - 1].right;
}

/* "; at the end all weights of dense/kernel are the same number": why nothing was learnt. */
static void say_equal_weights(writer *w, size_t row) {
    size_t said = 0;
    for (size_t i = 0; i < w->weights->group_count; i++) {
        const histogram_group *group = &w->weights->groups[i];
        for (size_t k = 0; k < group->count && group->is_kernel; k++) {
            if (group->runs[k].run != w->table->rows[row].run || !ends_all_equal(&group->runs[k]))
                continue;
            say(w, "%s%s", said++ ? ", " : "; in its last histograms all weights are the same in ",
                group->title);
        }
    }
}

/* The last value farthest down (or up) among a run's tags with that prefix; NULL: none is logged.
 */
static const tblog_series *farthest(const writer *w, size_t row, const char *prefix, bool up) {
    const log_repeat *repeat = &w->logs->runs[w->table->rows[row].run].repeats[0];
    const tblog_series *found = NULL;
    for (size_t p = 0; p < repeat->count; p++)
        for (size_t i = 0; i < tblog_run_series_count(repeat->parts[p].loaded); i++) {
            const tblog_series *s = tblog_run_series(repeat->parts[p].loaded, i);
            double last = s->points[s->count - 1].number;
            if (strncmp(s->tag, prefix, strlen(prefix)) != 0 || !isfinite(last)) continue;
            double best = found ? found->points[found->count - 1].number : NAN;
            if (!found || (up ? last > best : last < best)) found = s;
        }
    return found;
}

/* What --diagnostics logged of a run that failed. */
static bool say_diagnostics(writer *w, size_t row) {
    static const struct {
        const char *prefix, *before, *after;
        bool up;
    } kinds[] = {{"why/distinct_units/", "only ", "distinct", false},
                 {"why/dead_units/", "", "dead", true}};
    size_t said = 0;
    for (size_t k = 0; k < 2; k++) {
        const tblog_series *s = farthest(w, row, kinds[k].prefix, kinds[k].up);
        double share = s ? s->points[s->count - 1].number : NAN;
        if (!(kinds[k].up ? share > .5 : share < .5)) continue;
        const char *layer = s->tag + strlen(kinds[k].prefix);
        layer = pool_clean_text(&w->logs->memory, layer, strlen(layer));
        if (!layer) return false;
        say(w, "%s%s%.3g\xc2\xa0%% of the units of %s are %s", said++ ? ", " : "; at the end ",
            kinds[k].before, 100 * share, layer, kinds[k].after);
    }
    return true;
}

static bool say_failure(writer *w, size_t row) {
    double low, high;
    if (!begin(w)) return false;
    range_of(w, row, &low, &high);
    say_name(w, row);
    say(w, " fails: it ends at %.4f, %.1f points below the best", w->table->rows[row].final.mean,
        table_lead(w->table, 0, row));
    if (w->table->rows[row].length > 2 && high - low < 5e-5)
        say(w, ", where it was from the first %s on",
            is_epoch_tag(w->table->by.tag) ? "epoch" : "step");
    else if (w->table->rows[row].length > 2 && high - low < .005)
        say(w, ", and never leaves %.4f to %.4f", low, high);
    else if (w->table->rows[row].length > 2)
        say(w, ", having been between %.4f and %.4f on the way", low, high);
    say_equal_weights(w, row);
    bool good = say_diagnostics(w, row);
    say(w, ".");
    return end(w) && good;
}

static bool say_failures(writer *w, const size_t *learners, size_t n) {
    enum { EACH = 4 };
    size_t failures = 0, row = 0;
    for (size_t i = 0; i < w->table->count; i++)
        if (failed(w->table, i)) failures++, row = i;
    if (failures > EACH) {
        if (!begin(w)) return false;
        say(w, "%zu runs fail: they end more than %d points below the best, ", failures,
            CONCLUSIONS_FAILED_POINTS);
        say_name(w, row);
        say(w, " lowest at %.4f.", w->table->rows[row].final.mean);
        return end(w);
    }
    for (size_t i = 0; i < w->table->count; i++)
        if (failed(w->table, i) && !say_failure(w, i)) return false;
    if (failures || n < 2 || !w->table->by.is_accuracy) return true;
    if (!begin(w)) return false;
    say(w, "None fails: all end within %.2f points of the best.",
        table_lead(w->table, 0, learners[n - 1]));
    return end(w);
}

/* ---- who is best, and who is like that ---- */

static bool say_best(writer *w) {
    const table_row *best = &w->table->rows[0];
    if (!measured(w->table, 0)) return true;
    if (!begin(w)) return false;
    say_name(w, 0);
    say(w, "%s %.4f",
        measured(w->table, 1) ? w->table->by.is_accuracy ? " ends highest, at" : " ends lowest, at"
                              : " ends at",
        best->final.mean);
    if (best->final.n > 1)
        say(w, " \xc2\xb1 %.4f (mean and standard deviation of %zu seeds)", best->final.sd,
            best->final.n);
    if (best->best.mean != best->final.mean)
        say(w, "; %s %.4f",
            best->repeat_count > 1 ? "the mean of its seeds' best values is" : "its best value was",
            best->best.mean);
    say(w, ".");
    return end(w);
}

/* Standard deviation of the last quarter of a series, at least three points: how much a value moves
 * from one epoch to the next when nothing is gained any more. NaN for less. */
static double wobble_of(const tblog_series *s) {
    double last[64];
    size_t n = s ? s->count / 4 : 0;
    if (n < 3) n = s && s->count >= 6 ? 3 : 0;
    if (n > 64) n = 64;
    for (size_t i = 0; i < n; i++) last[i] = s->points[s->count - n + i].number;
    return sample_summarise(last, n).sd;
}

static int ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

static double median(double *values, size_t n) {
    qsort(values, n, sizeof *values, ascending);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static double median_wobble(const writer *w, const size_t *learners, size_t n, double *room) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        double wobble = wobble_of(headline_of(w, learners[i], 0));
        if (isfinite(wobble)) room[count++] = wobble;
    }
    return count ? median(room, count) : NAN;
}

/* One repeat each: no test, but the spread beside what one run's values spread. */
static bool say_spread(writer *w, const size_t *learners, size_t n, double *room) {
    double unit = w->table->by.is_accuracy ? 100 : 1;
    const char *units = w->table->by.is_accuracy ? " points" : "";
    if (n < 3) return true;
    double wobble = median_wobble(w, learners, n, room);
    for (size_t i = 0; i < n; i++) room[i] = w->table->rows[learners[i]].final.mean;
    double spread = sample_summarise(room, n).sd;
    if (!begin(w)) return false;
    if (!(spread > 0)) {
        say(w, "%s %zu end at the same value, %.4f.", n < w->table->count ? "The other" : "All", n,
            room[0]);
        return end(w);
    }
    say(w, "%s %zu lie within %.3g%s, from %.4f to %.4f", n < w->table->count ? "The other" : "All",
        n, unit * fabs(room[0] - room[n - 1]), units, fmin(room[0], room[n - 1]),
        fmax(room[0], room[n - 1]));
    if (isfinite(wobble) && wobble > 0) {
        say(w,
            ", a standard deviation of %.2g%s; late in training a single run moves by %.2g%s from "
            "epoch to epoch",
            unit * spread, units, unit * wobble, units);
        say(w, spread < 2 * wobble
                   ? ": with one seed each they are alike to the eye, and their order "
                     "means little"
                   : ": their order is more than that, but one seed each is no test");
    }
    say(w, ".");
    return end(w);
}

/* Several repeats: who differs from the best, by the corrected tests. */
static bool say_differences(writer *w, const size_t *learners, size_t n, size_t *room) {
    size_t alike = 0, pairs = 0, differing = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            if (isnan(table_p(w->table, learners[i], learners[k]))) continue;
            pairs++;
            differing += table_differs(w->table, learners[i], learners[k]);
        }
    if (!pairs) return true;
    for (size_t i = 1; i < n; i++)
        if (!isnan(table_p(w->table, 0, learners[i])) && !table_differs(w->table, 0, learners[i]))
            room[alike++] = learners[i];
    if (!begin(w)) return false;
    if (alike) {
        say_names(w, room, alike);
        say(w, " cannot be distinguished from ");
        say_name(w, 0);
        say(w, " (paired by seed, Holm-corrected, 5\xc2\xa0%%). ");
    }
    say(w, "Of the %zu pairs among the %zu that learn, ", pairs, n);
    if (differing)
        say(w, "%zu differ%s significantly.", differing, differing == 1 ? "s" : "");
    else
        say(w, "none differs significantly.");
    return end(w);
}

/* Each that is significantly below the best without having failed. */
static bool say_worse(writer *w, const size_t *learners, size_t n) {
    size_t said = 0;
    if (!begin(w)) return false;
    for (size_t i = 1; i < n; i++) {
        if (!table_differs(w->table, 0, learners[i]) ||
            (table_lead(w->table, 0, learners[i]) < 0) == w->table->by.is_accuracy)
            continue;
        say(w, "%s", said++ ? ", " : "Significantly below ");
        if (said == 1) {
            say_name(w, 0);
            say(w, ": ");
        }
        say_name(w, learners[i]);
        say(w, " by %.3g%s (", fabs(table_lead(w->table, 0, learners[i])),
            w->table->by.is_accuracy ? " points" : "");
        say_p(w, table_p(w->table, 0, learners[i]));
        say(w, ")");
    }
    if (said) say(w, ".");
    return end(w);
}

/* ---- who is fast ---- */

/* Whether all of a run's repeats reached the target. */
static bool reached(const report_table *table, size_t row) {
    const table_row *r = &table->rows[row];
    return r->epochs.n > 0 && r->epochs.n == r->final.n;
}

/* The runs that took that many epochs on average; how many. */
static size_t list_after(const report_table *table, double epochs, size_t *rows) {
    size_t n = 0;
    for (size_t i = 0; i < table->count; i++)
        if (reached(table, i) && table->rows[i].epochs.mean == epochs) rows[n++] = i;
    return n;
}

/* The first to reach the target and the last; false when none did. */
static bool say_first_and_last(writer *w, size_t *room) {
    double first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < w->table->count; i++) {
        if (!reached(w->table, i)) continue;
        first = fmin(first, w->table->rows[i].epochs.mean);
        last = fmax(last, w->table->rows[i].epochs.mean);
    }
    if (!(first <= last)) return false;
    bool by_epoch = is_epoch_tag(w->table->by.tag);
    size_t n = list_after(w->table, first, room);
    say_names(w, room, n);
    say(w, " reach%s %g\xc2\xa0%% first, after %.3g %s%s", n == 1 ? "es" : "",
        100 * w->table->target, first, by_epoch ? "epoch" : "step", first == 1 ? "" : "s");
    if (logs_repeats(w->logs) > 1) say(w, " on average");
    if (last > first) {
        say(w, "; last ");
        say_names(w, room, list_after(w->table, last, room));
        say(w, ", after %.3g", last);
    }
    say(w, ".");
    return true;
}

static bool say_fastest(writer *w, size_t *room) {
    if (!w->table->by.is_accuracy) return true;
    if (!begin(w)) return false;
    bool any = say_first_and_last(w, room);
    size_t never = 0, some = 0;
    for (size_t i = 0; i < w->table->count; i++)
        if (measured(w->table, i) && !w->table->rows[i].epochs.n) room[never++] = i;
    if (never && any) {
        say(w, " ");
        say_names(w, room, never);
        say(w, " never %s there.", never == 1 ? "gets" : "get");
    }
    for (size_t i = 0; i < w->table->count; i++)
        if (w->table->rows[i].epochs.n && !reached(w->table, i)) room[some++] = i;
    if (some) {
        say(w, "%s", any ? " " : "");
        say_names(w, room, some);
        say(w, " reach%s %g\xc2\xa0%% with some seeds only.", some == 1 ? "es" : "",
            100 * w->table->target);
    }
    if (!any && !some) say(w, "None reaches %g\xc2\xa0%%.", 100 * w->table->target);
    return end(w);
}

/* ---- who learned too much ---- */

/* Where a run's first repeat had its lowest validation loss, and how far above that it ended. */
static bool lowest_loss(const writer *w, size_t row, double *epoch, double *above) {
    const log_repeat *repeat = &w->logs->runs[w->table->rows[row].run].repeats[0];
    const tblog_series *s = log_scalars(log_part_named(repeat, "validation"), "epoch_loss");
    if (!s) return false;
    double lowest = INFINITY, last = s->points[s->count - 1].number;
    for (size_t i = 0; i < s->count; i++) {
        if (!(s->points[i].number < lowest)) continue;
        lowest = s->points[i].number;
        *epoch = (double)s->points[i].step + 1;
    }
    *above = last - lowest;
    return isfinite(*above);
}

/* A validation loss that rises again is said, whatever its accuracy does. */
static bool say_overfitting(writer *w, const size_t *learners, size_t n, double *epochs,
                            double *above) {
    size_t rising = 0;
    for (size_t i = 0; i < n; i++)
        if (lowest_loss(w, learners[i], &epochs[rising], &above[rising]) && above[rising] > 0)
            rising++;
    if (!rising || !w->table->by.is_accuracy) return true;
    if (!begin(w)) return false;
    say(w,
        "Validation loss rises again before the end in %zu of the %zu that learn: it is lowest "
        "after "
        "%.3g epochs and ends %.2g above that (medians%s).",
        rising, n, median(epochs, rising), median(above, rising),
        w->table->rows[learners[0]].repeat_count > 1 ? " of the first seed" : "");
    return end(w);
}

/* ---- all ---- */

/* What follows from the table. */
static bool say_numbers(writer w) {
    report_logs *logs = w.logs;
    const report_table *table = w.table;
    size_t *learners = pool_take(&logs->memory, table->count, sizeof *learners);
    size_t *rows = pool_take(&logs->memory, table->count, sizeof *rows);
    double *numbers = pool_take(&logs->memory, table->count, sizeof *numbers);
    double *more = pool_take(&logs->memory, table->count, sizeof *more);
    if (!learners || !rows || !numbers || !more) return false;
    if (!table->by.tag || !table->count || !measured(table, 0)) return true;
    size_t n = list_learners(table, learners);
    if (!say_best(&w) || !say_failures(&w, learners, n)) return false;
    if (table->p) {
        if (!say_differences(&w, learners, n, rows) || !say_worse(&w, learners, n)) return false;
    } else if (!say_spread(&w, learners, n, numbers)) {
        return false;
    }
    return say_fastest(&w, rows) && say_overfitting(&w, learners, n, numbers, more);
}

bool conclusions_draw(report_conclusions *self, report_logs *logs, const report_table *table,
                      const report_weights *weights) {
    report_endings endings;
    *self = (report_conclusions){.count = 0};
    const writer w = {.to = self, .logs = logs, .table = table, .weights = weights};
    if (!say_numbers(w) || !endings_find(&endings, logs)) return false;
    for (size_t i = 0; i < endings.count && self->count < CONCLUSIONS_MAX; i++)
        self->sentences[self->count++] = endings.sentences[i];
    return true;
}

/* "20 epochs", or "1 to 20 epochs". */
static const char *span_text(pool *memory, size_t least, size_t most, const char *one,
                             const char *many) {
    if (least == most) return pool_print(memory, "%zu %s", most, most == 1 ? one : many);
    return pool_print(memory, "%zu to %zu %s", least, most, many);
}

const char *conclusions_scope(report_logs *logs, const report_table *table) {
    size_t few_repeats = SIZE_MAX, repeats = 0, short_length = SIZE_MAX, length = 0;
    for (size_t i = 0; i < table->count; i++) {
        const table_row *row = &table->rows[i];
        few_repeats = row->repeat_count < few_repeats ? row->repeat_count : few_repeats;
        repeats = row->repeat_count > repeats ? row->repeat_count : repeats;
        if (!row->length) continue;
        short_length = row->length < short_length ? row->length : short_length;
        length = row->length > length ? row->length : length;
    }
    bool by_epoch = table->by.tag && is_epoch_tag(table->by.tag);
    const char *seeds = span_text(&logs->memory, few_repeats, repeats, "seed each", "seeds each");
    const char *epochs =
        !length ? ""
                : span_text(&logs->memory, short_length, length, by_epoch ? "epoch" : "point",
                            by_epoch ? "epochs" : "points");
    if (!seeds || !epochs) return NULL;
    return pool_print(&logs->memory, "%zu run%s%s%s%s%s", logs->count, logs->count == 1 ? "" : "s",
                      repeats > 1 ? ", " : "", repeats > 1 ? seeds : "", length ? ", " : "",
                      epochs);
}
