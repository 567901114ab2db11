/* SPDX-License-Identifier: Apache-2.0 */
/* tblog ls: list what a log folder holds. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "base/escape.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/input.h"
#include "cli/tblog/remarks.h"

enum { SPARKS = 20 };

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

/* Draw a scalar's curve in SPARKS characters: blocks of eight heights. */
static void put_sparkline(const tblog_series *s) {
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double min = INFINITY, max = -INFINITY;
    for (size_t i = 0; i < s->count; i++) {
        if (!isfinite(s->points[i].number)) continue;
        min = fmin(min, s->points[i].number);
        max = fmax(max, s->points[i].number);
    }
    size_t width = s->count < SPARKS ? s->count : SPARKS;
    for (size_t i = 0; i < width; i++) {
        double x = s->points[width > 1 ? i * (s->count - 1) / (width - 1) : 0].number;
        if (!isfinite(x))
            fputs("?", stdout);
        else
            fputs(blocks[max > min ? (size_t)((x - min) / (max - min) * 7.999) : 0], stdout);
    }
}

static void put_short(double number) {
    printf("%.6g", isnan(number) ? fabs(number) : number); /* the sign of NaN means nothing */
}

static void put_line(const tblog_series *s, bool sparkline) {
    const tblog_point *first = &s->points[0], *last = &s->points[s->count - 1];
    fputs("  ", stdout);
    put_escaped(stdout, s->tag, s->tag_size);
    fputs("  ", stdout);
    const char *kind = *s->kind ? s->kind : "(no plugin)";
    put_escaped(stdout, kind, strlen(kind));
    printf("  %zu  steps %" PRId64 "..%" PRId64, s->count, first->step, last->step);
    if (strcmp(s->kind, "scalars") == 0) {
        fputs("  last ", stdout);
        put_short(last->number);
        fputs("  ", stdout);
        if (sparkline) put_sparkline(s);
    }
    if (has_remark(s)) {
        fputs("  (", stdout);
        put_remark(stdout, s);
        putchar(')');
    }
    putchar('\n');
}

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
        put_json_number(stdout, last->number);
    }
    printf(", \"logged\": %u, \"shown\": %u, \"unfit\": %u", s->logged, s->shown, s->unfit);
    fputs("}\n", stdout);
}

static bool list_run(const arguments *args, const tblog_logdir *logdir, size_t run) {
    tblog_error err;
    tblog_run *loaded;
    const char *name = tblog_logdir_run_name(logdir, run);
    bool good = tblog_run_load(logdir, run, TBLOG_RESTARTS_REPLACE, &loaded, &err) == TBLOG_OK;
    bool terminal = isatty(STDOUT_FILENO);
    if (!good) say("tblog ls", "%s", err.message);
    if (!loaded) return false;
    if (!args->json) {
        put_escaped(stdout, name, strlen(name));
        putchar('\n');
    }
    for (size_t i = 0; i < tblog_run_series_count(loaded); i++) {
        if (args->json)
            put_json_line(name, tblog_run_series(loaded, i));
        else
            put_line(tblog_run_series(loaded, i), terminal);
    }
    tblog_run_free(loaded);
    return good;
}

int tblog_ls_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "DIR|FILE",
        .examples = {"tblog ls logs", "tblog ls -j logs/mine"},
        .about =
            "List the runs of a log folder, or one event file: each tag with its kind, number of "
            "points, steps and, of scalars, the last value; on a terminal their curve too.",
        .notes =
            "It shows what TensorBoard's default loader shows: points that a restarted run logged "
            "again count once, and a step that goes back replaces all points from there on. If "
            "the "
            "files hold more, ls reports it: 8 points, 4 shown. Exit status 1 if something could "
            "not "
            "be read or there are no event files."};
    arguments args = {0};
    bool good;
    parse_arguments(&parser, argc, argv, &args);
    tblog_logdir *logdir = input_open(argv[0], args.path, &good);
    for (size_t run = 0; logdir && run < tblog_logdir_run_count(logdir); run++)
        good &= list_run(&args, logdir, run);
    tblog_logdir_close(logdir);
    return good ? 0 : 1;
}
