/* SPDX-License-Identifier: Apache-2.0 */
/* The tables' cells as texts. */
#include "report/output/cells.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PLUS_MINUS " \xc2\xb1 "
#define EN_DASH    "\xe2\x80\x93"
#define MINUS      "\xe2\x88\x92"

/* A value as it is said everywhere: accuracies and losses with four decimals, those of thousands
 * and hundreds, as a run that fails has, with fewer. */
static void put_value(char text[64], double value, int decimals) {
    if (decimals > 1 && fabs(value) >= 100) decimals = 1;
    if (isnan(value))
        snprintf(text, 64, EN_DASH);
    else if (fabs(value) < 1e6 || (!decimals && fabs(value) < 1e15)) /* steps are whole */
        snprintf(text, 64, "%.*f", decimals, value);
    else
        snprintf(text, 64, "%.4g", value);
}

static report_cell of_summary(const sample_summary *s, int decimals) {
    char mean[64], sd[64];
    report_cell cell = {"", ""};
    put_value(mean, s->mean, decimals);
    put_value(sd, s->sd, decimals);
    if (s->n > 1)
        snprintf(cell.text, sizeof cell.text, "%.24s" PLUS_MINUS "%.24s", mean, sd);
    else
        snprintf(cell.text, sizeof cell.text, "%.63s", mean);
    return cell;
}

static report_cell of_interval(const sample_summary *s) {
    char low[64], high[64];
    report_cell cell = {EN_DASH, ""};
    put_value(low, s->low, 4);
    put_value(high, s->high, 4);
    if (s->n > 1) snprintf(cell.text, sizeof cell.text, "%.24s " EN_DASH " %.24s", low, high);
    return cell;
}

static report_cell of_epochs(const table_row *row) {
    size_t had = row->final.n;
    if (!row->epochs.n) return (report_cell){.text = EN_DASH, .more = ""};
    report_cell cell = of_summary(&row->epochs, row->epochs.n > 1 ? 1 : 0);
    if (row->epochs.n < had)
        snprintf(cell.more, sizeof cell.more, "(%zu of %zu)", row->epochs.n, had);
    return cell;
}

/* The last value if it is not a number: a run that ended in NaN must say so. */
static report_cell of_final(const table_row *row) {
    report_cell cell = of_summary(&row->final, 4);
    if (!row->length || row->final.n == row->repeat_count) return cell;
    if (!row->final.n && row->repeat_count == 1)
        snprintf(cell.text, sizeof cell.text, "%s",
                 isnan(row->repeats[0].final) ? "NaN"
                 : row->repeats[0].final > 0  ? "inf"
                                              : "-inf");
    else
        snprintf(cell.more, sizeof cell.more, "(%zu of %zu)", row->final.n, row->repeat_count);
    return cell;
}

/* Mean and range of the last values. */
static report_cell of_late(const table_row *row) {
    char low[64], high[64];
    report_cell cell = of_summary(&row->late, 4);
    if (!row->late.n) return cell;
    put_value(low, row->late_low, 4);
    put_value(high, row->late_high, 4);
    snprintf(cell.more, sizeof cell.more, "%.24s" EN_DASH "%.24s", low, high);
    return cell;
}

/* Which columns there are besides those that each table has. */
typedef struct columns {
    bool common, late, val_loss, loss;
} columns;

static columns columns_of(const report_table *table) {
    columns there = {.common = table->has_common};
    for (size_t i = 0; i < table->count; i++) {
        there.late |= table->rows[i].late.n > 0;
        there.val_loss |= table->by.is_accuracy && table->rows[i].val_loss.n > 0;
        there.loss |= table->by.is_accuracy && table->rows[i].loss.n > 0;
    }
    return there;
}

size_t cells_head(const report_table *table, bool has_seeds, report_cell cells[CELLS_MAX]) {
    const char *what = table->by.is_accuracy ? "accuracy" : "loss";
    size_t n = 0;
    memset(cells, 0, CELLS_MAX * sizeof *cells);
    columns there = columns_of(table);
    bool by_epoch = is_epoch_tag(table->by.tag);
    if (there.common)
        snprintf(cells[n++].text, sizeof cells->text, "%s at %s %" PRId64, what,
                 by_epoch ? "epoch" : "step", table->common + by_epoch);
    snprintf(cells[n++].text, sizeof cells->text, "final %s", what);
    if (has_seeds) snprintf(cells[n++].text, sizeof cells->text, "95 %% interval");
    if (there.late)
        snprintf(cells[n++].text, sizeof cells->text, "last %d %ss", TABLE_LATE,
                 by_epoch ? "epoch" : "point");
    snprintf(cells[n++].text, sizeof cells->text, "best %s", what);
    if (there.val_loss) snprintf(cells[n++].text, sizeof cells->text, "validation loss");
    if (there.loss) snprintf(cells[n++].text, sizeof cells->text, "training loss");
    if (table->by.is_accuracy)
        snprintf(cells[n++].text, sizeof cells->text, "%s to %g %%", by_epoch ? "epochs" : "steps",
                 100 * table->target);
    snprintf(cells[n++].text, sizeof cells->text, "seconds");
    if (has_seeds) snprintf(cells[n++].text, sizeof cells->text, "seeds");
    if (table->p) snprintf(cells[n++].text, sizeof cells->text, "p, against the first");
    return n;
}

size_t cells_row(const report_table *table, bool has_seeds, size_t row,
                 report_cell cells[CELLS_MAX]) {
    const table_row *r = &table->rows[row];
    size_t n = 0;
    memset(cells, 0, CELLS_MAX * sizeof *cells);
    columns there = columns_of(table);
    if (there.common) cells[n++] = of_summary(&r->compared, 4);
    cells[n++] = of_final(r);
    if (has_seeds) cells[n++] = of_interval(&r->compared);
    if (there.late) cells[n++] = of_late(r);
    cells[n++] = of_summary(&r->best, 4);
    if (there.val_loss) cells[n++] = of_summary(&r->val_loss, 4);
    if (there.loss) cells[n++] = of_summary(&r->loss, 4);
    if (table->by.is_accuracy) cells[n++] = of_epochs(r);
    cells[n++] = of_summary(&r->seconds, 1);
    if (has_seeds) snprintf(cells[n++].text, sizeof cells->text, "%zu", r->repeat_count);
    if (table->p) {
        report_cell p =
            cells_difference(table, 0, row); /* "p = .1" is ".1" here, "p < .1" is "< .1" */
        snprintf(cells[n++].text, sizeof cells->text, "%.60s",
                 !*p.more           ? EN_DASH
                 : p.more[2] == '=' ? p.more + 4
                                    : p.more + 2);
    }
    return n;
}

report_cell cells_difference(const report_table *table, size_t row, size_t other) {
    report_cell cell = {EN_DASH, ""};
    double p = table_p(table, row, other), by = table_lead(table, row, other);
    if (row == other || isnan(p)) return cell;
    snprintf(cell.text, sizeof cell.text, "%s%.*f", by < 0 ? MINUS : "",
             table->by.is_accuracy ? 2 : 4, fabs(by));
    if (p < 1e-4)
        snprintf(cell.more, sizeof cell.more, "p < 0.0001");
    else
        snprintf(cell.more, sizeof cell.more, "p = %.4f", p);
    return cell;
}
