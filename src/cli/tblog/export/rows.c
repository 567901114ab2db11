/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a table for each value that is exported. export.c calls this. */
#include "cli/tblog/export/rows.h"

#include <string.h>

#include "cli/tblog/export/files/tensor.h"

#define COLUMN(name, numbers)                                                                      \
    { name, sizeof(name) - 1, numbers }
#define PLACE                                                                                      \
    COLUMN("run", false), COLUMN("tag", false), COLUMN("step", true), COLUMN("wall_time", true)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void put_place(export_table *table, const export_item *i) {
    table_text(table, i->run, strlen(i->run));
    table_text(table, i->series->tag, i->series->tag_size);
    table_whole(table, i->point->step);
    table_number(table, i->point->wall_time_s, true);
}

static bool put_scalar(export_table *table, const export_item *i, const char **reason) {
    (void)reason;
    put_place(table, i);
    table_number(table, i->point->number, i->point->wide);
    return true;
}

/* A row for each bucket. */
static bool put_histogram(export_table *table, const export_item *i, const char **reason) {
    (void)reason;
    tblog_buckets buckets;
    double numbers[3];
    tblog_value_buckets(i->value, &buckets);
    for (size_t k = 0; tblog_buckets_get(&buckets, k, &numbers[0], &numbers[1], &numbers[2]); k++) {
        put_place(table, i);
        for (size_t n = 0; n < 3; n++) table_number(table, numbers[n], true);
    }
    return true;
}

/* A row for each string. */
static bool put_text(export_table *table, const export_item *i, const char **reason) {
    (void)reason;
    tblog_strings strings;
    tblog_text_view text;
    for (tblog_value_strings(i->value, &strings); tblog_strings_next(&strings, &text);) {
        put_place(table, i);
        table_text(table, text.data, text.size);
    }
    return true;
}

/* Number 'k' of them: numpy.linspace(0, 1, count), which TensorBoard shows, to the last digit. */
static double threshold(size_t k, size_t count) {
    if (k == 0) return 0;
    return k + 1 == count ? 1 : (double)k * (1 / (double)(count - 1));
}

/* A row for each threshold. The tensor's rows: tensorboard/plugins/pr_curve/metadata.py. */
static bool put_pr_curve(export_table *table, const export_item *i, const char **reason) {
    enum { TP, FP, TN, FN, PRECISION, RECALL, ROWS };
    static const int order[ROWS] = {PRECISION, RECALL, TP, FP, TN, FN};
    tensor curve;
    if (!tensor_read(i->value, &curve, reason)) return false;
    bool good = tensor_is_numbers(&curve) && curve.rank == 2 && curve.shape[0] == ROWS;
    if (!good) *reason = "it is not an array of 6 rows";
    size_t thresholds = good ? curve.shape[1] : 0;
    for (size_t k = 0; k < thresholds; k++) {
        put_place(table, i);
        table_number(table, threshold(k, thresholds), true);
        for (size_t n = 0; n < ROWS; n++)
            table_number(table, tensor_number(&curve, (size_t)order[n] * thresholds + k), false);
    }
    tensor_free(&curve);
    return good;
}

const export_row_kind *export_row_kind_of(const char *kind) {
    static const export_column value[] = {PLACE, COLUMN("value", true)};
    static const export_column text[] = {PLACE, COLUMN("value", false)};
    static const export_column buckets[] = {PLACE, COLUMN("left", true), COLUMN("right", true),
                                            COLUMN("count", true)};
    static const export_column curve[] = {PLACE,
                                          COLUMN("threshold", true),
                                          COLUMN("precision", true),
                                          COLUMN("recall", true),
                                          COLUMN("true_positives", true),
                                          COLUMN("false_positives", true),
                                          COLUMN("true_negatives", true),
                                          COLUMN("false_negatives", true)};
    static const export_row_kind kinds[] = {
        {"scalars", value, COUNT(value), put_scalar},
        {"histograms", buckets, COUNT(buckets), put_histogram},
        {"text", text, COUNT(text), put_text},
        {"pr_curves", curve, COUNT(curve), put_pr_curve},
    };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0) return &kinds[i];
    return NULL;
}
