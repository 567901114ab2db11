/* SPDX-License-Identifier: Apache-2.0 */
/* Curves on one picture. The commands plot and watch draw it. */
#include "cli/tblog/plot/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/screen/display_text.h"
#include "cli/tblog/plot/dots.h"
#include "stats/axis.h"

/* Everything that is printed. */
typedef struct chart {
    const curve *const *curves; /* (count) */
    size_t count;
    const chart_options *options;
    const terminal *out;
    double **values;      /* (count, points) smoothed */
    axis x, y;            /* in dots */
    size_t label_columns; /* left of the y axis */
    size_t legend_rows, legend_columns, entry_columns;
    size_t columns, rows; /* of the picture alone */
    dots picture;
} chart;

typedef struct range {
    double low, high; /* low > high: empty */
} range;

static range with(range r, double value) {
    return (range){fmin(r.low, value), fmax(r.high, value)};
}

static bool has_place(const chart *self, double y) {
    return isfinite(y) && (y > 0 || !self->options->logarithmic);
}

/* ---- what is plotted ---- */

static bool smooth_all(chart *self) {
    self->values = calloc(self->count + 1, sizeof *self->values);
    for (size_t i = 0; self->values && i < self->count; i++) {
        self->values[i] = malloc((self->curves[i]->count + 1) * sizeof **self->values);
        if (!self->values[i]) return false;
        curve_smooth(self->curves[i], self->options->smoothing, self->values[i]);
    }
    return self->values;
}

/* The unit of a relative time, the largest that it has ten of, or seconds. */
typedef struct unit {
    double seconds;
    const char *name;
} unit;

static unit unit_of(const chart *self, range x) {
    static const unit units[] = {{86400, "days"}, {3600, "hours"}, {60, "minutes"}};
    for (size_t i = 0; self->options->x == X_RELATIVE && i < 3; i++)
        if (x.high >= 10 * units[i].seconds) return units[i];
    return (unit){1, "seconds"};
}

static double x_of(const chart *self, size_t c, size_t point) {
    return curve_x_of(self->curves[c], point, self->options->x);
}

static void find_ranges(const chart *self, range *x, range *y) {
    *x = *y = (range){INFINITY, -INFINITY};
    for (size_t c = 0; c < self->count; c++)
        for (size_t i = 0; i < self->curves[c]->count; i++) {
            double at = x_of(self, c, i);
            if (!has_place(self, self->values[c][i]) || !isfinite(at)) continue;
            *x = with(*x, at);
            *y = with(*y, self->values[c][i]);
        }
}

/* ---- layout ---- */

enum { VALUE_TEXT = 32 };

static const char *last_value(const curve *drawn, char text[VALUE_TEXT]) {
    double last = drawn->count ? drawn->points[drawn->count - 1].number : NAN;
    /* the sign of NaN means nothing */
    snprintf(text, VALUE_TEXT, "%.6g", isnan(last) ? fabs(last) : last);
    return text;
}

static void lay_legend(chart *self) {
    char value[VALUE_TEXT];
    size_t widest = 0;
    for (size_t c = 0; c < self->count; c++) {
        size_t columns = display_columns(self->curves[c]->run);
        columns += strlen(last_value(self->curves[c], value));
        widest = columns > widest ? columns : widest;
    }
    self->entry_columns = 2 + widest + 1 + 2; /* letter, run, value, gap */
    if (self->entry_columns > self->options->columns) self->entry_columns = self->options->columns;
    self->legend_columns = self->options->columns / self->entry_columns;
    self->legend_rows = (self->count + self->legend_columns - 1) / self->legend_columns;
    size_t most = self->options->rows / 3;
    if (self->legend_rows > most) self->legend_rows = most;
}

