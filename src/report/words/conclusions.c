/* SPDX-License-Identifier: Apache-2.0 */
/* What the numbers say, in sentences. */
#include "report/words/conclusions.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/output/markup.h"
#include "report/words/endings.h"
#include "stats/ranking.h"
#include "stats/t_distribution.h"

/* What a sentence is written from, and to. */
typedef struct writer {
    report_conclusions *to;
    report_logs *logs;
    const report_table *table;
    const report_weights *weights;
    const report_standings *standings;
    const char *const *names; /* of all runs */
    FILE *out;                /* the current sentence */
    char *text;               /* what is in it */
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
    return w->names[w->table->rows[row].run];
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

/* A number of steps is whole; their mean over seeds may not be. */
static void say_steps(writer *w, double steps) {
    say(w, "%.*f", steps == floor(steps) ? 0 : 1, steps);
}

/* ---- rows ---- */

/* The rows that stand like that, from the best on; how many. */
static size_t list_standing(const writer *w, standing stands, size_t *rows) {
    size_t n = 0;
    for (size_t i = 0; i < w->table->count; i++)
        if (w->standings->of[i] == stands) rows[n++] = i;
    return n;
}

/* The rows that learned as the best did or nearly so; how many. */
static size_t list_learners(const writer *w, size_t *rows) {
    size_t n = 0;
    for (size_t i = 0; i < w->table->count; i++)
        if (w->standings->of[i] <= STANDS_BELOW &&
            (!w->table->by.is_accuracy || table_lead(w->table, 0, i) <= STANDING_FAR))
            rows[n++] = i;
    return n;
}

/* The rows of the best value: there may be ties. */
static size_t list_best(const report_table *table, size_t *rows) {
    size_t n = 0;
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].compared.mean == table->rows[0].compared.mean) rows[n++] = i;
    return n;
}

static const tblog_series *headline_of(const writer *w, size_t row, size_t repeat) {
    return table_headline(w->table, w->logs, row, repeat);
}

/* ---- who failed, and who learns late ---- */

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

/* "; in its last histograms all weights of dense/kernel and dense_1/kernel are equal": why nothing
 * was learned. */
static void say_equal_weights(writer *w, size_t row) {
    const char *equal[8];
    size_t n = 0;
    for (size_t i = 0; i < w->weights->group_count; i++) {
        const histogram_group *group = &w->weights->groups[i];
        for (size_t k = 0; k < group->count && group->is_kernel && n < 8; k++)
            if (group->runs[k].run == w->table->rows[row].run && ends_all_equal(&group->runs[k]))
                equal[n++] = group->title;
    }
    for (size_t i = 0; i < n; i++)
        say(w, "%s%s",
            !i          ? "; in its last histograms all weights of "
            : i + 1 < n ? ", "
                        : " and ",
            equal[i]);
    if (n) say(w, " are equal");
}

/* The units of a layer, as the histogram of its bias counts them; 0: unknown. */
static size_t units_of(const writer *w, size_t row, const char *layer) {
    char title[256];
    snprintf(title, sizeof title, "%s/bias", layer);
    for (size_t i = 0; i < w->weights->group_count; i++) {
        const histogram_group *group = &w->weights->groups[i];
        for (size_t k = 0; k < group->count && strcmp(group->title, title) == 0; k++) {
            double sum = 0;
            const report_ridges *of = &group->runs[k];
            if (of->run != w->table->rows[row].run || !of->count) continue;
            for (size_t b = 0; b < of->ridge[0].count; b++) sum += of->ridge[0].buckets[b].count;
            return sum > 0 && sum < 1e9 ? (size_t)lround(sum) : 0;
        }
    }
    return 0;
}

/* The last value farthest down (or up) among a run's tags with that name before a layer's, which
 * is *layer then; NULL: none is logged. */
