/* SPDX-License-Identifier: Apache-2.0 */
/* What the runs of a log folder have in common. */
#include "train/comparison_log.h"

#include "train/hparams_log.h"
#include "train/run_log.h"

static bool write_experiment(run_log *log, train_error *err) {
    tblog_error reason;
    const tblog_experiment experiment = {.name = "initlab",
                                         .description = "Weight initializers, compared",
                                         .time_created_s = run_log_now(log),
                                         .hparams = hparams_log_columns,
                                         .hparam_count = HPARAMS_LOG_COLUMNS,
                                         .metrics = hparams_log_metrics,
                                         .metric_count = HPARAMS_LOG_METRICS};
    tblog_status made =
        tblog_summary_hparams_experiment(run_log_summary(log), &experiment, &reason);
    return run_log_add(log, 0, made, &reason, err);
}

/* A chart takes all runs that have a tag: these tags are only in the runs called validation. */
static bool write_layout(run_log *log, train_error *err) {
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

bool comparison_log_write(const char *logdir, const tblog_writer_options *options,
                          train_error *err) {
    run_log *log = run_log_new(logdir, options);
    if (!log) return train_fail(err, "out of memory");
    bool experiment = run_log_held(log, "_hparams_/experiment");
    bool layout = run_log_held(log, "custom_scalars__config__");
    bool good = (experiment && layout) ||
                (run_log_begin(log, err) && (experiment || write_experiment(log, err)) &&
                 (layout || write_layout(log, err)));
    return run_log_close(log, good ? err : NULL) && good;
}
