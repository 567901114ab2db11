/* SPDX-License-Identifier: Apache-2.0 */
/* tblog watch: the scalars of a log folder while they are logged. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/escape.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/screen/display_text.h"
#include "cli/screen/ending.h"
#include "cli/screen/keys.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/plot/chart.h"
#include "cli/tblog/plot/chart_arguments.h"
#include "cli/tblog/watch/list.h"
#include "cli/tblog/watch/live.h"

static const char command[] = "tblog watch";

/* ---- arguments ---- */

typedef struct arguments {
    const char *path;
    bool once;
    double interval_s;
    chart_arguments chart;
} arguments;

enum { KEY_ONCE = 256 };

static const cli_option options[] = {
    {"once", KEY_ONCE, NULL, "Print one frame and end"},
    {"interval", 'n', "SECONDS", "How often to look for new points (1)"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case KEY_ONCE: args->once = true; return;
    case 'n': args->interval_s = option_positive_value(value, "interval", call); return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->count ? call->arguments[0] : ".";
    if (!args->once && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
        usage_error(call, "this is not a terminal; --once prints one frame");
}

/* ---- what is on the screen ---- */

typedef struct watch {
    const arguments *args;
    terminal out;
    live *folder;
    chart_options chart;
    bool charts;   /* charts are shown, not the list */
    size_t chosen; /* the line of the list, or the first chart's curve */
    size_t top;    /* the first line of the list that is on the screen */
    bool failed;   /* there was no memory */
} watch;

/* A line of text, cut to the terminal. */
static void put_line(watch *self, const char *text, size_t columns, text_style style) {
    char *shown = escaped(text, strlen(text));
    char *cut = shown && columns ? display_cut(shown, columns, CUT_END, self->out.utf8) : NULL;
    fprintf(self->out.out, "%s%s%s\n", style_begin(&self->out, style),
            cut ? cut : (shown ? shown : ""), style_end(&self->out, style));
    free(cut);
    free(shown);
}

static void put_head(watch *self, size_t count, size_t columns) {
    char text[512];
    size_t runs = live_run_count(self->folder);
    snprintf(text, sizeof text, "%s  %zu run%s, %zu scalar%s", self->args->path, runs,
             runs == 1 ? "" : "s", count, count == 1 ? "" : "s");
    put_line(self, text, columns, STYLE_BOLD);
}

/* The last line: what is wrong, or the keys. */
static void put_foot(watch *self, size_t columns) {
    const char *problem = live_problem(self->folder);
    const char *keys = self->charts ? "arrows: tag  l: log  x: axis  s: smooth  Esc: list  q: quit"
                                    : "arrows: choose  Enter: chart  q: quit";
    char *shown = display_cut(*problem ? problem : keys, columns, CUT_END, self->out.utf8);
    text_style style = *problem ? STYLE_WARNING : STYLE_DIM;
    fprintf(self->out.out, "%s%s%s", style_begin(&self->out, style), shown ? shown : "",
            style_end(&self->out, style));
    free(shown);
}

static double wall_s(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* The chart of the tag of curve number 'i'. */
static void put_chart(watch *self, const curve *const *curves, size_t count, size_t i) {
    const curve **list = malloc(count * sizeof *list);
    size_t chosen = list ? curves_of_tag(curves, count, i, list) : 0;
    if (!list || !chart_put(list, chosen, curves[i]->tag, &self->chart, &self->out))
        self->failed = true;
    free(list);
}

/* The chart of the chosen tag, and below it those of the next ones that have room. */
static void put_charts(watch *self, const curve *const *curves, size_t count, size_t rows) {
    size_t tags = 0, most = rows / (2 * CHART_LEAST_ROWS);
    for (size_t i = self->chosen; i < count; i++) tags += curve_is_first(curves, i);
    if (!self->args->chart.tag || most < 1) most = 1;
    if (tags > most) tags = most;
    for (size_t i = self->chosen, put = 0; i < count && put < tags; i++) {
        if (!curve_is_first(curves, i)) continue;
        self->chart.rows = (put + 1) * rows / tags - put * rows / tags;
        if (self->chart.rows < CHART_LEAST_ROWS) self->chart.rows = CHART_LEAST_ROWS;
        put_chart(self, curves, count, i);
        put++;
    }
}

/* As much of the list as there is room for, with the chosen line in it. */
static void put_list(watch *self, const curve *const *curves, size_t count, terminal_size size) {
    size_t room = size.rows > 4 ? size.rows - 3 : 1; /* head, head of the table, foot */
    if (self->chosen < self->top) self->top = self->chosen;
    if (self->chosen >= self->top + room) self->top = self->chosen - room + 1;
    size_t end = self->top + room < count ? self->top + room : count;
    if (!list_put(curves, self->top, end, (ptrdiff_t)self->chosen, wall_s(), size.columns,
                  &self->out))
        self->failed = true;
}

static void put_frame(watch *self, terminal_size size) {
    size_t count;
    const curve *const *curves = live_curves(self->folder, &count);
    if (self->chosen >= count) self->chosen = count ? count - 1 : 0;
    if (self->charts)
        while (count && !curve_is_first(curves, self->chosen)) self->chosen--;
    self->chart.columns = size.columns < CHART_LEAST_COLUMNS ? CHART_LEAST_COLUMNS : size.columns;
    put_head(self, count, size.columns);
    if (count && self->charts)
        put_charts(self, curves, count, size.rows > 2 ? size.rows - 2 : 1);
    else if (count)
        put_list(self, curves, count, size);
}

/* ---- keys ---- */

/* The next curve, in that direction, that is the first of its tag; the chosen one if no other is.
 */
static size_t next_tag(const watch *self, int direction) {
    size_t count;
    const curve *const *curves = live_curves(self->folder, &count);
    for (size_t i = self->chosen + (size_t)direction; i < count; i += (size_t)direction)
        if (curve_is_first(curves, i)) return i;
    return self->chosen;
}

static void move(watch *self, int lines) {
    size_t count;
    live_curves(self->folder, &count);
    if (self->charts)
        self->chosen = next_tag(self, lines < 0 ? -1 : 1);
    else if (lines < 0)
        self->chosen -= self->chosen < (size_t)-lines ? self->chosen : (size_t)-lines;
    else
        self->chosen += (size_t)lines; /* put_frame keeps it in the list */
}

static void change_smoothing(chart_options *chart) {
    static const double weights[] = {0, .6, .9, .99};
    size_t i = 0;
    while (i < 4 && weights[i] <= chart->smoothing) i++;
    chart->smoothing = i < 4 ? weights[i] : 0;
}

/* False when it ends. */
static bool obey(watch *self, int key) {
    enum { PAGE = 10 };
    switch (key) {
    case 'q':
    case KEY_END: return false;
    case 'k':
    case KEY_UP: move(self, -1); return true;
    case 'j':
    case KEY_DOWN: move(self, 1); return true;
    case KEY_PAGE_UP: move(self, -PAGE); return true;
    case KEY_PAGE_DOWN: move(self, PAGE); return true;
    case '\n':
    case '\r':
    case ' ': self->charts = !self->charts; return true;
    case KEY_ESCAPE: self->charts = false; return true;
    case 'l': self->chart.logarithmic = !self->chart.logarithmic; return true;
    case 'x': self->chart.x = self->chart.x == X_RELATIVE ? X_STEP : self->chart.x + 1; return true;
    case 's': change_smoothing(&self->chart); return true;
    default: return true;
    }
}

/* ---- the terminal ---- */

/* Draw a frame over the last one. */
static void draw(watch *self) {
    char *frame = NULL;
    size_t size;
    FILE *screen = self->out.out, *memory = open_memstream(&frame, &size);
    terminal_size of = terminal_size_of(&self->out);
    if (!of.columns) of = (terminal_size){80, 24};
    if (!memory) return;
    self->out.out = memory;
    put_frame(self, of);
    size_t lines = 0;
    self->out.out = screen;
    if (fclose(memory)) return;
    fputs("\033[H", screen);
    for (char *line = frame, *next; *line && lines + 1 < of.rows; line = next, lines++) {
        next = line + strcspn(line, "\n");
        fwrite(line, 1, (size_t)(next - line), screen);
        fputs("\033[K\r\n", screen);
        next += *next == '\n';
    }
    free(frame);
    fprintf(screen, "\033[J\033[%zu;1H", of.rows);
    put_foot(self, of.columns);
    fflush(screen);
}

static void watch_keys(watch *self) {
    bool on = true;
    while (on && !ending_asked() && !self->failed) {
        double began_s = monotonic_s();
        live_refresh(self->folder);
        double took_s = monotonic_s() - began_s;
        /* Folders that take long to read are read less often. */
        double until_s = began_s + fmax(self->args->interval_s, 10 * took_s);
        draw(self);
        for (double left_s; on && !ending_asked() && (left_s = until_s - monotonic_s()) > 0;) {
            int key = key_wait(fmin(left_s, self->args->interval_s));
            on = obey(self, key);
            if (on) draw(self);
        }
    }
}

static bool watch_terminal(watch *self) {
    if (!keys_begin()) return say(command, "standard input is not a terminal");
    fputs("\033[?1049h\033[?25l", self->out.out); /* the other screen, no cursor */
    watch_keys(self);
    fputs("\033[?25h\033[?1049l", self->out.out);
    fflush(self->out.out);
    keys_end();
    return !self->failed || say(command, "no memory");
}

/* ---- one frame ---- */

static bool watch_once(watch *self) {
    size_t count;
    bool good = live_refresh(self->folder);
    if (!good) say(command, "%s", live_problem(self->folder));
    live_curves(self->folder, &count);
    terminal_size size = terminal_size_of(&self->out);
    if (self->charts) {
        size = size.columns ? size : (terminal_size){80, 24};
        size.rows = self->chart.rows = size.rows < 12 ? 12 : size.rows;
    } else {
        size.rows = count + 4; /* all of it */
    }
    if (!good && !count) return false;
    put_head(self, count, size.columns);
    const curve *const *curves = live_curves(self->folder, &count);
    self->chart.columns = size.columns;
    if (count && self->charts)
        put_charts(self, curves, count, size.rows - 2);
    else if (count && !list_put(curves, 0, count, NO_LINE, wall_s(), size.columns, &self->out))
        self->failed = true;
    return good && (!self->failed || say(command, "no memory"));
}

int tblog_watch_command(int argc, char **argv) {
    arguments args = {.interval_s = 1};
    const cli_part parts[] = {{&chart_parser, &args.chart}, {0}};
    const cli_parser parser = {
        .options = options,
        .parts = parts,
        .set = set_option,
        .finish = finish,
        .arguments = "[DIR]",
        .examples = {"tblog watch logs", "tblog watch logs --tag loss", "tblog watch --once logs"},
        .about = "Show the scalars of a log folder (.) while they are logged: a line for each, and "
                 "charts of the chosen tag, in which the curves of all runs lie over each other. "
                 "With --tag, charts come first.",
        .notes =
            "Keys: arrows, or j and k, choose a line or another tag; Enter shows its chart, Esc "
            "the list; l makes the y axis logarithmic, x changes the x axis, s the smoothing; q "
            "ends it. Files that grow, restarted runs and new ones are followed. Exit status 1 "
            "if --once could not read something."};
    parse_arguments(&parser, argc, argv, &args);
    watch self = {
        .args = &args, .out = terminal_of_utf8_texts(stdout), .chart = args.chart.options};
    self.charts = args.chart.tag;
    self.folder = live_new(args.path, &args.chart);
    bool good = self.folder || say(command, "no memory");
    if (good) good = args.once ? watch_once(&self) : watch_terminal(&self);
    live_free(self.folder);
    chart_arguments_free(&args.chart);
    return good ? 0 : 1;
}