static const tblog_series *farthest(const writer *w, size_t row, const char *name, bool up,
                                    const char **layer) {
    const log_repeat *repeat = &w->logs->runs[w->table->rows[row].run].repeats[0];
    const tblog_series *found = NULL;
    for (size_t p = 0; p < repeat->count; p++)
        for (size_t i = 0; i < tblog_run_series_count(repeat->parts[p].loaded); i++) {
            const tblog_series *s = tblog_run_series(repeat->parts[p].loaded, i);
            double last = s->points[s->count - 1].number;
            const char *tag = strncmp(s->tag, "why/", 4) == 0 ? s->tag + 4 : s->tag;
            if (strncmp(tag, name, strlen(name)) != 0 || !isfinite(last)) continue;
            double best = found ? found->points[found->count - 1].number : NAN;
            if (found && !(up ? last > best : last < best)) continue;
            found = s;
            *layer = tag + strlen(name);
        }
    return found;
}

/* The units of a layer that diagnostics are about: a share of them is dead, or is distinct. */
typedef struct layer_units {
    const char *layer; /* NULL: there is nothing to say */
    double share;
    size_t count; /* of all; 0: unknown */
    bool all;     /* all are dead, or all are alike */
} layer_units;

/* What --diagnostics logged of the layer where it is worst; false if memory is out. */
static bool find_units(const writer *w, size_t row, bool dead, layer_units *found) {
    const char *layer = "";
    const tblog_series *s =
        farthest(w, row, dead ? "dead_units/" : "distinct_units/", dead, &layer);
    *found = (layer_units){.share = s ? s->points[s->count - 1].number : NAN};
    if (!(dead ? found->share > .5 : found->share < .5)) return true;
    found->layer = pool_clean_text(&w->logs->memory, layer, strlen(layer));
    if (!found->layer) return false;
    found->count = units_of(w, row, found->layer);
    long some = lround(found->share * (double)found->count);
    found->all = found->count && (dead ? some == (long)found->count : some <= 1);
    return true;
}

/* "all 256 units of dense are alike", "only 3 of the 256 units of dense are distinct". */
static void say_units(writer *w, const layer_units *of, bool dead) {
    if (!of->count)
        say(w, "%s%.3g\xc2\xa0%% of the units of %s are %s", dead ? "" : "only ", 100 * of->share,
            of->layer, dead ? "dead" : "distinct");
    else if (of->all)
        say(w, "all %zu units of %s are %s", of->count, of->layer, dead ? "dead" : "alike");
    else
        say(w, "%s%ld of the %zu units of %s are %s", dead ? "" : "only ",
            lround(of->share * (double)of->count), of->count, of->layer,
            dead ? "dead" : "distinct");
}

/* Why a run failed: what --diagnostics logged, or else its weights. False if memory is out. */
static bool say_why(writer *w, size_t row) {
    layer_units distinct, dead;
    if (!find_units(w, row, false, &distinct) || !find_units(w, row, true, &dead)) return false;
    if (!distinct.layer && !dead.layer) {
        say_equal_weights(w, row);
        return true;
    }
    say(w, "; at the end ");
    if (distinct.layer) say_units(w, &distinct, false);
    if (distinct.layer && dead.layer && distinct.all && dead.all &&
        strcmp(distinct.layer, dead.layer) == 0) {
        say(w, " and dead");
        return true;
    }
    if (distinct.layer && dead.layer) say(w, ", and ");
    if (dead.layer) say_units(w, &dead, true);
    return true;
}

static void say_where(writer *w, size_t row) {
    double lead = table_lead(w->table, 0, row);
    say(w, "%.4f", w->table->rows[row].compared.mean);
    if (lead > 0) say(w, ", %.*f points below the best", lead < .1 ? 2 : 1, lead);
}

