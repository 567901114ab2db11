/* SPDX-License-Identifier: Apache-2.0 */
/* tblog diff: compare two log folders. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/escape.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/screen/terminal.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/diff/contents.h"
#include "cli/tblog/diff/digest.h"
#include "cli/tblog/input.h"

static const char command[] = "tblog diff";

enum { EXIT_SAME = 0, EXIT_DIFFERENT = 1, EXIT_TROUBLE = 2 };

typedef struct arguments {
    const char *paths[2];
    double tolerance;
    unsigned long limit;
    bool quiet;
} arguments;

static const cli_option options[] = {
    {"tolerance", 't', "X",
     "Numbers of scalars and histograms may differ by X times the larger of both and 1 (0)"},
    {"limit", 'n', "N", "Show the first N differences (10)"},
    {"quiet", 'q', NULL, "Print nothing; only set the exit status"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 't': args->tolerance = option_number_value(value, "tolerance", call); return;
    case 'n':
        args->limit = (unsigned long)option_whole_value(value, "limit", 0, ULONG_MAX, call);
        return;
    case 'q': args->quiet = true; return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    for (size_t i = 0; i < 2; i++) args->paths[i] = call->arguments[i];
}

/* One side: its folder and, while a run is compared, the series of that run. */
typedef struct side {
    tblog_logdir *logdir;
    size_t run; /* the current run */
    tblog_run *loaded;
    contents *says;
} side;

typedef struct comparison {
    const arguments *args;
    uint64_t secret; /* for the digests */
    side sides[2];
    terminal out;
    unsigned long differences, tags, runs; /* that differ */
    const char *run;                       /* of the last difference */
    const tblog_series *series;            /* the same; of one side */
    bool trouble;
} comparison;

/* Count the run and the tag, unless the last difference was there too. */
static void count(comparison *c, const char *run, const tblog_series *s) {
    c->differences++;
    if (run != c->run) {
        c->runs++;
        c->series = NULL;
    }
    c->tags += s && s != c->series;
    c->run = run;
    c->series = s;
}

/* Count a difference. True if it is to be printed; then its line has been started. */
static bool begin(comparison *c, const char *run, const tblog_series *s) {
    count(c, run, s);
    if (c->differences > c->args->limit || c->args->quiet) return false;
    put_escaped(stdout, run, strlen(run));
    fputs("  ", stdout);
    if (s) put_escaped(stdout, s->tag, s->tag_size);
    fputs(s ? "  " : "", stdout);
    return true;
}

/* Colours as those of diff: what is in A red, what is in B green. */
static text_style style_of(size_t i) {
    return i ? STYLE_GOOD : STYLE_BAD;
}

static void put_only(const comparison *c, size_t i) {
    printf("%sonly in %s%s\n", style_begin(&c->out, style_of(i)), i ? "B" : "A",
           style_end(&c->out, style_of(i)));
}

/* " (+5%)": b compared with a; nothing if that is no number. */
static void put_relative(double a, double b) {
    double percent = (b - a) / fabs(a) * 100;
    if (isfinite(percent)) printf(" (%+.3g%%)", percent);
}

static bool same_number(const arguments *args, double a, double b) {
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    if (a == b) return true;
    if (isinf(a) || isinf(b)) return false; /* different at any tolerance */
    return fabs(a - b) <= args->tolerance * fmax(1, fmax(fabs(a), fabs(b)));
}

static bool same_content(const arguments *args, const content *a, const content *b) {
    if (a->digest == b->digest) return true;
    if (!a->numbers || !b->numbers || a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_number(args, a->numbers[i], b->numbers[i])) return false;
    return true;
}

/* A series that both sides have. */
typedef struct pair {
    const char *run;
    size_t at[2]; /* its number on each side */
    const tblog_series *of[2];
} pair;

static const content *content_of(const side *s, size_t series, size_t point) {
    static const content none;
    const content *points = s->says->points[series];
    return points ? &points[point] : &none;
}

static void put_value(const comparison *c, size_t i, const tblog_point *point) {
    fputs(style_begin(&c->out, style_of(i)), stdout);
    put_number(stdout, point->number, point->wide);
    printf(" in %s%s", i ? "B" : "A", style_end(&c->out, style_of(i)));
}

static void compare_point(comparison *c, const pair *both, size_t i, size_t k) {
    const tblog_point *p = &both->of[0]->points[i], *q = &both->of[1]->points[k];
    const content *a = content_of(&c->sides[0], both->at[0], i);
    const content *b = content_of(&c->sides[1], both->at[1], k);
    if (!same_number(c->args, p->number, q->number)) {
        if (!begin(c, both->run, both->of[0])) return;
        printf("step %" PRId64 ": ", p->step);
        put_value(c, 0, p);
        fputs(", ", stdout);
        put_value(c, 1, q);
        put_relative(p->number, q->number);
        putchar('\n');
    } else if (!same_content(c->args, a, b) && begin(c, both->run, both->of[0])) {
        printf("step %" PRId64 ": the %s differ\n", p->step,
               *both->of[0]->kind ? both->of[0]->kind : "values");
    }
}

static void put_only_step(const comparison *c, size_t i, int64_t step) {
    printf("step %" PRId64 " ", step);
    put_only(c, i);
}

