/* SPDX-License-Identifier: Apache-2.0 */
/* The list of tblog watch. watch.c prints it. */
#include "cli/tblog/watch/list.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/screen/text_table.h"
#include "cli/tblog/curve_text.h"

/* A narrow terminal shows fewer of them. */
static const text_table_column columns_of_list[] = {
    {"", 0, true, 0, CUT_END, 0},        /* the mark of the chosen line */
    {"run", 0, true, 16, CUT_MIDDLE, 0}, /* its name, in its first line only */
    {"tag", 0, true, 18, CUT_MIDDLE, 0}, /* its name */
    {"step", 0, false, 0, CUT_END, 2},   /* the last one */
    {"last", 0, false, 0, CUT_END, 0},   /* its value */
    {"change", 0, false, 0, CUT_END, 3}, /* since the value before */
    {"age", 0, false, 0, CUT_END, 4},    /* time since then */
    {"", 0, true, 0, CUT_END, 5},        /* curve */
};
enum { COLUMNS = sizeof columns_of_list / sizeof columns_of_list[0] };

/* A time that passed, in its largest whole unit: "5 s", "3 min". */
static void add_age(text_table *table, double seconds) {
    static const struct {
        double seconds;
        const char *name;
    } units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    size_t i = 0;
    if (!(seconds >= 0)) seconds = 0;
    while (i < 3 && seconds < units[i].seconds) i++;
    text_table_styled(table, STYLE_DIM, "%.0f %s", floor(seconds / units[i].seconds),
                      units[i].name);
}

/* Step, value, change, age. */
static void add_last(text_table *table, const curve *c, double now_s) {
    const tblog_point *last = &c->points[c->count - 1];
    double change = c->count > 1 ? last->number - last[-1].number : NAN;
    text_table_cell(table, "%" PRId64, last->step);
    if (isnan(last->number))
        text_table_styled(table, STYLE_BAD, "nan");
    else
        text_table_cell(table, "%.6g", last->number);
    if (isnan(change))
        text_table_empty(table);
    else
        text_table_styled(table, STYLE_DIM, "%+.3g", change);
    add_age(table, now_s - last->wall_time_s);
}

static void add_line(text_table *table, const curve *c, bool first_of_run, bool chosen,
                     double now_s, size_t sparks, const terminal *out) {
    text_table_cell(table, "%s", chosen ? ">" : "");
    text_table_styled(table, STYLE_BOLD, "%s", first_of_run ? c->run : "");
    text_table_cell(table, "%s", c->tag);
    if (c->count)
        add_last(table, c, now_s);
    else
        for (int i = 0; i < 4; i++) text_table_empty(table);
    char shown[SPARKLINE_SIZE];
    curve_text(c->points, c->count, sparks, out->utf8, shown);
    text_table_cell(table, "%s", shown);
}

static text_table *table_of(const curve *const *curves, size_t from, size_t to, ptrdiff_t chosen,
                            double now_s, size_t sparks, const terminal *out) {
    text_table *table = text_table_new(columns_of_list, COLUMNS);
    for (size_t i = from; i < to; i++) {
        bool first = i == from || strcmp(curves[i]->run, curves[i - 1]->run) != 0;
        add_line(table, curves[i], first, (ptrdiff_t)i == chosen, now_s, sparks, out);
    }
    return table;
}

bool list_put(const curve *const *curves, size_t from, size_t to, ptrdiff_t chosen, double now_s,
              size_t columns, const terminal *out) {
    text_table *table = table_of(curves, from, to, chosen, now_s, 0, out);
    size_t used = text_table_width(table);
    size_t sparks = curve_text_columns(used, columns);
    if (sparks) {
        text_table_free(table);
        table = table_of(curves, from, to, chosen, now_s, sparks, out);
    }
    bool good = text_table_put(table, out, columns);
    text_table_free(table);
    return good;
}