static void lay_axes(chart *self, range x, range y, unit u) {
    self->rows = self->options->rows - 3 - self->legend_rows; /* title, axis, its labels */
    axis_options up = {self->options->logarithmic, true, 0, self->rows / 4 + 1};
    self->y = axis_make(y.low, y.high, up, (double)(self->rows * DOTS_DOWN) - .5, .5);
    self->label_columns = 0;
    for (size_t i = 0; i < self->y.count; i++) {
        size_t columns = strlen(self->y.labels[i]);
        self->label_columns = columns > self->label_columns ? columns : self->label_columns;
    }
    self->columns = self->options->columns - self->label_columns - 2;
    axis_options across = {false, false, self->options->x == X_STEP, self->columns / 14 + 1};
    self->x = axis_make(x.low / u.seconds, x.high / u.seconds, across, .5,
                        (double)(self->columns * DOTS_ACROSS) - .5);
}

/* Times of the day instead of seconds since the epoch. */
static void name_times(axis *x) {
    const char *format = x->high - x->low >= 86400 ? "%m-%d %H:%M"
                         : x->high - x->low >= 600 ? "%H:%M"
                                                   : "%H:%M:%S";
    for (size_t i = 0; i < x->count; i++) {
        time_t seconds = (time_t)x->ticks[i];
        struct tm parts;
        if (localtime_r(&seconds, &parts)) strftime(x->labels[i], AXIS_LABEL, format, &parts);
    }
}

/* ---- drawing ---- */

static void draw_curve(chart *self, size_t c, double seconds) {
    const curve *drawn = self->curves[c];
    double x = 0, y = 0;
    bool begun = false, any = false;
    for (size_t i = 0; i < drawn->count; i++) {
        bool good = has_place(self, self->values[c][i]) && isfinite(x_of(self, c, i));
        double to_x = good ? axis_place(&self->x, x_of(self, c, i) / seconds) : x;
        double to_y = good ? axis_place(&self->y, self->values[c][i]) : y;
        if (good) dots_line(&self->picture, begun ? x : to_x, begun ? y : to_y, to_x, to_y, c);
        x = to_x;
        y = to_y;
        begun = good;
        any |= good;
    }
    if (any && self->count > 1 && !self->out->colour) dots_mark(&self->picture, x, y, c);
}

/* ---- printing ---- */

static const char *sign(const chart *self, const char *utf8, const char *ascii) {
    return self->out->utf8 ? utf8 : ascii;
}

static bool put_title(const chart *self, const char *title, unit u) {
    static const char *const by[] = {"step", "wall time", "time in "};
    char notes[96];
    snprintf(notes, sizeof notes, "by %s%s%s", by[self->options->x],
             self->options->x == X_RELATIVE ? u.name : "",
             self->options->logarithmic ? ", logarithmic" : "");
    if (self->options->smoothing > 0)
        snprintf(notes + strlen(notes), sizeof notes - strlen(notes), ", smoothed %g",
                 self->options->smoothing);
    size_t left = self->options->columns;
    char *shown = display_cut(title, left, CUT_MIDDLE, self->out->utf8);
    if (!shown) return false;
    fprintf(self->out->out, "%s%s%s", style_begin(self->out, STYLE_BOLD), shown,
            style_end(self->out, STYLE_BOLD));
    if (display_columns(shown) + 2 + strlen(notes) <= left)
        fprintf(self->out->out, "  %s%s%s", style_begin(self->out, STYLE_DIM), notes,
                style_end(self->out, STYLE_DIM));
    putc('\n', self->out->out);
    free(shown);
    return true;
}

/* The label of the tick in this row; "" if the row has no tick. */
static const char *label_of_row(const chart *self, size_t row) {
    for (size_t i = 0; i < self->y.count; i++)
        if ((size_t)axis_place(&self->y, self->y.ticks[i]) / DOTS_DOWN == row)
            return self->y.labels[i];
    return "";
}

static void put_picture(const chart *self) {
    for (size_t row = 0; row < self->rows; row++) {
        const char *label = label_of_row(self, row);
        fprintf(self->out->out, "%*s %s", (int)self->label_columns, label,
                *label ? sign(self, "┤", "+") : sign(self, "│", "|"));
        dots_put_row(&self->picture, row, self->out);
        putc('\n', self->out->out);
    }
}