static void compare_points(comparison *c, const pair *both) {
    const tblog_series *a = both->of[0], *b = both->of[1];
    for (size_t i = 0, k = 0; i < a->count || k < b->count;) {
        const tblog_point *p = i < a->count ? &a->points[i] : NULL;
        const tblog_point *q = k < b->count ? &b->points[k] : NULL;
        if (!q || (p && p->step < q->step)) {
            if (begin(c, both->run, a)) put_only_step(c, 0, p->step);
            i++;
        } else if (!p || q->step < p->step) {
            if (begin(c, both->run, a)) put_only_step(c, 1, q->step);
            k++;
        } else {
            compare_point(c, both, i++, k++);
        }
    }
}

static void compare_series(comparison *c, const pair *both) {
    const tblog_series *a = both->of[0], *b = both->of[1];
    if (strcmp(a->kind, b->kind) != 0) {
        if (begin(c, both->run, a)) {
            put_escaped(stdout, a->kind, strlen(a->kind));
            fputs(" in A, ", stdout);
            put_escaped(stdout, b->kind, strlen(b->kind));
            fputs(" in B\n", stdout);
        }
    } else if (c->sides[0].says->metadata[both->at[0]] != c->sides[1].says->metadata[both->at[1]] &&
               begin(c, both->run, a)) {
        printf("the %s differ\n", a->kind);
    }
    compare_points(c, both);
}

static void compare_loaded(comparison *c, const char *run) {
    const tblog_run *a = c->sides[0].loaded, *b = c->sides[1].loaded;
    for (size_t i = 0; i < tblog_run_series_count(a); i++) {
        const tblog_series *s = tblog_run_series(a, i);
        size_t k;
        if (tblog_run_find(b, s->tag, s->tag_size, &k))
            compare_series(c, &(pair){run, {i, k}, {s, tblog_run_series(b, k)}});
        else if (begin(c, run, s))
            put_only(c, 0);
    }
    for (size_t i = 0; i < tblog_run_series_count(b); i++) {
        const tblog_series *s = tblog_run_series(b, i);
        size_t k;
        if (!tblog_run_find(a, s->tag, s->tag_size, &k) && begin(c, run, s)) put_only(c, 1);
    }
}

/* Load the current run of a side. What can be read is compared even if something else cannot be
 * read. */
static void load_side(comparison *c, side *s) {
    tblog_error err;
    if (tblog_run_load(s->logdir, s->run, TBLOG_RESTARTS_REPLACE, &s->loaded, &err))
        c->trouble = !say(command, "%s", err.message);
    if (!s->loaded) return;
    s->says = contents_read(s->logdir, s->run, s->loaded, c->secret, c->args->tolerance > 0, &err);
    if (!s->says) c->trouble = !say(command, "%s", err.message);
}

static void compare_run(comparison *c, const char *run) {
    for (size_t i = 0; i < 2; i++) load_side(c, &c->sides[i]);
    if (c->sides[0].says && c->sides[1].says) compare_loaded(c, run);
    for (size_t i = 0; i < 2; i++) {
        contents_free(c->sides[i].says);
        tblog_run_free(c->sides[i].loaded);
        c->sides[i].says = NULL;
    }
}

/* The runs of both sides are sorted by name. */
static void compare_logdirs(comparison *c) {
    side *a = &c->sides[0], *b = &c->sides[1];
    while (a->run < tblog_logdir_run_count(a->logdir) ||
           b->run < tblog_logdir_run_count(b->logdir)) {
        const char *x = NULL, *y = NULL;
        if (a->run < tblog_logdir_run_count(a->logdir))
            x = tblog_logdir_run_name(a->logdir, a->run);
        if (b->run < tblog_logdir_run_count(b->logdir))
            y = tblog_logdir_run_name(b->logdir, b->run);
        int order = !y ? -1 : !x ? 1 : strcmp(x, y);
        if (order == 0)
            compare_run(c, x);
        else if (begin(c, order < 0 ? x : y, NULL))
            put_only(c, order > 0);
        a->run += order <= 0;
        b->run += order >= 0;
    }
}

static void put_total(const comparison *c) {
    unsigned long limit = c->args->limit;
    if (!c->differences) return;
    if (c->differences > limit) printf("and %lu more\n", c->differences - limit);
    printf("%lu difference%s in %lu run%s", c->differences, c->differences == 1 ? "" : "s", c->runs,
           c->runs == 1 ? "" : "s");
    if (c->tags) printf(", %lu tag%s", c->tags, c->tags == 1 ? "" : "s");
    putchar('\n');
}

int tblog_diff_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "A B",
        .examples = {"tblog diff before after", "tblog diff -t 1e-6 -n 100 before after"},
        .about = "Compare what TensorBoard shows of two log folders or event files: runs, tags, "
                 "kinds, steps and values, that is numbers, histograms, texts, images, sound, "
                 "graphs, hyperparameters and everything else. Wall times, and how values are "
                 "stored, are not compared.",
        .notes = "Exit status 0: the same; 1: different; 2: trouble."};
    arguments args = {.limit = 10};
    comparison c = {.args = &args, .secret = digest_secret(), .out = terminal_of(stdout)};
    parse_arguments(&parser, argc, argv, &args);
    for (size_t i = 0; i < 2; i++) {
        bool whole;
        c.sides[i].logdir = input_open(command, args.paths[i], &whole);
        c.trouble |= !whole;
    }
    if (c.sides[0].logdir && c.sides[1].logdir) compare_logdirs(&c);
    for (size_t i = 0; i < 2; i++) tblog_logdir_close(c.sides[i].logdir);
    if (!args.quiet) put_total(&c);
    return c.trouble ? EXIT_TROUBLE : c.differences ? EXIT_DIFFERENT : EXIT_SAME;
}
