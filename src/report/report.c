/* SPDX-License-Identifier: Apache-2.0 */
/* A report of a log folder. */
#include "report/report.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "report/chart/unfold.h"
#include "report/output/output.h"
#include "report/seconds.h"
#include "report/words/notes.h"
#include "report/words/verdict.h"

static bool list_names(log_report *self) {
    const char **names = pool_take(&self->logs.memory, self->logs.count, sizeof *names);
    self->names = names;
    return names && sweep_read(&self->sweep, &self->logs, names);
}

/* In the order of the table; with names for the figures of histograms. */
static bool read_weights(log_report *self) {
    const report_table *table = &self->table;
    size_t *order = pool_take(&self->logs.memory, table->count, sizeof *order), ranked = 0;
    for (size_t i = 0; order && i < table->count; i++) {
        order[i] = table->rows[i].run;
        ranked += isnan(table->rows[i].compared.mean) ? 0 : 1;
    }
    if (!order || !weights_read(&self->weights, &self->logs, order, ranked)) return false;
    for (size_t i = 0; i < self->weights.group_count; i++) {
        histogram_group *group = &self->weights.groups[i];
        group->slug = slug_take(&self->charts.slugs, &self->logs.memory, "histogram", group->title);
        if (!group->slug) return false;
    }
    return true;
}

/* By name, so that a run looks the same in every report of these logs; where there are too many
 * runs for that, the best ones are compared. */
static bool choose_inks(log_report *self) {
    size_t n = self->logs.count;
    report_ink *inks = pool_take(&self->logs.memory, n, sizeof *inks);
    for (size_t i = 0; inks && i < n; i++) {
        size_t run = n > DRAWING_LOOKS ? self->table.rows[i].run : i;
        inks[run] = ink_of(i, n);
    }
    self->inks = inks;
    return inks != NULL;
}

static bool say_all(log_report *self) {
    report_logs *logs = &self->logs;
    const report_table *table = &self->table;
    if (!context_read(&self->context, logs) ||
        !standings_make(&self->standings, logs, table, &self->context) ||
        !conclusions_draw(&self->conclusions, logs, table, &self->weights, &self->standings,
                          self->names))
        return false;
    self->verdict = verdict_title(logs, table, &self->standings, self->names);
    self->scope = verdict_scope(logs, table);
    if (!self->verdict || !self->scope) return false;
    self->about = verdict_about(logs, self->scope, &self->context);
    return self->about != NULL;
}

bool report_make(log_report *self, const char *logdir, double target, error *err) {
    *self = (log_report){0};
    if (!logs_read(&self->logs, logdir, err)) return false;
    self->has_seeds = logs_repeats(&self->logs) > 1;
    bool good = list_names(self) && seconds_read(&self->logs) &&
                table_make(&self->table, &self->logs, target) && choose_inks(self) &&
                charts_make(&self->charts, &self->logs) && read_weights(self) &&
                unfold_images(&self->weights, &self->logs.memory) && say_all(self);
    bool by_epoch = self->table.by.tag && is_epoch_tag(self->table.by.tag);
    self->step_name = by_epoch ? "epoch" : "step";
    self->step_offset = by_epoch ? 1 : 0;
    if (good && notes_make(self)) return true;
    return error_set(err, "%s: out of memory", logdir);
}

/* One text file, whole or not at all. */
static bool write_text(const log_report *self, const report_options *options, const char *path,
                       bool (*put)(FILE *, const log_report *, const report_options *),
                       error *err) {
    new_file file;
    if (!folders_make_for(path) || !new_file_open(&file, path))
        return error_set(err, "%s: %s", path, strerror(errno));
    bool put_all = put(file.out, self, options);
    if (new_file_close(&file, put_all)) return true;
    return error_set(err, "%s: %s", path, put_all ? strerror(errno) : "out of memory");
}

bool report_write(const log_report *self, const report_options *options, error *err) {
    return (!options->figures || figures_write(self, options->figures, err)) &&
           (!options->markdown ||
            write_text(self, options, options->markdown, markdown_put, err)) &&
           (!options->html || write_text(self, options, options->html, page_put, err));
}

void report_free(log_report *self) {
    logs_free(&self->logs);
}