static bool say_failure(writer *w, size_t row) {
    double low, high;
    size_t length = w->table->rows[row].length;
    if (!begin(w)) return false;
    range_of(w, row, &low, &high);
    say_name(w, row);
    say(w, " fails: it ends at ");
    say_where(w, row);
    if (length > 1 && high - low < 5e-5)
        say(w, ", where it was from the first %s on",
            is_epoch_tag(w->table->by.tag) ? "epoch" : "step");
    else if (length > 1 && high - low < .01)
        say(w, ", and never leaves %.4f to %.4f", low, high);
    else if (length > 1)
        say(w, ", having been between %.4f and %.4f on the way", low, high);
    bool good = say_why(w, row);
    say(w, ".");
    return end(w) && good;
}

static bool say_late(writer *w, size_t row) {
    if (!begin(w)) return false;
    say_name(w, row);
    say(w, " learns late: it ends at ");
    say_where(w, row);
    say(w, ", and is still rising");
    bool good = say_why(w, row);
    say(w, ".");
    return end(w) && good;
}

/* Learners that are far below the best, and do not rise. */
static bool say_far(writer *w, size_t row) {
    double low, high;
    if (!begin(w)) return false;
    range_of(w, row, &low, &high);
    say_name(w, row);
    say(w, " stays behind: it ends at ");
    say_where(w, row);
    if (high > w->table->rows[row].compared.mean + .01) say(w, ", after having reached %.4f", high);
    say(w, ".");
    return end(w);
}

/* Each of a few, or how many there are and which of them is lowest. */
static bool say_each(writer *w, const size_t *rows, size_t n, bool (*one)(writer *, size_t),
                     const char *many) {
    enum { EACH = 3 };
    if (n > EACH) {
        if (!begin(w)) return false;
        say(w, "%zu runs %s, ", n, many);
        say_name(w, rows[n - 1]);
        say(w, " lowest at %.4f.", w->table->rows[rows[n - 1]].compared.mean);
        return end(w);
    }
    for (size_t i = 0; i < n; i++)
        if (!one(w, rows[i])) return false;
    return true;
}

static bool say_failures(writer *w, const size_t *learners, size_t n, size_t *room) {
    size_t failed = list_standing(w, STANDS_FAILED, room), others = 0;
    if (!say_each(w, room, failed, say_failure, "fail: they end near chance or where they began"))
        return false;
    size_t late = list_standing(w, STANDS_LATE, room);
    if (!say_each(w, room, late, say_late,
                  "learn late: they are far below the best and still rise"))
        return false;
    for (size_t i = 0; i < w->table->count; i++)
        if (w->standings->of[i] == STANDS_BELOW && w->table->by.is_accuracy &&
            table_lead(w->table, 0, i) > STANDING_FAR)
            room[others++] = i;
    if (!say_each(w, room, others, say_far, "stay more than 5 points behind")) return false;
    if (failed || late || others || n < 2 || !w->table->by.is_accuracy) return true;
    if (table_lead(w->table, 0, learners[n - 1]) == 0) return true; /* ties were reported */
    if (!begin(w)) return false;
    say(w, "None fails: all end within %.2f points of the best.",
        table_lead(w->table, 0, learners[n - 1]));
    return end(w);
}

/* ---- who is best, and who is like that ---- */

/* At which step, if runs end at different ones. */
static void say_common(writer *w) {
    if (!w->table->has_common) return;
    bool by_epoch = is_epoch_tag(w->table->by.tag);
    say(w, "At %s %" PRId64 ", the last that all logged, ", by_epoch ? "epoch" : "step",
        w->table->common + by_epoch);
}

