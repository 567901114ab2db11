/* SPDX-License-Identifier: Apache-2.0 */
/* The lines that show runs while they train. progress.c calls this with its lock held. */
#include "cli/initlab/display/progress_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/screen/display_text.h"
#include "cli/screen/sparkline.h"
#include "cli/screen/text_table.h"

enum {
    WIDE = 100,        /* terminals with this many columns have wide bars and curves */
    BAR_SIZE = 32,     /* bytes of a bar */
    TIME_SIZE = 32,    /* bytes of a time */
    NAME_LEAST = 16,   /* names are cut to this many columns at least */
    MANY_RUNS = 24,    /* more runs than this do not get a line each */
    GROUPS_SHOWN = 13, /* lines about groups at most, if there are many runs */
};

/* ---- cells ---- */

/* 0:07, 12:34, 1:02:03; NaN means not known yet. */
static void format_time(double seconds, char *text) {
    if (!(seconds < 1e9)) {
        snprintf(text, TIME_SIZE, "-:--");
        return;
    }
    long s = seconds > 0 ? (long)(seconds + .5) : 0;
    if (s < 3600)
        snprintf(text, TIME_SIZE, "%ld:%02ld", s / 60, s % 60);
    else
        snprintf(text, TIME_SIZE, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
}

/* [=====>..............] */
static void format_bar(double fraction, bool wide, char *text) {
    int width = wide ? 20 : 8, done = (int)(fraction * width);
    char *to = text;
    *to++ = '[';
    for (int i = 0; i < width; i++) *to++ = i < done ? '=' : i == done ? '>' : '.';
    *to++ = ']';
    *to = '\0';
}

static bool is_wide(size_t columns) {
    return !columns || columns >= WIDE;
}

/* The longest name of all runs, so that columns of lines printed at different times are aligned. */
static size_t name_width(const progress_state *self) {
    size_t most = 0;
    for (size_t i = 0; i < self->count; i++) {
        size_t columns = display_columns(self->runs[i].name);
        if (columns > most) most = columns;
    }
    return most;
}

static size_t digits(size_t number) {
    return number < 10 ? 1 : 1 + digits(number / 10);
}

/* ---- lines that stay ---- */

enum { KEPT_COLUMNS = 8 };

/* The columns of a finished epoch or run. */
static text_table *new_kept(const progress_state *self, text_table_column *columns) {
    static const text_table_column kept[KEPT_COLUMNS] = {
        {NULL, 0, true, NAME_LEAST, CUT_MIDDLE, 0}, /* name */
        {NULL, 0, true, 0, CUT_END, 5},             /* "epoch" */
        {NULL, 0, false, 0, CUT_END, 0},            /* which, or how many */
        {NULL, 7, false, 0, CUT_END, 1},            /* seconds */
        {NULL, 0, true, 0, CUT_END, 4},             /* loss */
        {NULL, 0, true, 0, CUT_END, 3},             /* accuracy */
        {NULL, 0, true, 0, CUT_END, 2},             /* val_loss */
        {NULL, 0, true, 0, CUT_END, 0},             /* val_accuracy */
    };
    memcpy(columns, kept, sizeof kept);
    columns[0].width = name_width(self);
    return text_table_new(columns, KEPT_COLUMNS);
}

static void add_metrics(text_table *table, const progress_run *r) {
    text_table_loss(table, "loss ", r->train.loss);
    text_table_cell(table, "accuracy %.4f", r->train.accuracy);
    text_table_loss(table, "val_loss ", r->validation.loss);
    text_table_cell(table, "val_accuracy %.4f", r->validation.accuracy);
}

static void put_and_free(text_table *table, const terminal *out, size_t columns) {
    text_table_put(table, out, columns);
    text_table_free(table);
}

void progress_put_epoch(const progress_state *self, size_t index, const terminal *out,
                        size_t columns) {
    const progress_run *r = &self->runs[index];
    text_table_column kept[KEPT_COLUMNS];
    text_table *table = new_kept(self, kept);
    text_table_cell(table, "%s", r->name);
    text_table_cell(table, "epoch");
    text_table_cell(table, "%*zu/%zu", (int)digits(r->epochs), r->epoch, r->epochs);
    text_table_cell(table, "%.2f s", r->epoch_seconds);
    add_metrics(table, r);
    put_and_free(table, out, columns);
}

void progress_put_run(const progress_state *self, size_t index, const terminal *out,
                      size_t columns) {
    const progress_run *r = &self->runs[index];
    text_table_column kept[KEPT_COLUMNS];
    text_table *table = new_kept(self, kept);
    text_style style = r->stage != STAGE_DONE ? STYLE_WARNING : r->failed ? STYLE_BAD : STYLE_GOOD;
    text_table_styled(table, style, "%s", r->name);
    text_table_cell(table, "epochs");
    text_table_cell(table, "%*zu", (int)digits(r->epochs), r->epoch);
    text_table_cell(table, "%.2f s", r->seconds);
    add_metrics(table, r);
    put_and_free(table, out, columns);
}

static void put_note(const char *name, const char *what, const char *note, const terminal *out,
                     size_t columns) {
    static const text_table_column line[] = {{NULL, 0, true, NAME_LEAST, CUT_MIDDLE, 0},
                                             {NULL, 0, true, 0, CUT_END, 0},
                                             {NULL, 0, true, 1, CUT_END, 0}};
    text_table *table = text_table_new(line, 3);
    text_table_cell(table, "%s", name);
    text_table_styled(table, STYLE_WARNING, "%s", what);
    text_table_cell(table, "%s", note);
    put_and_free(table, out, columns);
}

void progress_put_warning(const progress_state *self, size_t index, const terminal *out,
                          size_t columns) {
    put_note(self->runs[index].name, "warning:", self->runs[index].warning, out, columns);
}

void progress_put_wait(const progress_state *self, size_t index, const terminal *out,
                       size_t columns) {
    put_note(self->runs[index].name, "waiting:", self->runs[index].waits_for, out, columns);
}

/* ---- lines that are redrawn ---- */

enum { ACTIVE_COLUMNS = 10 };

static text_table *new_active(const progress_state *self, bool wide, text_table_column *columns) {
    static const text_table_column active[ACTIVE_COLUMNS] = {
        {NULL, 0, true, NAME_LEAST, CUT_MIDDLE, 0}, /* name */
        {NULL, 0, true, 0, CUT_END, 9},             /* "epoch" */
        {NULL, 0, false, 0, CUT_END, 0},            /* which */
        {NULL, 0, true, 0, CUT_END, 4},             /* bar */
        {NULL, 0, false, 0, CUT_END, 8},            /* batch */
        {NULL, 8, true, 0, CUT_END, 5},             /* time left */
        {NULL, 11, true, 0, CUT_END, 6},            /* loss */
        {NULL, 15, true, 0, CUT_END, 7},            /* accuracy */
        {NULL, 0, true, 0, CUT_END, 2},             /* curve */
        {NULL, 10, true, 0, CUT_END, 1},            /* val_accuracy */
    };
    memcpy(columns, active, sizeof active);
    columns[0].width = name_width(self);
    columns[8].width = wide ? 12 : 8;
    return text_table_new(columns, ACTIVE_COLUMNS);
}

static void add_active(text_table *table, const progress_run *r, double now_s, bool wide,
                       bool utf8) {
    char bar[BAR_SIZE], left[TIME_SIZE], curve[SPARKLINE_SIZE] = "";
    size_t epoch = r->epoch < r->epochs ? r->epoch + 1 : r->epochs;
    format_bar(r->batches ? (double)r->batch / (double)r->batches : 0, wide, bar);
    format_time(progress_run_left_s(r, now_s), left);
    if (r->accuracies) sparkline(r->accuracies, r->epoch, .01f, wide ? 12 : 8, utf8, curve);
    text_table_cell(table, "%s", r->name);
    text_table_cell(table, "epoch");
    text_table_cell(table, "%zu/%zu", epoch, r->epochs);
    text_table_cell(table, "%s", bar);
    text_table_cell(table, "%*zu/%zu", (int)digits(r->batches), r->batch, r->batches);
    text_table_styled(table, STYLE_DIM, "ETA %s", left);
    text_table_loss(table, "loss ", r->train.loss);
    text_table_cell(table, "accuracy %.4f", r->train.accuracy);
    text_table_cell(table, "%s", curve);
    if (r->epoch)
        text_table_cell(table, "val %.4f", r->validation.accuracy);
    else
        text_table_cell(table, "%s", "");
}

/* Print the active runs in at most 'rows' lines, and how many more there are. Returns the number of
 * lines. */
static size_t put_active(const progress_state *self, double now_s, const terminal *out,
                         size_t columns, size_t lines) {
    text_table_column active[ACTIVE_COLUMNS];
    bool wide = is_wide(columns);
    size_t count = progress_count(self, STAGE_ACTIVE), shown = count <= lines ? count : lines - 1;
    if (!count) return 0;
    text_table *table = new_active(self, wide, active);
    for (size_t i = 0, left = shown; i < self->count && left; i++) {
        if (self->runs[i].stage != STAGE_ACTIVE) continue;
        add_active(table, &self->runs[i], now_s, wide, out->utf8);
        left--;
    }
    put_and_free(table, out, columns);
    if (shown == count) return shown;
    fprintf(out->out, "and %zu more\n", count - shown);
    return shown + 1;
}

/* The line about all runs together. */
static void put_total(const progress_state *self, double now_s, const terminal *out,
                      size_t columns) {
    static const text_table_column total[] = {{NULL, 0, true, 0, CUT_END, 1},
                                              {NULL, 0, true, 1, CUT_END, 0},
                                              {NULL, 0, true, 0, CUT_END, 0},
                                              {NULL, 0, true, 0, CUT_END, 2}};
    char bar[BAR_SIZE], left[TIME_SIZE];
    size_t failed = progress_count(self, STAGE_FAILED);
    format_bar(progress_fraction(self), is_wide(columns), bar);
    format_time(progress_left_s(self, now_s), left);
    text_table *table = text_table_new(total, 4);
    text_table_cell(table, "%s", bar);
    text_table_cell(table, "%zu of %zu runs done", progress_count(self, STAGE_DONE), self->count);
    text_table_cell(table, "ETA %s", left);
    if (failed)
        text_table_styled(table, STYLE_BAD, "%zu failed", failed);
    else
        text_table_cell(table, "%s", "");
    put_and_free(table, out, columns);
}

/* ---- groups ---- */

static double mean_of(const progress_group *g) {
    return g->accuracy_sum / (double)g->done;
}

/* The best mean first; equal ones in the order of the list. */
static int by_mean(const void *a, const void *b) {
    const progress_group *x = *(const progress_group *const *)a;
    const progress_group *y = *(const progress_group *const *)b;
    double p = mean_of(x), q = mean_of(y);
    if (p > q || (isnan(q) && !isnan(p))) return -1;
    if (q > p || (isnan(p) && !isnan(q))) return 1;
    return (x > y) - (x < y);
}

/* Print the best groups so far, after a line that says so. */
static void put_groups(const progress_state *self, const terminal *out, size_t columns,
                       size_t lines) {
    static const text_table_column finished[] = {{NULL, 0, true, NAME_LEAST, CUT_MIDDLE, 0},
                                                 {NULL, 0, false, 0, CUT_END, 1},
                                                 {NULL, 0, true, 0, CUT_END, 0}};
    const progress_group **order = calloc(self->group_count + 1, sizeof *order);
    size_t count = 0;
    for (size_t i = 0; i < self->group_count && order; i++)
        if (self->groups[i].done) order[count++] = &self->groups[i];
    if (order) qsort(order, count, sizeof *order, by_mean);
    text_table *table = order ? text_table_new(finished, 3) : NULL;
    if (lines > GROUPS_SHOWN) lines = GROUPS_SHOWN;
    if (count && lines > 1)
        fprintf(out->out, "%sbest so far%s\n", style_begin(out, STYLE_DIM),
                style_end(out, STYLE_DIM));
    for (size_t i = 0; i < count && i + 1 < lines; i++) {
        const progress_group *g = order[i];
        text_table_styled(table, g->failed < g->done ? STYLE_GOOD : STYLE_BAD, "%s", g->name);
        text_table_cell(table, "%zu/%zu", g->done, g->runs);
        text_table_cell(table, "val_accuracy %.4f", mean_of(g));
    }
    put_and_free(table, out, columns);
    free(order);
}

bool progress_is_many(const progress_state *self, terminal_size size) {
    return self->count > MANY_RUNS || (size.rows && self->count + 4 > size.rows);
}

void progress_put_frame(const progress_state *self, double now_s, const terminal *out,
                        terminal_size size) {
    size_t total = self->count > 1 ? 1 : 0, rows = size.rows ? size.rows : SIZE_MAX;
    if (rows <= total) return;
    size_t used = put_active(self, now_s, out, size.columns, rows - total) + total;
    if (total) put_total(self, now_s, out, size.columns);
    if (total && rows > used && progress_is_many(self, size))
        put_groups(self, out, size.columns, rows - used);
}
