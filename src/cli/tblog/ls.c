/* SPDX-License-Identifier: Apache-2.0 */
/* tblog ls: list what a log folder holds. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/escape.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/screen/text_table.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/curve_text.h"
#include "cli/tblog/input.h"
#include "cli/tblog/remarks.h"

typedef struct arguments {
    const char *path;
    bool json;
} arguments;

static const cli_option options[] = {{"json", 'j', NULL, "A line with a JSON object for each tag"},
                                     {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    (void)value;
    if (key == 'j') args->json = true;
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
}

/* ---- one line for a tag ---- */

/* A narrow terminal shows fewer of them. */
static const text_table_column columns[] = {
    {NULL, 0, true, 28, CUT_MIDDLE, 0}, /* tag */
    {NULL, 0, true, 0, CUT_END, 3},     /* kinds */
    {NULL, 0, false, 0, CUT_END, 0},    /* points */
    {NULL, 0, true, 0, CUT_END, 2},     /* steps */
    {NULL, 0, true, 0, CUT_END, 1},     /* last value */
    {NULL, 0, true, 0, CUT_END, 4},     /* curve */
    {NULL, 0, true, 16, CUT_END, 2},    /* remark */
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* How the lines look. */
typedef struct look {
    const terminal *out;
    size_t width;  /* of the terminal; 0: no limit */
    size_t sparks; /* columns of the curves */
} look;

/* Keras logs a weight as two tags: NAME/histogram and NAME/image. */
typedef struct half {
    const char *end, *kind;
} half;
static const half histogram = {"/histogram", "histograms"}, image = {"/image", "images"};

static bool is_half(const tblog_series *s, half h) {
    size_t size = strlen(h.end);
    return s->tag_size > size && memcmp(s->tag + s->tag_size - size, h.end, size) == 0 &&
           strcmp(s->kind, h.kind) == 0 && !has_remark(s);
}

/* The other half of 's', which is 'h', if it has the same steps; else NULL. */
static const tblog_series *other_half(const tblog_run *run, const tblog_series *s, half h,
                                      half other) {
    if (!is_half(s, h)) return NULL;
    size_t i;
    char *tag = malloc(s->tag_size + strlen(other.end) + 1);
    if (!tag) return NULL;
    memcpy(tag, s->tag, s->tag_size);
    char *stem_end = tag + s->tag_size - strlen(h.end), *end = stpcpy(stem_end, other.end);
    bool found = tblog_run_find(run, tag, (size_t)(end - tag), &i);
    free(tag);
    if (!found) return NULL;
    const tblog_series *o = tblog_run_series(run, i);
    bool same = is_half(o, other) && s->count == o->count;
    for (size_t k = 0; same && k < s->count; k++) same = s->points[k].step == o->points[k].step;
    return same ? o : NULL;
}

static void add_escaped(text_table *table, text_style style, const char *before, const char *text,
                        size_t size, const char *after) {
    char *shown = escaped(text, size);
    text_table_styled(table, style, "%s%s%s", before, shown ? shown : "", after);
    free(shown);
}

static void add_remark(text_table *table, const tblog_series *s) {
    char *text = NULL;
    size_t size;
    FILE *memory = has_remark(s) ? open_memstream(&text, &size) : NULL;
    if (memory) put_remark(memory, s);
    if (memory && fclose(memory)) text = NULL;
    if (text)
        text_table_cell(table, "(%s)", text);
    else
        text_table_empty(table);
    free(text);
}

/* The line of a series, and of its other half 'with' if it has one. */
static void add_line(text_table *table, const tblog_series *s, const tblog_series *with,
                     const look *as) {
    const tblog_point *first = &s->points[0], *last = &s->points[s->count - 1];
    bool scalar = strcmp(s->kind, "scalars") == 0;
    add_escaped(table, STYLE_PLAIN, "  ", s->tag, s->tag_size - (with ? strlen(histogram.end) : 0),
                "");
    add_escaped(table, STYLE_PLAIN, "", *s->kind ? s->kind : "(no plugin)",
                *s->kind ? strlen(s->kind) : strlen("(no plugin)"), with ? ", images" : "");
    text_table_cell(table, "%zu", s->count);
    text_table_cell(table, "steps %" PRId64 "%s%" PRId64, first->step,
                    as->out->is_terminal && as->out->utf8 ? "–" : "..", last->step);
    if (scalar) /* the sign of NaN means nothing */
        text_table_cell(table, "last %.6g",
                        isnan(last->number) ? fabs(last->number) : last->number);
    else
        text_table_empty(table);
    char curve[SPARKLINE_SIZE];
    curve_text(s->points, s->count, scalar ? as->sparks : 0, as->out->utf8, curve);
    text_table_cell(table, "%s", curve);
    add_remark(table, s);
}

/* All tags of a run. NULL when there is no memory. */
static text_table *table_of(const tblog_run *run, const look *as) {
    text_table *table = text_table_new(columns, COLUMNS);
    for (size_t i = 0; i < tblog_run_series_count(run); i++) {
        const tblog_series *s = tblog_run_series(run, i);
        if (other_half(run, s, image, histogram)) continue; /* it is on that line */
        add_line(table, s, other_half(run, s, histogram, image), as);
    }
    return table;
}

/* Print them: first without curves, to see what is left for these. */
static bool put_tags(const tblog_run *run, const terminal *out) {
    look as = {out, terminal_size_of(out).columns, 0};
    text_table *table = table_of(run, &as);
    if (out->is_terminal) as.sparks = curve_text_columns(text_table_width(table), as.width);
    if (as.sparks) {
        text_table_free(table);
        table = table_of(run, &as);
    }
    bool good = text_table_put(table, out, as.width);
    text_table_free(table);
    return good;
}

static bool put_run_name(const char *name, const terminal *out) {
    size_t width = terminal_size_of(out).columns;
    char *shown = escaped(name, strlen(name));
    char *fitting = shown && width ? display_cut(shown, width, CUT_MIDDLE, out->utf8) : shown;
    bool good = fitting;
    if (good)
        fprintf(out->out, "%s%s%s\n", style_begin(out, STYLE_BOLD), fitting,
                style_end(out, STYLE_BOLD));
    if (fitting != shown) free(fitting);
    free(shown);
    return good;
}

/* ---- JSON ---- */

static void put_json_line(const char *run, const tblog_series *s) {
    const tblog_point *first = &s->points[0], *last = &s->points[s->count - 1];
    fputs("{\"run\": ", stdout);
    put_json(stdout, run, strlen(run));
    fputs(", \"tag\": ", stdout);
    put_json(stdout, s->tag, s->tag_size);
    fputs(", \"kind\": ", stdout);
    put_json(stdout, s->kind, strlen(s->kind));
    printf(", \"count\": %zu, \"first_step\": %" PRId64 ", \"last_step\": %" PRId64, s->count,
           first->step, last->step);
    if (strcmp(s->kind, "scalars") == 0) {
        fputs(", \"last\": ", stdout);
        put_json_number(stdout, last->number, last->wide);
    }
    printf(", \"logged\": %u, \"shown\": %u, \"unfit\": %u", s->logged, s->shown, s->unfit);
    fputs("}\n", stdout);
}

/* ---- the command ---- */

/* What the last line counts. */
typedef struct totals {
    size_t runs, tags, points;
} totals;

static bool list_run(const arguments *args, const tblog_logdir *logdir, size_t run,
                     const terminal *out, totals *all) {
    tblog_error err;
    tblog_run *loaded;
    const char *name = tblog_logdir_run_name(logdir, run);
    bool good = tblog_run_load(logdir, run, TBLOG_RESTARTS_REPLACE, &loaded, &err) == TBLOG_OK;
    if (!good) say("tblog ls", "%s", err.message);
    if (!loaded) return false;
    size_t count = tblog_run_series_count(loaded);
    for (size_t i = 0; i < count; i++) {
        if (args->json) put_json_line(name, tblog_run_series(loaded, i));
        all->points += tblog_run_series(loaded, i)->count;
    }
    all->runs++;
    all->tags += count;
    if (!args->json && !(put_run_name(name, out) && put_tags(loaded, out)))
        good = say("tblog ls", "no memory");
    tblog_run_free(loaded);
    return good;
}

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

int tblog_ls_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "DIR|FILE",
        .examples = {"tblog ls logs", "tblog ls -j logs/mine"},
        .about = "List the runs of a log folder, or one event file: each tag with its kind, number "
                 "of points, steps and, of scalars, the last value; on a terminal their curve too. "
                 "Tags that end in /histogram and /image and are alike otherwise, as Keras logs "
                 "weights, share a line. The last line has the totals.",
        .notes = "It shows what TensorBoard's default loader shows: points that a restarted run "
                 "logged again count once, and a step that goes back replaces all points from "
                 "there on. If the files hold more, ls reports it: 8 points, 4 shown. Exit status "
                 "1 if something could not be read or there are no event files."};
    arguments args = {0};
    bool good;
    totals all = {0};
    parse_arguments(&parser, argc, argv, &args);
    terminal out = terminal_of_utf8_texts(stdout);
    tblog_logdir *logdir = input_open(argv[0], args.path, &good);
    for (size_t run = 0; logdir && run < tblog_logdir_run_count(logdir); run++)
        good &= list_run(&args, logdir, run, &out, &all);
    tblog_logdir_close(logdir);
    if (!args.json && all.runs)
        printf("%zu run%s, %zu tag%s, %zu point%s\n", all.runs, plural(all.runs), all.tags,
               plural(all.tags), all.points, plural(all.points));
    return good ? 0 : 1;
}