static size_t column_of_tick(const chart *self, size_t i) {
    size_t column = (size_t)axis_place(&self->x, self->x.ticks[i]) / DOTS_ACROSS;
    return column < self->columns ? column : self->columns - 1;
}

/* The x axis, and below it the labels that have room. */
static void put_x_axis(const chart *self) {
    FILE *out = self->out->out;
    fprintf(out, "%*s %s", (int)self->label_columns, "", sign(self, "└", "+"));
    for (size_t column = 0, i = 0; column < self->columns; column++) {
        bool tick = i < self->x.count && column_of_tick(self, i) == column;
        while (i < self->x.count && column_of_tick(self, i) <= column) i++;
        fputs(tick ? sign(self, "┬", "+") : sign(self, "─", "-"), out);
    }
    putc('\n', out);
    size_t used = 0, most = self->options->columns;
    for (size_t i = 0; i < self->x.count; i++) {
        size_t size = strlen(self->x.labels[i]);
        size_t at = self->label_columns + 2 + column_of_tick(self, i), half = size / 2;
        at = at > half ? at - half : 0;
        if (at + size > most) at = most - size;
        if (i && at < used + 2) continue;
        fprintf(out, "%*s%s", (int)(at - used), "", self->x.labels[i]);
        used = at + size;
    }
    putc('\n', out);
}

static bool put_entry(const chart *self, size_t c) {
    const curve *drawn = self->curves[c];
    char value[VALUE_TEXT];
    last_value(drawn, value);
    size_t room = self->entry_columns - 2 - 1 - 2 - strlen(value);
    char *run = display_cut(drawn->run, room, CUT_MIDDLE, self->out->utf8);
    if (!run) return false;
    const char *colour = curve_colour(self->out, c);
    bool lettered = !self->out->colour && self->count > 1;
    if (lettered)
        fprintf(self->out->out, "%c ", curve_letter(c));
    else
        fprintf(self->out->out, "%s%s%s ", colour, sign(self, "━", "-"), *colour ? "\033[0m" : "");
    int blanks = (int)(self->entry_columns - 2 - display_columns(run) - 1 - strlen(value));
    bool last_column = c % self->legend_columns + 1 == self->legend_columns || c + 1 == self->count;
    fprintf(self->out->out, "%s %s%*s", run, value, last_column ? 0 : blanks, "");
    free(run);
    return true;
}

static bool put_legend(const chart *self) {
    size_t room = self->legend_rows * self->legend_columns;
    bool good = true;
    for (size_t row = 0; row < self->legend_rows; row++) {
        for (size_t i = 0; i < self->legend_columns; i++) {
            size_t c = row * self->legend_columns + i;
            if (self->count > room && c + 1 == room)
                fprintf(self->out->out, "and %zu more", self->count - c);
            else if (c < self->count)
                good &= put_entry(self, c);
        }
        putc('\n', self->out->out);
    }
    return good;
}

static void put_nothing(const chart *self) {
    fputs(self->options->logarithmic ? "no value above 0\n" : "no finite value\n", self->out->out);
    for (size_t row = 2; row < self->options->rows; row++) putc('\n', self->out->out);
}

bool chart_put(const curve *const *list, size_t count, const char *title,
               const chart_options *options, const terminal *out) {
    chart self = {.curves = list, .count = count, .options = options, .out = out};
    range x, y;
    bool good = smooth_all(&self);
    if (good) {
        find_ranges(&self, &x, &y);
        unit u = unit_of(&self, x);
        good = put_title(&self, title, u);
        if (x.low > x.high) {
            put_nothing(&self);
        } else {
            lay_legend(&self);
            lay_axes(&self, x, y, u);
            if (options->x == X_WALL) name_times(&self.x);
            good &= dots_init(&self.picture, self.columns, self.rows);
            for (size_t c = 0; good && c < count; c++) draw_curve(&self, c, u.seconds);
            if (good) put_picture(&self);
            if (good) put_x_axis(&self);
            good = good && put_legend(&self);
        }
    }
    dots_free(&self.picture);
    for (size_t i = 0; self.values && i < count; i++) free(self.values[i]);
    free(self.values);
    return good;
}
