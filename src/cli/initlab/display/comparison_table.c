/* SPDX-License-Identifier: Apache-2.0 */
/* The table that compare prints at its end. cli/initlab/compare.c calls this. */
#include "cli/initlab/display/comparison_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/screen/display_text.h"
#include "runs/groups.h"
#include "runs/records/ending.h"

const text_table_column run_columns[RUN_COLUMNS] = {
    {"val_accuracy", 12, false, 0, CUT_END, 0}, {"val_loss", 8, false, 0, CUT_END, 1},
    {"accuracy", 8, false, 0, CUT_END, 4},      {"loss", 8, false, 0, CUT_END, 5},
    {"epochs", 6, false, 0, CUT_END, 2},        {"seconds", 8, false, 0, CUT_END, 3},
};

text_style run_style(const run *r, const run *best) {
    double accuracy = history_last(&r->history)->validation.accuracy;
    if (run_failed(r)) return STYLE_BAD;
    return accuracy >= history_last(&best->history)->validation.accuracy ? STYLE_BOLD : STYLE_PLAIN;
}

void run_columns_add(text_table *table, const run *r, const run *best) {
    const history_epoch *e = history_last(&r->history);
    text_table_styled(table, run_style(r, best), "%.4f", e->validation.accuracy);
    text_table_loss(table, "", e->validation.loss);
    text_table_cell(table, "%.4f", e->train.accuracy);
    text_table_loss(table, "", e->train.loss);
    text_table_cell(table, "%zu", r->history.count);
    text_table_cell(table, "%.2f", history_seconds(&r->history));
}

/* ---- runs ---- */

static bool diverged(const run *r) {
    return history_diverged(&r->history) > 0;
}

/* Best validation accuracy first, equals in the order of the list; then those that diverged, whose
 * accuracy is that of a guess. */
static int by_accuracy(const void *a, const void *b) {
    const run *x = *(const run *const *)a, *y = *(const run *const *)b;
    if (diverged(x) != diverged(y)) return diverged(x) ? 1 : -1;
    double p = history_last(&x->history)->validation.accuracy;
    double q = history_last(&y->history)->validation.accuracy;
    if (p != q && !(isnan(p) && isnan(q))) return p > q || isnan(q) ? -1 : 1;
    return (x > y) - (x < y);
}

bool comparison_table_put_runs(const run_list *list, const terminal *out, size_t columns,
                               best_result *best) {
    const run **order = calloc(list->count + 1, sizeof *order);
    size_t count = 0;
    for (size_t i = 0; i < list->count && order; i++)
        if (history_last(&list->runs[i].history)) order[count++] = &list->runs[i];
    if (order) qsort(order, count, sizeof *order, by_accuracy);
    text_table_column shown[1 + RUN_COLUMNS] = {{"initializer", 16, true, 16, CUT_MIDDLE, 0}};
    memcpy(shown + 1, run_columns, sizeof run_columns);
    text_table *table = order ? text_table_new(shown, 1 + RUN_COLUMNS) : NULL;
    for (size_t i = 0; i < count; i++) {
        text_table_styled(table, run_style(order[i], order[0]), "%s", order[i]->name);
        run_columns_add(table, order[i], order[0]);
    }
    bool good = text_table_put(table, out, columns);
    *best = (best_result){NULL, 0};
    if (count && !run_failed(order[0]))
        *best =
            (best_result){order[0]->name, history_last(&order[0]->history)->validation.accuracy};
    text_table_free(table);
    free(order);
    return good;
}

/* ---- groups ---- */

static const text_table_column group_columns[] = {
    {"#", 3, false, 0, CUT_END, 0},           {"initializer", 16, true, 16, CUT_MIDDLE, 0},
    {"n", 3, false, 0, CUT_END, 6},           {"val_accuracy", 0, true, 0, CUT_END, 0},
    {"95% interval", 0, true, 0, CUT_END, 1}, {"beats", 0, true, 5, CUT_END, 2},
    {"val_loss", 8, false, 0, CUT_END, 3},    {"accuracy", 8, false, 0, CUT_END, 7},
    {"loss", 8, false, 0, CUT_END, 8},        {"epochs", 6, false, 0, CUT_END, 5},
    {"seconds", 8, false, 0, CUT_END, 4},
};
enum { GROUP_COLUMNS = sizeof group_columns / sizeof group_columns[0], LIST_SIZE = 512 };

/* Appends to a text that never grows beyond LIST_SIZE. */
static void append(char *text, size_t first, size_t last) {
    size_t used = strlen(text);
    const char *comma = used ? "," : "";
    if (first == last)
        snprintf(text + used, LIST_SIZE - used, "%s%zu", comma, first);
    else
        snprintf(text + used, LIST_SIZE - used, "%s%zu-%zu", comma, first, last);
}

/* The test uses the seeds that both groups have; the ranks use all seeds of each group. */
static bool beats(const ranking *ranked, size_t i, size_t j) {
    return ranking_differ(ranked, i, j) && ranking_lead(ranked, i, j) > 0;
}

/* The ranks, from 1, that are significantly worse than rank i: "4-12", "3,5-12", "-" for none. */
static void list_beaten(const ranking *ranked, size_t i, char *text) {
    *text = '\0';
    for (size_t j = 0; j < ranked->count; j++) {
        size_t first = j;
        while (j < ranked->count && beats(ranked, i, j)) j++;
        if (j > first) append(text, first + 1, j);
    }
    if (!*text) strcpy(text, "-");
}

