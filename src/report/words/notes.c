/* SPDX-License-Identifier: Apache-2.0 */
/* The small print of a report. */
#include "report/words/notes.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "stats/ranking.h"

/* Keep a note; the last place is for how many more there are. */
__attribute__((format(printf, 3, 4))) static bool note(log_report *self, bool when,
                                                       const char *format, ...) {
    if (!when || self->note_count == REPORT_NOTES) return true;
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *kept = pool_print(&self->logs.memory, "%s", text);
    if (kept) self->notes[self->note_count++] = kept;
    return kept != NULL;
}

static size_t lost_points(const report_charts *charts) {
    size_t lost = 0;
    for (size_t i = 0; i < charts->main_count; i++) lost += charts->main[i].lost;
    for (size_t i = 0; i < charts->more_count; i++) lost += charts->more[i].lost;
    return lost;
}

static size_t runs_without_headline(const report_table *table) {
    size_t n = 0;
    for (size_t i = 0; i < table->count; i++) n += !table->rows[i].length;
    return n;
}

static bool warnings(log_report *self) {
    enum { SHOWN = 10 };
    const report_logs *logs = &self->logs;
    bool good = true;
    for (size_t i = 0; i < logs->warning_count && i < SHOWN && good; i++)
        good = note(self, true, "Damaged, shown as far as it could be read: %s", logs->warnings[i]);
    if (!good || logs->warning_count <= SHOWN) return good;
    return note(self, true, "%zu more folders have damaged files.", logs->warning_count - SHOWN);
}

static bool missing(log_report *self) {
    const report_weights *weights = &self->weights;
    const headline *by = &self->table.by;
    size_t lost = lost_points(&self->charts), without = runs_without_headline(&self->table);
    return note(self, !by->tag,
                "There is no table: no tag is known to be an accuracy or a loss "
                "(epoch_accuracy, accuracy, epoch_loss, loss and their like).") &&
           note(self, by->tag && without, "%zu of the runs did not log %s%s%s.", without,
                by->tag ? by->tag : "", by->tag && *by->part ? " in " : "",
                by->tag ? by->part : "") &&
           note(self, lost, "%zu points are not finite; curves have gaps there.", lost) &&
           note(self, self->charts.left_out, "%zu charts more are not shown.",
                self->charts.left_out) &&
           note(self, !self->charts.main_count && !self->charts.more_count,
                "There are no curves: no scalars were logged.") &&
           note(self, !weights->group_count, "No histograms were logged.") &&
           note(self, !weights->image_count && !weights->bad_images,
                "No images of weights were logged.") &&
           note(self, weights->bad_images, "%zu images are no PNG, or too large to be shown.",
                weights->bad_images) &&
           note(self, weights->has_more_groups,
                "Histograms of other than %d tensors are not shown.", WEIGHTS_GROUPS) &&
           note(self, weights->has_more_runs,
                "Histograms and images are those of the best %d runs.", WEIGHTS_RUNS);
}

static const char *about_table(log_report *self) {
    const report_table *table = &self->table;
    if (!table->by.tag) return "";
    bool has_late = false;
    for (size_t i = 0; i < table->count; i++) has_late |= table->rows[i].late.n > 0;
    const char *seeds =
        !self->has_seeds ? ""
                         : "Numbers are means of the seeds \xc2\xb1 their standard deviation; the "
                           "interval holds the mean of all possible seeds with 95 % confidence "
                           "(Student's t).";
    return pool_print(&self->logs.memory, "By %s%s%s%s. %s%s", table->by.tag,
                      *table->by.part ? " of " : "", table->by.part,
                      table->count > 1 ? ", best first" : "",
                      has_late ? "Last 5: mean and range. " : "", seeds);
}

static const char *about_pairs(log_report *self) {
    const report_table *table = &self->table;
    if (!table->p) return "";
    return pool_print(
        &self->logs.memory,
        "Row's minus column's mean %s%s. Marked are those that differ with p < "
        "%.2f: paired t-tests over the seeds that both have, corrected by Holm for all "
        "%zu pairs.",
        table->by.is_accuracy ? "accuracy" : "loss",
        table->by.is_accuracy ? ", in percentage points" : "", RANKING_LEVEL, table->test_count);
}

bool notes_make(log_report *self) {
    self->about_table = about_table(self);
    self->about_pairs = about_pairs(self);
    return self->about_table && self->about_pairs && warnings(self) && missing(self);
}
