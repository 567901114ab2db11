/* SPDX-License-Identifier: Apache-2.0 */
/* tblog prune: write a run with fewer points. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/rewrite/rewrite.h"

typedef struct arguments {
    const char *path, *out;
    size_t points;
} arguments;

static const cli_option options[] = {
    {"output", 'o', "OUT", "The file to write (- is standard output); required"},
    {"points", 'n', "N", "Keep about N points of each tag (1000), at least 2"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 'o': args->out = value; return;
    case 'n': args->points = (size_t)option_whole_value(value, "points", 2, SIZE_MAX, call); return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
    if (!args->out) usage_error(call, "-o OUT is missing: the file to write");
}

/* ---- which points stay ---- */

/* For each series, whether each point stays; NULL: all points stay, because the series is short
 * enough. */
typedef struct choice {
    const char *command;
    size_t points; /* to keep */
    const tblog_run *run;
    bool **keep; /* (count) */
    size_t count;
} choice;

/* Mark in keep[] the first and the last point and, in each of points / 2 intervals, the smallest
 * and the largest number. */
static void choose(const tblog_series *s, size_t points, bool *keep) {
    size_t parts = points / 2;
    if (s->count <= points) memset(keep, true, s->count);
    for (size_t part = 0; part < parts; part++) {
        size_t from = part * s->count / parts, to = (part + 1) * s->count / parts;
        size_t low = from, high = from;
        for (size_t i = from; i < to; i++) {
            double number = s->points[i].number;
            if (isnan(s->points[low].number) || number < s->points[low].number) low = i;
            if (isnan(s->points[high].number) || number > s->points[high].number) high = i;
        }
        if (from < to) keep[low] = keep[high] = true;
    }
    keep[0] = keep[s->count - 1] = true;
}

static bool choose_all(void *context, const tblog_run *run) {
    choice *self = context;
    self->run = run;
    self->count = tblog_run_series_count(run);
    self->keep = calloc(self->count + 1, sizeof *self->keep);
    for (size_t i = 0; i < self->count && self->keep; i++) {
        const tblog_series *s = tblog_run_series(run, i);
        if (s->logged <= self->points || rewrite_is_unknown(s)) continue;
        self->keep[i] = calloc(s->count, sizeof **self->keep);
        if (!self->keep[i]) return say(self->command, "out of memory");
        choose(s, self->points, self->keep[i]);
    }
    return self->keep || say(self->command, "out of memory");
}

static void free_choice(choice *self) {
    for (size_t i = 0; self->keep && i < self->count; i++) free(self->keep[i]);
    free(self->keep);
}

/* If points of a series are removed, the values that later ones replaced are removed too. Otherwise
 * TensorBoard would show these again. */
static bool stays(void *context, const tblog_event *event, const tblog_run_value *v) {
    const choice *self = context;
    (void)event;
    const bool *keep = self->keep[v->series];
    return !keep || (v->point && keep[v->point - tblog_run_series(self->run, v->series)->points]);
}

int tblog_prune_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "DIR|FILE",
        .examples = {"tblog prune -n 500 -o small.tfevents logs/mine"},
        .about = "Write the events of one run, thinned to about N points of each tag. Unlike "
                 "TensorBoard's own sampling, which is random, this keeps the first and the last "
                 "point and, of scalars, the smallest and the largest of each interval.",
        .notes = "Points are those that TensorBoard shows: what a restarted run logged again "
                 "counts once. The input files are not changed; if one is being written, only what "
                 "it held at the start is used. A damaged file is an error: see `tblog repair`; an "
                 "unfinished last record is left out, with a warning. OUT may not be an event file "
                 "in the run's own folder, where TensorBoard would show the run twice."};
    arguments args = {.points = 1000};
    parse_arguments(&parser, argc, argv, &args);
    choice chosen = {.command = argv[0], .points = args.points};
    rewrite_rules rules = {.context = &chosen, .begin = choose_all, .stays = stays};
    int code = rewrite_to(argv[0], args.path, args.out, &rules);
    free_choice(&chosen);
    return code;
}
