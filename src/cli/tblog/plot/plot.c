/* SPDX-License-Identifier: Apache-2.0 */
/* tblog plot: the curves of scalars on the terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/input.h"
#include "cli/tblog/plot/chart.h"
#include "cli/tblog/plot/chart_arguments.h"

static const char command[] = "tblog plot";

/* Columns and rows elsewhere than on a terminal. */
enum { COLUMNS = 80, ROWS = 20 };

typedef struct arguments {
    const char *path;
    chart_arguments chart;
} arguments;

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
}

/* What fits: of several charts each has half of a terminal's rows, and its prompt stays visible. */
static void fit(chart_options *options, const terminal *out, bool several) {
    terminal_size size = terminal_size_of(out);
    options->columns = size.columns ? size.columns : COLUMNS;
    options->rows = size.rows ? (several ? size.rows / 2 : size.rows - 2) : ROWS;
    if (options->rows > options->columns / 2) options->rows = options->columns / 2;
    if (options->columns < CHART_LEAST_COLUMNS) options->columns = CHART_LEAST_COLUMNS;
    if (options->rows < CHART_LEAST_ROWS) options->rows = CHART_LEAST_ROWS;
}

/* A chart for each tag. */
static bool put_charts(const curve_list *all, const arguments *args, const terminal *out) {
    chart_options options = args->chart.options;
    const curve **curves = malloc(all->count * sizeof *curves);
    const curve **list = malloc(all->count * sizeof *list);
    bool good = curves && list;
    size_t tags = 0, put = 0;
    for (size_t i = 0; good && i < all->count; i++) curves[i] = &all->list[i];
    for (size_t i = 0; good && i < all->count; i++) tags += curve_is_first(curves, i);
    fit(&options, out, tags > 1);
    for (size_t i = 0; good && i < all->count; i++) {
        if (!curve_is_first(curves, i)) continue;
        if (put++) putc('\n', out->out);
        size_t count = curves_of_tag(curves, all->count, i, list);
        good = chart_put(list, count, curves[i]->tag, &options, out);
    }
    free(curves);
    free(list);
    return good || say(command, "no memory");
}

/* Load what is wanted. */
static bool load(const arguments *args, const tblog_logdir *logdir, curve_list *all) {
    bool good = true;
    for (size_t run = 0; run < tblog_logdir_run_count(logdir); run++) {
        const char *name = tblog_logdir_run_name(logdir, run);
        tblog_error err;
        tblog_run *loaded;
        if (!chart_arguments_want(&args->chart, name)) continue;
        if (tblog_run_load(logdir, run, TBLOG_RESTARTS_REPLACE, &loaded, &err))
            good = say(command, "%s", err.message);
        if (loaded && !curves_add_run(all, name, loaded, args->chart.tag))
            good = say(command, "no memory");
        tblog_run_free(loaded);
    }
    return good;
}

int tblog_plot_command(int argc, char **argv) {
    arguments args = {0};
    const cli_part parts[] = {{&chart_parser, &args.chart}, {0}};
    const cli_parser parser = {
        .parts = parts,
        .finish = finish,
        .arguments = "DIR|FILE",
        .examples = {"tblog plot logs", "tblog plot logs --tag loss --log-y",
                     "tblog plot logs --run mine --x relative --smooth .6"},
        .about =
            "Draw the scalars of a log folder: a chart for each tag, with a curve for each run.",
        .notes =
            "A chart is as large as the terminal, or 80 by 20 characters elsewhere. Exit status 1 "
            "if something could not be read or no scalar matches."};
    bool good;
    curve_list all = {0};
    parse_arguments(&parser, argc, argv, &args);
    terminal out = terminal_of_utf8_texts(stdout);
    tblog_logdir *logdir = input_open(argv[0], args.path, &good);
    if (logdir) {
        good &= load(&args, logdir, &all);
        if (all.count)
            good &= put_charts(&all, &args, &out);
        else
            good = say(command, "%s: no scalars%s", args.path,
                       args.chart.tag || args.chart.run ? " that match" : "");
    }
    curves_free(&all);
    tblog_logdir_close(logdir);
    chart_arguments_free(&args.chart);
    return good ? 0 : 1;
}