static bool say_best(writer *w, size_t *room) {
    const table_row *best = &w->table->rows[0];
    size_t ties = list_best(w->table, room);
    bool alone = !table_is_measured(w->table, 1), up = w->table->by.is_accuracy;
    bool all = ties > 1 && !table_is_measured(w->table, ties);
    if (alone && best->compared.n <= 1 && best->best.mean == best->compared.mean)
        return true; /* the title has it */
    if (!begin(w)) return false;
    say_common(w);
    if (all)
        say(w, "%s %zu runs %s", w->table->has_common ? "all" : "All", ties,
            w->table->has_common ? "are at" : "end at");
    else
        say_names(w, room, ties);
    const char *verb = w->table->has_common ? ties == 1 ? "is" : "are" : ties == 1 ? "ends" : "end";
    if (!all) say(w, " %s%s%s", verb, alone ? "" : up ? " highest," : " lowest,", " at");
    say(w, " %.4f", best->compared.mean);
    if (best->compared.n > 1 && ties == 1)
        say(w, " \xc2\xb1 %.4f (mean and standard deviation of %zu seeds)", best->compared.sd,
            best->compared.n);
    if (ties == 1 && best->best.mean != best->compared.mean)
        say(w, "; %s %.4f",
            best->repeat_count > 1 ? "the mean of its seeds' best values is" : "its best value was",
            best->best.mean);
    say(w, ".");
    return end(w);
}

/* Which of the learners are below the best by more than chance. */
static void say_below(writer *w, const size_t *learners, size_t n) {
    size_t below = 0, said = 0;
    for (size_t i = 0; i < n; i++) below += w->standings->of[learners[i]] == STANDS_BELOW;
    if (!below) return;
    say(w, "; ");
    if (below > 3)
        say(w, "the lowest %zu", below);
    else
        for (size_t i = 0; i < n; i++) {
            if (w->standings->of[learners[i]] != STANDS_BELOW) continue;
            say(w, "%s", !said ? "" : said + 1 < below ? ", " : " and ");
            say_name(w, learners[i]);
            said++;
        }
    say(w, " %s below the best by more than that", below == 1 ? "is" : "are");
}

/* One repeat each: no test, but the range beside what equal runs would have. */
static bool say_spread(writer *w, const size_t *learners, size_t n) {
    double unit = w->table->by.is_accuracy ? 100 : 1;
    const char *units = w->table->by.is_accuracy ? " points" : "";
    if (n < 3) return true;
    double first = w->table->rows[learners[0]].compared.mean,
           last = w->table->rows[learners[n - 1]].compared.mean, range = unit * fabs(first - last);
    if (!(range > 0)) return true; /* ties were reported */
    if (!begin(w)) return false;
    bool all = n == w->table->count;
    say(w, "%s %zu lie within %.2g%s, from %.4f to %.4f", all ? "All" : "The other", n, range,
        units, fmin(first, last), fmax(first, last));
    if (w->standings->slack > 0)
        say(w,
            "; equal runs would lie within %.2g%s (Tukey's range, from how much a run moves "
            "between %ss%s)",
            w->standings->slack, units, is_epoch_tag(w->table->by.tag) ? "epoch" : "step",
            w->standings->knows_images ? " and how few images measure it" : "");
    if (w->standings->slack > 0 && range <= w->standings->slack)
        say(w, ": with one seed each, their order means little");
    else if (w->standings->slack > 0)
        say_below(w, learners, n);
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
    if (pairs > 1) {
        say(w, "Of the %zu pairs among the %zu that learn, ", pairs, n);
        if (differing)
            say(w, "%zu differ%s significantly.", differing, differing == 1 ? "s" : "");
        else
            say(w, "none differs significantly.");
    }
    return end(w);
}

/* Standard deviation of the differences of two rows over their common seeds; *pairs of them. */
static double deviation_of(const writer *w, size_t row, size_t other, size_t *pairs) {
    enum { MOST = 64 };
    double differences[MOST];
    const table_row *a = &w->table->rows[row], *b = &w->table->rows[other];
    const log_repeat *x = w->logs->runs[a->run].repeats, *y = w->logs->runs[b->run].repeats;
    *pairs = 0;
    for (size_t i = 0; i < a->repeat_count; i++)
        for (size_t k = 0; k < b->repeat_count && *pairs < MOST; k++) {
            double by = a->repeats[i].compared - b->repeats[k].compared;
            if (strcmp(x[i].seed, y[k].seed) == 0 && isfinite(by)) differences[(*pairs)++] = by;
        }
    return sample_summarise(differences, *pairs).sd;
}