/* Whether a test against the best found no difference; of what diverged, nobody wants to know. */
static bool is_like_best(const ranking *ranked, size_t i) {
    return i > 0 && !ranked->groups[i].last && !isnan(ranking_p(ranked, 0, i)) &&
           !ranking_differ(ranked, 0, i);
}

/* Mean and spread, and the interval of the mean. */
static void add_statistics(text_table *table, const sample_summary *s, text_style style,
                           bool utf8) {
    if (!s->n)
        text_table_cell(table, "-");
    else if (s->n < 2)
        text_table_styled(table, style, "%.4f", s->mean);
    else
        text_table_styled(table, style, "%.4f %s %.4f", s->mean, utf8 ? "±" : "+-", s->sd);
    if (s->n < 2)
        text_table_cell(table, "-");
    else
        text_table_cell(table, "%.4f-%.4f", s->low, s->high);
}

static void add_mean(text_table *table, size_t n, int digits, double mean) {
    char text[METRIC_TEXT];
    if (n)
        text_table_cell(table, "%s", metric_text(mean, digits, text));
    else
        text_table_cell(table, "-");
}

static void add_mean_loss(text_table *table, size_t n, double mean) {
    if (n)
        text_table_loss(table, "", mean);
    else
        text_table_cell(table, "-");
}

static void add_group(text_table *table, const ranking *ranked, size_t i, const run_group_means *m,
                      bool utf8) {
    const ranked_group *g = &ranked->groups[i];
    char beaten[LIST_SIZE];
    text_style style = m->failed ? STYLE_BAD : i ? STYLE_PLAIN : STYLE_BOLD;
    list_beaten(ranked, i, beaten);
    text_table_cell(table, "%s%zu", is_like_best(ranked, i) ? "=" : "", i + 1);
    text_table_styled(table, style, "%s", g->name);
    text_table_cell(table, "%zu", g->count);
    add_statistics(table, &g->summary, style, utf8);
    text_table_cell(table, "%s", beaten);
    add_mean_loss(table, m->n, m->validation.loss);
    add_mean(table, m->n, 4, m->train.accuracy);
    add_mean_loss(table, m->n, m->train.loss);
    add_mean(table, m->n, 1, m->epochs);
    add_mean(table, m->n, 2, m->seconds);
}

/* Print 'text' in lines of at most 'columns' columns. A longer word gets its own line. */
static void put_wrapped(FILE *out, const char *text, size_t columns) {
    size_t used = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        if (used && used + 1 + length > columns) {
            putc('\n', out);
            used = 0;
        }
        fprintf(out, "%s%.*s", used ? " " : "", (int)length, text);
        used += (used ? 1 : 0) + length;
        text += length + strspn(text + length, " ");
    }
    putc('\n', out);
}

static size_t count_diverged(const run_list *list, const ranking *ranked) {
    size_t count = 0;
    for (size_t i = 0; i < ranked->count; i++)
        count += run_groups_means(list, ranked->groups[i].name).diverged;
    return count;
}

/* What the signs mean, and what is not in the table. */
static void put_legend(const run_list *list, const ranking *ranked, const terminal *out,
                       size_t columns) {
    char text[512];
    size_t tests = ranking_tests(ranked), bad = count_diverged(list, ranked), done = 0;
    for (size_t i = 0; i < ranked->count; i++) done += ranked->groups[i].count;
    if (!columns) columns = 100;
    putc('\n', out->out);
    if (tests) {
        snprintf(text, sizeof text,
                 "val_accuracy: mean %s standard deviation over the seeds, and the mean's 95%% "
                 "interval. =: not distinguishable from the best. beats: ranks that are "
                 "significantly worse. Tested by paired t-tests over the seeds, at %g%% after "
                 "Holm's correction for %zu %s.",
                 out->utf8 ? "±" : "+-", 100 * RANKING_LEVEL, tests, tests > 1 ? "tests" : "test");
        put_wrapped(out->out, text, columns);
    } else {
        put_wrapped(out->out,
                    ranked->count < 2
                        ? "Nothing is tested: there is one initializer only."
                        : "Nothing is tested: a test needs two seeds that two initializers have.",
                    columns);
    }
    if (bad) {
        snprintf(text, sizeof text,
                 "%zu of %zu runs diverged: their loss is NaN or infinite. An initializer of which "
                 "all runs did ranks last.",
                 bad, done);
        put_wrapped(out->out, text, columns);
    }
    if (done == list->count) return;
    snprintf(text, sizeof text, "%zu of %zu runs did not finish and are left out.",
             list->count - done, list->count);
    put_wrapped(out->out, text, columns);
}

bool comparison_table_put_groups(const run_list *list, const terminal *out, size_t columns,
                                 best_result *best) {
    ranking ranked;
    bool good = run_groups_rank(list, &ranked);
    text_table *table = good ? text_table_new(group_columns, GROUP_COLUMNS) : NULL;
    *best = (best_result){NULL, 0};
    for (size_t i = 0; i < ranked.count && table; i++) {
        run_group_means means = run_groups_means(list, ranked.groups[i].name);
        if (!i && means.n && !means.failed)
            *best = (best_result){ranked.groups[i].name, means.validation.accuracy};
        add_group(table, &ranked, i, &means, out->utf8);
    }
    good = text_table_put(table, out, columns);
    if (good) put_legend(list, &ranked, out, columns);
    text_table_free(table);
    ranking_free(&ranked);
    return good;
}
