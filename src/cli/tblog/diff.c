/* SPDX-License-Identifier: Apache-2.0 */
/* tblog diff: what two log folders say differently. */
#include <argp.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/escape.h"
#include "cli/option_table.h"
#include "cli/option_values.h"
#include "cli/tblog/commands.h"

enum { EXIT_SAME = 0, EXIT_DIFFERENT = 1, EXIT_TROUBLE = 2 };

typedef struct arguments {
    const char *paths[2];
    double tolerance;
    unsigned long limit;
    bool quiet;
} arguments;

static const struct argp_option options[] = {
    {"tolerance", 't', "X", 0, "Scalars may differ by X times the larger of both and 1 (0)", 0},
    {"limit", 'n', "N", 0, "Show the first N differences (10)", 0},
    {"quiet", 'q', 0, 0, "Only the exit status tells", 0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    switch (key) {
    case 't': args->tolerance = option_number_value(value, "tolerance", state); return 0;
    case 'n': args->limit = option_whole_value(value, "limit", 0, SIZE_MAX, state); return 0;
    case 'q': args->quiet = true; return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1) argp_usage(state);
        args->paths[state->arg_num] = value;
        return 0;
    case ARGP_KEY_END:
        if (state->arg_num < 2) argp_usage(state);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* One side: its folder, and while a run is compared, that run's series. */
typedef struct side {
    tblog_logdir *logdir;
    size_t run; /* the run at hand */
    tblog_run *loaded;
} side;

typedef struct comparison {
    const arguments *args;
    side sides[2];
    unsigned long differences;
    bool trouble;
} comparison;

/* Count a difference; true when it is to be shown, and its line has been begun. */
static bool begin(comparison *c, const char *run, const tblog_series *s) {
    if (c->differences++ >= c->args->limit || c->args->quiet) return false;
    put_escaped(stdout, run, strlen(run));
    fputs("  ", stdout);
    if (s) put_escaped(stdout, s->tag, s->tag_size);
    fputs(s ? "  " : "", stdout);
    return true;
}

static bool same_number(const arguments *args, double a, double b) {
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    if (a == b) return true;
    return fabs(a - b) <= args->tolerance * fmax(1, fmax(fabs(a), fabs(b)));
}

static void compare_series(comparison *c, const char *run, const tblog_series *a,
                           const tblog_series *b) {
    if (strcmp(a->kind, b->kind) != 0 && begin(c, run, a)) {
        put_escaped(stdout, a->kind, strlen(a->kind));
        fputs(" in A, ", stdout);
        put_escaped(stdout, b->kind, strlen(b->kind));
        fputs(" in B\n", stdout);
    }
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count) {
        const tblog_point *p = i < a->count ? &a->points[i] : NULL;
        const tblog_point *q = k < b->count ? &b->points[k] : NULL;
        if (!q || (p && p->step < q->step)) {
            if (begin(c, run, a)) printf("step %" PRId64 " only in A\n", p->step);
            i++;
        } else if (!p || q->step < p->step) {
            if (begin(c, run, b)) printf("step %" PRId64 " only in B\n", q->step);
            k++;
        } else {
            if (!same_number(c->args, p->number, q->number) && begin(c, run, a))
                printf("step %" PRId64 ": %.9g in A, %.9g in B\n", p->step, p->number, q->number);
            i++;
            k++;
        }
    }
}

static void compare_loaded(comparison *c, const char *run, const tblog_run *a, const tblog_run *b) {
    for (size_t i = 0; i < tblog_run_series_count(a); i++) {
        const tblog_series *s = tblog_run_series(a, i);
        size_t other;
        if (tblog_run_find(b, s->tag, s->tag_size, &other))
            compare_series(c, run, s, tblog_run_series(b, other));
        else if (begin(c, run, s))
            puts("only in A");
    }
    for (size_t i = 0; i < tblog_run_series_count(b); i++) {
        const tblog_series *s = tblog_run_series(b, i);
        size_t other;
        if (!tblog_run_find(a, s->tag, s->tag_size, &other) && begin(c, run, s)) puts("only in B");
    }
}

static void compare_run(comparison *c, const char *run) {
    tblog_error err;
    for (size_t i = 0; i < 2; i++) {
        side *s = &c->sides[i];
        if (!tblog_run_load(s->logdir, s->run, TBLOG_RESTARTS_REPLACE, &s->loaded, &err)) continue;
        fprintf(stderr, "tblog diff: %s\n", err.message);
        c->trouble = true;
    }
    if (c->sides[0].loaded && c->sides[1].loaded)
        compare_loaded(c, run, c->sides[0].loaded, c->sides[1].loaded);
    for (size_t i = 0; i < 2; i++) tblog_run_free(c->sides[i].loaded);
}

/* The runs of both come sorted by name. */
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
            printf("only in %s\n", order < 0 ? "A" : "B");
        a->run += order <= 0;
        b->run += order >= 0;
    }
}

int tblog_diff_command(int argc, char **argv) {
    static const struct argp parser = {
        options,
        parse_option,
        "A B",
        "Compare two log folders or event files by what they say: runs, tags, kinds, steps and the "
        "values of "
        "scalars; wall times do not count, nor what is in images or histograms.\v"
        "Exit status 0: the same; 1: different; 2: trouble.",
        0,
        0,
        0};
    arguments args = {.limit = 10};
    comparison c = {.args = &args};
    tblog_error err;
    parse_arguments(&parser, argc, argv, &args);
    for (size_t i = 0; i < 2; i++) {
        c.sides[i].logdir = tblog_logdir_open(args.paths[i], &err);
        if (c.sides[i].logdir) continue;
        fprintf(stderr, "tblog diff: %s\n", err.message);
        c.trouble = true;
    }
    if (!c.trouble) compare_logdirs(&c);
    for (size_t i = 0; i < 2; i++) tblog_logdir_close(c.sides[i].logdir);
    if (!args.quiet && c.differences > args.limit)
        printf("and %lu more\n", c.differences - args.limit);
    return c.trouble ? EXIT_TROUBLE : c.differences ? EXIT_DIFFERENT : EXIT_SAME;
}