/* With so few seeds, a smaller difference could not have been shown. */
static bool say_smallest(writer *w, const size_t *learners, size_t n, double *room) {
    size_t count = 0, seeds = 0;
    for (size_t i = 1; i < n; i++) {
        size_t pairs;
        double sd = deviation_of(w, learners[0], learners[i], &pairs);
        if (!(sd > 0)) continue;
        room[count++] = sd;
        seeds = pairs;
    }
    if (!count) return true;
    double t =
        t_quantile(1 - RANKING_LEVEL / 2 / (double)w->table->test_count, (double)(seeds - 1));
    double unit = w->table->by.is_accuracy ? 100 : 1;
    if (!begin(w)) return false;
    say(w, "The smallest difference that %zu seeds could have shown is about %.2g%s.", seeds,
        unit * t * sample_median(room, count) / sqrt((double)seeds),
        w->table->by.is_accuracy ? " points" : "");
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
    size_t there = 0;
    for (size_t i = 0; i < w->table->count; i++) {
        if (!reached(w->table, i)) continue;
        there++;
        first = fmin(first, w->table->rows[i].epochs.mean);
        last = fmax(last, w->table->rows[i].epochs.mean);
    }
    if (!there) return false;
    bool by_epoch = is_epoch_tag(w->table->by.tag), together = first == last;
    size_t n = list_after(w->table, first, room);
    say_names(w, room, n);
    say(w, " reach%s %g\xc2\xa0%%%s after ", n == 1 ? "es" : "", 100 * w->table->target,
        together ? "" : " first,");
    say_steps(w, first);
    say(w, " %s%s", by_epoch ? "epoch" : "step", first == 1 ? "" : "s");
    if (logs_repeats(w->logs) > 1) say(w, " on average");
    if (!together) {
        say(w, "; last ");
        say_names(w, room, list_after(w->table, last, room));
        say(w, ", after ");
        say_steps(w, last);
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
        if (table_is_measured(w->table, i) && !w->table->rows[i].epochs.n) room[never++] = i;
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
    if (!any && !some && table_is_measured(w->table, 1))
        say(w, "None reaches %g\xc2\xa0%%.", 100 * w->table->target);
    else if (!any && !some)
        say(w, "It does not reach %g\xc2\xa0%%.", 100 * w->table->target);
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
    say(w, "Validation loss rises again before the end in ");
    if (rising < n)
        say(w, "%zu of the %zu that learn", rising, n);
    else
        say(w, "all %zu that learn", n);
    say(w, ": it is lowest after %.*f epochs and ends %.2g above that (medians%s).",
        fmod(sample_median(epochs, rising), 1) == 0 ? 0 : 1, sample_median(epochs, rising),
        sample_median(above, rising),
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
    if (!table->by.tag || !table->count || !table_is_measured(table, 0)) return true;
    size_t n = list_learners(&w, learners);
    if (!say_best(&w, rows) || !say_failures(&w, learners, n, rows)) return false;
    if (table->p) {
        if (!say_differences(&w, learners, n, rows) || !say_worse(&w, learners, n) ||
            !say_smallest(&w, learners, n, numbers))
            return false;
    } else if (!say_spread(&w, learners, n)) {
        return false;
    }
    return say_fastest(&w, rows) && say_overfitting(&w, learners, n, numbers, more);
}

bool conclusions_draw(report_conclusions *self, report_logs *logs, const report_table *table,
                      const report_weights *weights, const report_standings *standings,
                      const char *const *names) {
    report_endings endings;
    *self = (report_conclusions){.count = 0};
    const writer w = {.to = self,
                      .logs = logs,
                      .table = table,
                      .weights = weights,
                      .standings = standings,
                      .names = names};
    if (!say_numbers(w) || !endings_find(&endings, logs, names)) return false;
    for (size_t i = 0; i < endings.count && self->count < CONCLUSIONS_MAX; i++)
        self->sentences[self->count++] = endings.sentences[i];
    return true;
}
