/* SPDX-License-Identifier: Apache-2.0 */
/* What the runs of a log folder have in common. compare.c calls this before the first run. */
#include "runs/records/comparison_log.h"

#include <stdlib.h>
#include <string.h>

#include "runs/records/option_records.h"
#include "train/callbacks/hparams_log.h"
#include "train/run_log.h"

/*
 * Fill the column of a row; false if there is none: no run has a value for it, or all of several
 * runs have the same. A column "differs" if its values do. The initializer always does, so that its
 * column comes first; its arguments, a row without a name, are always there and never do.
 */
static bool has_column(const run_option *row, const run *runs, size_t count,
                       tblog_hparam_info *column) {
    char *first = run_option_log_text(row, &runs->options);
    bool found = false, of_initializer = row->group == OPTION_INIT;
    bool differs = row->name && of_initializer;
    for (size_t i = 0; i < count; i++) {
        char *text = run_option_log_text(row, &runs[i].options);
        found = found || run_option_is_in(row, IN_HPARAMS, &runs[i].options);
        differs = differs || (row->name && first && text && strcmp(first, text) != 0);
        free(text);
    }
    free(first);
    *column = (tblog_hparam_info){.name = row->log_name,
                                  .display_name = row->title ? row->title : row->log_name,
                                  .description = row->about,
                                  .type = option_records_type(row),
                                  .differs = differs};
    return found && (differs || of_initializer || count == 1);
}

static bool write_experiment(run_log *log, const run *runs, size_t count, error *err) {
    size_t row_count, column_count = 0;
    const run_option *rows = run_option_rows(&row_count);
    tblog_hparam_info *columns = calloc(row_count, sizeof *columns);
    if (!columns) return error_set(err, "out of memory");
    for (size_t i = 0; i < row_count; i++)
        if (rows[i].use == OPTION_RESULTS &&
            has_column(&rows[i], runs, count, &columns[column_count]))
            column_count++;
    const tblog_experiment experiment = {.name = "initlab",
                                         .description = "Weight initializers, compared",
                                         .time_created_s = run_log_now(log),
                                         .hparams = columns,
                                         .hparam_count = column_count,
                                         .metrics = hparams_log_metrics,
                                         .metric_count = HPARAMS_LOG_METRICS};
    tblog_status made =
        tblog_summary_hparams_experiment(run_log_summary(log), &experiment, run_log_reason(log));
    free(columns);
    return run_log_add(log, 0, made, err);
}

/* A chart shows all runs that have its tags. Only the validation runs have the first ones. */
static bool write_layout(run_log *log, bool why, error *err) {
    static const char *const accuracy[] = {"^evaluation_accuracy_vs_iterations$"};
    static const char *const loss[] = {"^evaluation_loss_vs_iterations$"};
    static const tblog_chart charts[] = {
        {.title = "validation accuracy, all initializers", .tags = accuracy, .tag_count = 1},
        {.title = "validation loss, all initializers", .tags = loss, .tag_count = 1}};
    static const char *const dead[] = {"^why/dead_units/"}, *const distinct[] = {
                                                                "^why/distinct_units/"};
    static const char *const norms[] = {"^why/gradient_norm/"}, *const ratios[] = {
                                                                    "^why/update_ratio/"};
    static const tblog_chart why_charts[] = {
        {.title = "gradient norm of each layer", .tags = norms, .tag_count = 1},
        {.title = "step / weights of each layer", .tags = ratios, .tag_count = 1},
        {.title = "dead units, share of each layer", .tags = dead, .tag_count = 1},
        {.title = "distinct units, share of each layer", .tags = distinct, .tag_count = 1}};
    static const tblog_category categories[] = {
        {.title = "comparison", .charts = charts, .chart_count = 2},
        {.title = "why", .charts = why_charts, .chart_count = 4}};
    tblog_status made = tblog_summary_custom_scalars(run_log_summary(log), categories, why ? 2 : 1,
                                                     run_log_reason(log));
    return run_log_add(log, 0, made, err);
}

bool comparison_log_write(const run *runs, size_t count, error *err) {
    run_log *log = run_log_new(runs->options.logdir, &runs->options.tensorboard.writer);
    if (!log) return error_set(err, "out of memory");
    bool experiment = run_log_held(log, "_hparams_/experiment");
    bool layout = run_log_held(log, "custom_scalars__config__"), why = false;
    for (size_t i = 0; i < count; i++) why = why || runs[i].options.diagnostics;
    bool good =
        (experiment && layout) ||
        (run_log_begin(log, err) && (experiment || write_experiment(log, runs, count, err)) &&
         (layout || write_layout(log, why, err)));
    return run_log_close(log, good ? err : NULL) && good;
}
