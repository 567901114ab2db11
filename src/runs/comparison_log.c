/* SPDX-License-Identifier: Apache-2.0 */
/* What the runs of a log folder have in common. */
#include "runs/comparison_log.h"

#include <string.h>

#include "train/callbacks/hparams_log.h"
#include "train/run_log.h"

enum { INITIALIZER = 0, ARGUMENTS = 1 }; /* columns */

static bool same_value(const tblog_hparam *a, const tblog_hparam *b) {
    return a->number == b->number && a->truth == b->truth &&
           (a->string == b->string || strcmp(a->string, b->string) == 0);
}

/* Arguments belong to their initializers, and are long: they stay behind. */
static void mark_differing(tblog_hparam_info *columns, const hparams_log_values *a,
                           const hparams_log_values *b) {
    for (size_t i = 0; i < HPARAMS_LOG_COLUMNS; i++)
        if (i != ARGUMENTS && !same_value(&a->of[i], &b->of[i])) columns[i].differs = 1;
}

/* False when there is no memory. */
static bool find_differing(tblog_hparam_info *columns, const run *runs, size_t count) {
    hparams_log_values first, other;
    bool good = hparams_log_values_init(&first, &runs->options.model);
    columns[INITIALIZER].differs = 1;
    for (size_t i = 1; good && i < count; i++) {
        good = hparams_log_values_init(&other, &runs[i].options.model);
        if (good) mark_differing(columns, &first, &other);
        hparams_log_values_free(&other);
    }
    hparams_log_values_free(&first);
    return good;
}

static bool write_experiment(run_log *log, const run *runs, size_t count, error *err) {
    tblog_error reason;
    tblog_hparam_info columns[HPARAMS_LOG_COLUMNS];
    memcpy(columns, hparams_log_columns, sizeof columns);
    if (!find_differing(columns, runs, count)) return error_set(err, "out of memory");
    const tblog_experiment experiment = {.name = "initlab",
                                         .description = "Weight initializers, compared",
                                         .time_created_s = run_log_now(log),
                                         .hparams = columns,
                                         .hparam_count = HPARAMS_LOG_COLUMNS,
                                         .metrics = hparams_log_metrics,
                                         .metric_count = HPARAMS_LOG_METRICS};
    tblog_status made =
        tblog_summary_hparams_experiment(run_log_summary(log), &experiment, &reason);
    return run_log_add(log, 0, made, &reason, err);
}

/* A chart takes all runs that have a tag: these tags are only in the runs called validation. */
static bool write_layout(run_log *log, error *err) {
    static const char *const accuracy[] = {"^evaluation_accuracy_vs_iterations$"};
    static const char *const loss[] = {"^evaluation_loss_vs_iterations$"};
    static const tblog_chart charts[] = {
        {.title = "validation accuracy, all initializers", .tags = accuracy, .tag_count = 1},
        {.title = "validation loss, all initializers", .tags = loss, .tag_count = 1}};
    static const tblog_category comparison = {
        .title = "comparison", .charts = charts, .chart_count = 2};
    tblog_error reason;
    tblog_status made = tblog_summary_custom_scalars(run_log_summary(log), &comparison, 1, &reason);
    return run_log_add(log, 0, made, &reason, err);
}

bool comparison_log_write(const run *runs, size_t count, error *err) {
    run_log *log = run_log_new(runs->options.logdir, &runs->options.tensorboard.writer);
    if (!log) return error_set(err, "out of memory");
    bool experiment = run_log_held(log, "_hparams_/experiment");
    bool layout = run_log_held(log, "custom_scalars__config__");
    bool good =
        (experiment && layout) ||
        (run_log_begin(log, err) && (experiment || write_experiment(log, runs, count, err)) &&
         (layout || write_layout(log, err)));
    return run_log_close(log, good ? err : NULL) && good;
}
